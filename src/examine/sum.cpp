#include "examine/sum.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace verilot {

namespace {

__extension__ using Wide = __int128;

struct Scaled {
  Wide digits = 0;
  long exponent = 0;
};

constexpr int kMaxDigits = 34;

// From "12.5", "-3e11": digits without the point, and where it stood.
std::optional<Scaled> scaled(const Decimal& decimal) {
  const std::string text = decimal.to_string();
  const std::size_t e = std::min(text.find('e'), text.size());
  Scaled out;
  if (e != text.size()) out.exponent = std::strtol(text.c_str() + e + 1, nullptr, 10);
  int count = 0;
  bool after_point = false;
  for (std::size_t i = 0; i < e; ++i) {
    if (text[i] == '.') after_point = true;
    if (text[i] < '0' || text[i] > '9') continue;
    if (++count > kMaxDigits) return std::nullopt;
    out.digits = out.digits * 10 + (text[i] - '0');
    if (after_point) --out.exponent;
  }
  if (text[0] == '-') out.digits = -out.digits;
  return out;
}

bool align(Scaled& a, long exponent) {
  if (a.digits == 0) a.exponent = exponent;
  constexpr Wide kLargest = Wide{1'000'000'000'000'000'000} * Wide{10'000'000'000'000'000};
  while (a.exponent > exponent) {
    if (a.digits > kLargest || a.digits < -kLargest) return false;
    a.digits *= 10;
    --a.exponent;
  }
  return true;
}

std::string digits_of(Wide value) {
  const bool negative = value < 0;
  if (negative) value = -value;
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  if (negative) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

std::optional<Decimal> added(const Decimal& x, const Decimal& y, int sign) {
  std::optional<Scaled> a = scaled(x), b = scaled(y);
  if (!a || !b) return std::nullopt;
  const long exponent = std::min(a->exponent, b->exponent);
  if (!align(*a, exponent) || !align(*b, exponent)) return std::nullopt;
  return Decimal::parse(digits_of(a->digits + sign * b->digits) + "e" + std::to_string(exponent));
}

}  // namespace

std::optional<Decimal> sum(const Decimal& a, const Decimal& b) { return added(a, b, 1); }
std::optional<Decimal> difference(const Decimal& a, const Decimal& b) { return added(a, b, -1); }

}  // namespace verilot
