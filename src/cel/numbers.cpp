#include "cel/numbers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace verilot::cel {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

std::partial_ordering flipped(std::partial_ordering order) { return 0 <=> order; }

std::partial_ordering compare(std::int64_t a, std::uint64_t b) {
  if (a < 0) return std::partial_ordering::less;
  return static_cast<std::uint64_t>(a) <=> b;
}

// The integer part decides; where it is equal, the fraction of the double does.
std::partial_ordering compare(std::int64_t a, double b) {
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= kTwoTo63) return std::partial_ordering::less;
  if (b < -kTwoTo63) return std::partial_ordering::greater;
  const double floor = std::floor(b);
  const auto order = a <=> static_cast<std::int64_t>(floor);
  return order == 0 && b > floor ? std::partial_ordering::less : std::partial_ordering(order);
}

std::partial_ordering compare(std::uint64_t a, double b) {
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= kTwoTo64) return std::partial_ordering::less;
  if (b < 0) return std::partial_ordering::greater;
  const double floor = std::floor(b);
  const auto order = a <=> static_cast<std::uint64_t>(floor);
  return order == 0 && b > floor ? std::partial_ordering::less : std::partial_ordering(order);
}

std::partial_ordering compare_with_integer(std::int64_t a, const Value& b) {
  if (b.kind() == Value::Kind::integer) return a <=> b.as_integer();
  if (b.kind() == Value::Kind::unsigned_integer) return compare(a, b.as_unsigned());
  return compare(a, b.as_real());
}

std::partial_ordering compare_with_unsigned(std::uint64_t a, const Value& b) {
  if (b.kind() == Value::Kind::integer) return flipped(compare(b.as_integer(), a));
  if (b.kind() == Value::Kind::unsigned_integer) return a <=> b.as_unsigned();
  return compare(a, b.as_real());
}

}  // namespace

bool is_number(const Value& value) {
  return value.kind() == Value::Kind::integer || value.kind() == Value::Kind::unsigned_integer ||
         value.kind() == Value::Kind::real;
}

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
  if (a.kind() == Value::Kind::integer) return compare_with_integer(a.as_integer(), b);
  if (a.kind() == Value::Kind::unsigned_integer) return compare_with_unsigned(a.as_unsigned(), b);
  if (b.kind() == Value::Kind::integer) return flipped(compare(b.as_integer(), a.as_real()));
  if (b.kind() == Value::Kind::unsigned_integer) {
    return flipped(compare(b.as_unsigned(), a.as_real()));
  }
  return a.as_real() <=> b.as_real();
}

std::optional<Value> whole_number(double number) {
  if (std::isnan(number) || number != std::floor(number)) return std::nullopt;
  if (number >= -kTwoTo63 && number < kTwoTo63) {
    return Value::integer(static_cast<std::int64_t>(number));
  }
  if (number > 0 && number < kTwoTo64) {
    return Value::unsigned_integer(static_cast<std::uint64_t>(number));
  }
  return std::nullopt;
}

std::string shortest_fixed(double number) {
  if (!std::isfinite(number)) return shortest(number);
  std::array<char, 1'100> buffer{};  // the smallest doubles have 1,077 characters
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return {buffer.data(), end.ptr};
}

std::string shortest(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  const double size = std::fabs(number);
  const bool plain = number == 0 || (size >= 1e-6 && size < 1e21);
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return {buffer.data(), end.ptr};
}

}  // namespace verilot::cel
