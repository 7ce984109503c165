#include "model/decimal.h"

#include <algorithm>
#include <vector>

namespace verilot {

namespace {

constexpr std::size_t kMaxDigits = 200;
constexpr long kMaxExponent = 100'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The exponent part after 'e'; nothing when it is not a number or beyond the limit.
std::optional<long> parse_exponent(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  long value = 0;
  for (const char c : text) {
    value = value * 10 + (c - '0');
    if (value > kMaxExponent) return std::nullopt;
  }
  return negative ? -value : value;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    number.negative_ = text[0] == '-';
    text.remove_prefix(1);
  }
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    const std::optional<long> exponent = parse_exponent(text.substr(e + 1));
    if (!exponent) return std::nullopt;
    number.exponent_ = *exponent;
    text = text.substr(0, e);
  }
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (is_digit(c)) {
      number.digits_ += c;
      if (point) --number.exponent_;
    } else {
      return std::nullopt;
    }
  }
  if (number.digits_.empty() || number.digits_.size() > kMaxDigits) return std::nullopt;
  number.normalise();
  return number;
}

void Decimal::normalise() {
  digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
  while (!digits_.empty() && digits_.back() == '0') {
    digits_.pop_back();
    ++exponent_;
  }
  if (digits_.empty()) {
    exponent_ = 0;
    negative_ = false;
  }
}

Decimal Decimal::operator*(const Decimal& other) const {
  Decimal product;
  product.negative_ = negative_ != other.negative_;
  product.exponent_ = exponent_ + other.exponent_;
  std::vector<int> cells(digits_.size() + other.digits_.size(), 0);
  for (std::size_t i = digits_.size(); i-- > 0;) {
    for (std::size_t j = other.digits_.size(); j-- > 0;) {
      const int sum = cells[i + j + 1] + (digits_[i] - '0') * (other.digits_[j] - '0');
      cells[i + j + 1] = sum % 10;
      cells[i + j] += sum / 10;
    }
  }
  for (const int cell : cells) product.digits_ += static_cast<char>('0' + cell);
  product.normalise();
  return product;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  const auto sign = [](const Decimal& d) { return d.is_zero() ? 0 : d.negative_ ? -1 : 1; };
  if (sign(*this) != sign(other)) return sign(*this) <=> sign(other);
  if (is_zero()) return std::strong_ordering::equal;
  const long magnitude = static_cast<long>(digits_.size()) + exponent_;
  const long other_magnitude = static_cast<long>(other.digits_.size()) + other.exponent_;
  std::strong_ordering order = magnitude <=> other_magnitude;
  // Of numbers with the same first place, the digit strings order like the numbers.
  if (order == 0) order = digits_.compare(other.digits_) <=> 0;
  if (!negative_) return order;
  return order > 0   ? std::strong_ordering::less
         : order < 0 ? std::strong_ordering::greater
                     : std::strong_ordering::equal;
}

bool Decimal::operator==(const Decimal& other) const { return (*this <=> other) == 0; }

std::string Decimal::to_string() const {
  if (is_zero()) return "0";
  const std::string sign = negative_ ? "-" : "";
  const long size = static_cast<long>(digits_.size());
  const long point = size + exponent_;  // digits before the decimal point
  if (exponent_ >= 0 && exponent_ <= 6)
    return sign + digits_ + std::string(static_cast<std::size_t>(exponent_), '0');
  if (exponent_ < 0 && point > 0)
    return sign + digits_.substr(0, static_cast<std::size_t>(point)) + "." +
           digits_.substr(static_cast<std::size_t>(point));
  if (exponent_ < 0 && point > -6)
    return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits_;
  const std::string rest = size > 1 ? "." + digits_.substr(1) : "";
  return sign + digits_.substr(0, 1) + rest + "e" + std::to_string(point - 1);
}

}  // namespace verilot
