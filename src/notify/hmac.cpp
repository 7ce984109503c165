#include "notify/hmac.h"

#include "digest/digest.h"

namespace verilot {

namespace {

constexpr std::size_t kBlock = 64;

std::string bytes_of(const std::string& hexadecimal) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2)
    bytes += static_cast<char>(value(hexadecimal[i]) * 16 + value(hexadecimal[i + 1]));
  return bytes;
}

std::string padded(std::string key, char with) {
  key.resize(kBlock, '\0');
  for (char& c : key) c = static_cast<char>(c ^ with);
  return key;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
  const std::string short_key = key.size() > kBlock ? bytes_of(sha256_of({key})) : std::string(key);
  const std::string inner = bytes_of(sha256_of({padded(short_key, 0x36), message}));
  return sha256_of({padded(short_key, 0x5c), inner});
}

}  // namespace verilot
