#include <array>
#include <string>
#include <string_view>

#include "cel/functions.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kNoDigit = std::string_view::npos;

Value encode(Arguments a) {
  const std::string& octets = a[0].as_bytes();
  std::string out;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, octets.size() - i);
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (k < count ? static_cast<unsigned char>(octets[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kDigits[bits >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return Value::text(std::move(out));
}

// RFC 4648; the padding may be left out, but not be wrong, and no bit may be lost.
Value decode(Arguments a) {
  std::string_view digits = a[0].as_text();
  const auto refused = [] { return Value::error("the text is no base64 (RFC 4648)"); };
  if (digits.size() % 4 == 0) {
    for (int i = 0; i < 2 && digits.ends_with('='); ++i) digits.remove_suffix(1);
  }
  if (digits.size() % 4 == 1) return refused();
  std::string out;
  unsigned bits = 0;
  unsigned held = 0;  // bits that make no octet yet
  for (const char c : digits) {
    const std::size_t digit = kDigits.find(c);
    if (digit == kNoDigit) return refused();
    bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFU;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> held & 0xFFU));
  }
  if ((bits & ((1U << held) - 1U)) != 0) return refused();
  return Value::bytes(std::move(out));
}

}  // namespace

void add_encoders_extension(FunctionRegistry& registry) {
  registry.add({.name = "base64.encode",
                .parameters = {Type::of(Kind::bytes)},
                .result = Type::of(Kind::text),
                .call = encode});
  registry.add({.name = "base64.decode",
                .parameters = {Type::of(Kind::text)},
                .result = Type::of(Kind::bytes),
                .call = decode});
}

}  // namespace verilot::cel
