#include "digest/digest.h"

#include <Poco/Crypto/DigestEngine.h>
#include <Poco/Crypto/OpenSSLInitializer.h>

namespace verilot {

std::string sha256_of(std::initializer_list<std::string_view> parts) {
  // Every engine counts itself in and out, and the last one out tears down what another thread may
  // be setting up; this one stays.
  static const Poco::Crypto::OpenSSLInitializer stays;
  Poco::Crypto::DigestEngine engine("SHA256");
  for (const std::string_view part : parts)
    engine.update(part.data(), static_cast<unsigned>(part.size()));
  return Poco::DigestEngine::digestToHex(engine.digest());
}

}  // namespace verilot
