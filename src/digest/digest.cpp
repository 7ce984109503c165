#include "digest/digest.h"

#include <Poco/Crypto/DigestEngine.h>
#include <Poco/Crypto/OpenSSLInitializer.h>

#include <fstream>

namespace verilot {

struct Sha256::Engine {
  Poco::Crypto::DigestEngine engine{"SHA256"};
};

Sha256::Sha256() {
  // Every engine counts itself in and out, and the last one out tears down what another thread may
  // be setting up; this one stays.
  static const Poco::Crypto::OpenSSLInitializer stays;
  engine_ = std::make_unique<Engine>();
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view part) {
  engine_->engine.update(part.data(), static_cast<unsigned>(part.size()));
}

std::string Sha256::hex() { return Poco::DigestEngine::digestToHex(engine_->engine.digest()); }

std::string sha256_of(std::initializer_list<std::string_view> parts) {
  Sha256 sum;
  for (const std::string_view part : parts) sum.add(part);
  return sum.hex();
}

std::string sha256_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  Sha256 sum;
  std::string piece(std::size_t{1} << 20, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
    sum.add(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
  return sum.hex();
}

}  // namespace verilot
