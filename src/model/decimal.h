// A decimal number exactly as it was printed: no binary rounding, any size.
//
//   Decimal::parse("0.50")  ->  digits "50", exponent -2
//
// Comparison is exact and by value (0.50 equals 0.5). The printed text is kept beside it by
// whoever needs it.
//
// Limits: 200 digits and an exponent within +-100,000; beyond them parse() gives nothing.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace verilot {

class Decimal {
 public:
  Decimal() = default;
  // An optional sign, digits with at most one point, an optional exponent ("1.5e9").
  static std::optional<Decimal> parse(std::string_view);

  Decimal operator*(const Decimal&) const;
  std::strong_ordering operator<=>(const Decimal&) const;
  bool operator==(const Decimal&) const;
  bool is_zero() const { return digits_.empty(); }
  bool is_negative() const { return negative_; }

  // Plain notation where that is short, else with an exponent: "0.5", "1.2e11".
  std::string to_string() const;

 private:
  void normalise();
  bool negative_ = false;
  std::string digits_;  // without leading or trailing zeros; empty is zero
  long exponent_ = 0;   // value = digits * 10^exponent
};

}  // namespace verilot
