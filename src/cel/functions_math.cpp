#include <cmath>
#include <cstdint>

#include "cel/functions.h"
#include "cel/numbers.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

// The first of the operands that no other goes beyond, in its own type.
Value extreme(const List& list, bool greatest) {
  if (list.size() == 0) return Value::error("the greatest or least of an empty list");
  std::size_t best = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!is_number(list.at(i))) {
      return Value::error("no such overload: greatest and least compare numbers, not a " +
                          type_name(list.at(i)));
    }
    const auto order = compare_numbers(list.at(i), list.at(best));
    if (greatest ? order > 0 : order < 0) best = i;
  }
  return list.at(best);
}

Value greatest_of(Arguments a) { return extreme(a[0].as_list(), true); }
Value least_of(Arguments a) { return extreme(a[0].as_list(), false); }
Value only(Arguments a) { return a[0]; }

// Half away from zero, as std::round.
template <double (*kRounded)(double)>
Value rounded(Arguments a) {
  return Value::real(kRounded(a[0].as_real()));
}
double ceil_of(double x) { return std::ceil(x); }
double floor_of(double x) { return std::floor(x); }
double round_of(double x) { return std::round(x); }
double trunc_of(double x) { return std::trunc(x); }
double root_of(double x) { return std::sqrt(x); }

Value root_of_int(Arguments a) {
  return Value::real(std::sqrt(static_cast<double>(a[0].as_integer())));
}
Value root_of_uint(Arguments a) {
  return Value::real(std::sqrt(static_cast<double>(a[0].as_unsigned())));
}

Value abs_int(Arguments a) {
  const std::int64_t number = a[0].as_integer();
  if (number == INT64_MIN) return Value::error("integer overflow");
  return Value::integer(number < 0 ? -number : number);
}
Value abs_real(Arguments a) { return Value::real(std::fabs(a[0].as_real())); }

Value sign_int(Arguments a) {
  const std::int64_t number = a[0].as_integer();
  return Value::integer((number > 0) - (number < 0));
}
Value sign_uint(Arguments a) { return Value::unsigned_integer(a[0].as_unsigned() > 0 ? 1 : 0); }
Value sign_real(Arguments a) {
  const double number = a[0].as_real();
  if (std::isnan(number)) return a[0];
  return Value::real((number > 0) - (number < 0));
}

Value is_nan(Arguments a) { return Value::boolean(std::isnan(a[0].as_real())); }
Value is_inf(Arguments a) { return Value::boolean(std::isinf(a[0].as_real())); }
Value is_finite(Arguments a) { return Value::boolean(std::isfinite(a[0].as_real())); }

std::uint64_t bits(const Value& value) {
  return value.kind() == Value::Kind::integer ? static_cast<std::uint64_t>(value.as_integer())
                                              : value.as_unsigned();
}

// A value of `like`'s type with these bits.
Value from_bits(std::uint64_t pattern, const Value& like) {
  return like.kind() == Value::Kind::integer ? Value::integer(static_cast<std::int64_t>(pattern))
                                             : Value::unsigned_integer(pattern);
}

Value bit_and(Arguments a) { return from_bits(bits(a[0]) & bits(a[1]), a[0]); }
Value bit_or(Arguments a) { return from_bits(bits(a[0]) | bits(a[1]), a[0]); }
Value bit_xor(Arguments a) { return from_bits(bits(a[0]) ^ bits(a[1]), a[0]); }
Value bit_not(Arguments a) { return from_bits(~bits(a[0]), a[0]); }

// Shifts are of bits, without regard to the sign; by 64 or more nothing is left.
Value shift(Arguments a, bool left) {
  const std::int64_t count = a[1].as_integer();
  if (count < 0) return Value::error("negative offset: cannot shift by " + std::to_string(count));
  if (count >= 64) return from_bits(0, a[0]);
  const auto places = static_cast<unsigned>(count);
  return from_bits(left ? bits(a[0]) << places : bits(a[0]) >> places, a[0]);
}
Value shift_left(Arguments a) { return shift(a, true); }
Value shift_right(Arguments a) { return shift(a, false); }

struct MathFunction {
  std::string_view name;
  std::vector<Kind> parameters;
  Kind result;
  Value (*call)(Arguments);
};

std::vector<MathFunction> table() {
  constexpr Kind kInt = Kind::integer;
  constexpr Kind kUint = Kind::unsigned_integer;
  constexpr Kind kReal = Kind::real;
  return {
      {"math.ceil", {kReal}, kReal, rounded<ceil_of>},
      {"math.floor", {kReal}, kReal, rounded<floor_of>},
      {"math.round", {kReal}, kReal, rounded<round_of>},
      {"math.trunc", {kReal}, kReal, rounded<trunc_of>},
      {"math.sqrt", {kReal}, kReal, rounded<root_of>},
      {"math.sqrt", {kInt}, kReal, root_of_int},
      {"math.sqrt", {kUint}, kReal, root_of_uint},
      {"math.abs", {kInt}, kInt, abs_int},
      {"math.abs", {kUint}, kUint, only},
      {"math.abs", {kReal}, kReal, abs_real},
      {"math.sign", {kInt}, kInt, sign_int},
      {"math.sign", {kUint}, kUint, sign_uint},
      {"math.sign", {kReal}, kReal, sign_real},
      {"math.isNaN", {kReal}, Kind::boolean, is_nan},
      {"math.isInf", {kReal}, Kind::boolean, is_inf},
      {"math.isFinite", {kReal}, Kind::boolean, is_finite},
      {"math.bitAnd", {kInt, kInt}, kInt, bit_and},
      {"math.bitAnd", {kUint, kUint}, kUint, bit_and},
      {"math.bitOr", {kInt, kInt}, kInt, bit_or},
      {"math.bitOr", {kUint, kUint}, kUint, bit_or},
      {"math.bitXor", {kInt, kInt}, kInt, bit_xor},
      {"math.bitXor", {kUint, kUint}, kUint, bit_xor},
      {"math.bitNot", {kInt}, kInt, bit_not},
      {"math.bitNot", {kUint}, kUint, bit_not},
      {"math.bitShiftLeft", {kInt, kInt}, kInt, shift_left},
      {"math.bitShiftLeft", {kUint, kInt}, kUint, shift_left},
      {"math.bitShiftRight", {kInt, kInt}, kInt, shift_right},
      {"math.bitShiftRight", {kUint, kInt}, kUint, shift_right},
  };
}

void add_extreme(FunctionRegistry& registry, const std::string& name, Value (*call)(Arguments)) {
  for (const Kind kind : {Kind::integer, Kind::unsigned_integer, Kind::real}) {
    const Type number = Type::of(kind);
    registry.add({.name = name, .parameters = {number}, .result = number, .call = only});
    registry.add(
        {.name = name, .parameters = {Type::list(number)}, .result = number, .call = call});
  }
  registry.add(
      {.name = name, .parameters = {Type::list(Type::dyn())}, .result = Type::dyn(), .call = call});
}

}  // namespace

void add_math_extension(FunctionRegistry& registry) {
  for (const MathFunction& function : table()) {
    Function added;
    added.name = function.name;
    for (const Kind kind : function.parameters) added.parameters.push_back(Type::of(kind));
    added.result = Type::of(function.result);
    added.call = function.call;
    registry.add(std::move(added));
  }
  add_extreme(registry, "math.greatest", greatest_of);
  add_extreme(registry, "math.least", least_of);
}

}  // namespace verilot::cel
