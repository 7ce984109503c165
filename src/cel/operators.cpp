#include <cmath>
#include <cstdint>
#include <limits>

#include "cel/functions.h"
#include "cel/timestamps.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

Value overflow() { return Value::error("integer overflow"); }
Value out_of_range() { return Value::error("timestamp or duration out of range"); }

template <typename T>
Value maybe(const std::optional<T>& result, Value (*make)(T)) {
  return result ? make(*result) : out_of_range();
}

Value add_int(Arguments a) {
  std::int64_t out = 0;
  if (__builtin_add_overflow(a[0].as_integer(), a[1].as_integer(), &out)) return overflow();
  return Value::integer(out);
}
Value subtract_int(Arguments a) {
  std::int64_t out = 0;
  if (__builtin_sub_overflow(a[0].as_integer(), a[1].as_integer(), &out)) return overflow();
  return Value::integer(out);
}
Value multiply_int(Arguments a) {
  std::int64_t out = 0;
  if (__builtin_mul_overflow(a[0].as_integer(), a[1].as_integer(), &out)) return overflow();
  return Value::integer(out);
}
Value divide_int(Arguments a) {
  if (a[1].as_integer() == 0) return Value::error("division by zero");
  if (a[1].as_integer() == -1) {
    return a[0].as_integer() == INT64_MIN ? overflow() : Value::integer(-a[0].as_integer());
  }
  return Value::integer(a[0].as_integer() / a[1].as_integer());
}
Value modulo_int(Arguments a) {
  if (a[1].as_integer() == 0) return Value::error("modulus by zero");
  if (a[1].as_integer() == -1) {
    return a[0].as_integer() == INT64_MIN ? overflow() : Value::integer(0);
  }
  return Value::integer(a[0].as_integer() % a[1].as_integer());
}
Value negate_int(Arguments a) {
  if (a[0].as_integer() == INT64_MIN) return overflow();
  return Value::integer(-a[0].as_integer());
}

Value add_uint(Arguments a) {
  std::uint64_t out = 0;
  if (__builtin_add_overflow(a[0].as_unsigned(), a[1].as_unsigned(), &out)) return overflow();
  return Value::unsigned_integer(out);
}
Value subtract_uint(Arguments a) {
  std::uint64_t out = 0;
  if (__builtin_sub_overflow(a[0].as_unsigned(), a[1].as_unsigned(), &out)) return overflow();
  return Value::unsigned_integer(out);
}
Value multiply_uint(Arguments a) {
  std::uint64_t out = 0;
  if (__builtin_mul_overflow(a[0].as_unsigned(), a[1].as_unsigned(), &out)) return overflow();
  return Value::unsigned_integer(out);
}
Value divide_uint(Arguments a) {
  if (a[1].as_unsigned() == 0) return Value::error("division by zero");
  return Value::unsigned_integer(a[0].as_unsigned() / a[1].as_unsigned());
}
Value modulo_uint(Arguments a) {
  if (a[1].as_unsigned() == 0) return Value::error("modulus by zero");
  return Value::unsigned_integer(a[0].as_unsigned() % a[1].as_unsigned());
}

Value add_real(Arguments a) { return Value::real(a[0].as_real() + a[1].as_real()); }
Value subtract_real(Arguments a) { return Value::real(a[0].as_real() - a[1].as_real()); }
Value multiply_real(Arguments a) { return Value::real(a[0].as_real() * a[1].as_real()); }
Value divide_real(Arguments a) { return Value::real(a[0].as_real() / a[1].as_real()); }
Value negate_real(Arguments a) { return Value::real(-a[0].as_real()); }

Value add_text(Arguments a) { return Value::text(a[0].as_text() + a[1].as_text()); }
Value add_bytes(Arguments a) { return Value::bytes(a[0].as_bytes() + a[1].as_bytes()); }

// Unknown elements stay what they are; an unread rest makes the end of the first list unknown too.
Value add_list(Arguments a) {
  std::vector<Value> elements;
  MissingSet unread;
  bool incomplete = false;
  for (const Value& part : a) {
    const List& list = part.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) elements.push_back(list.at(i));
    if (list.rest() == nullptr) continue;
    incomplete = true;
    unread = merged(unread, *list.rest());
  }
  if (incomplete) return Value::unknown(std::move(unread));
  return Value::list(std::move(elements));
}

Value add_time_duration(Arguments a) {
  return maybe(add(a[0].as_timestamp(), a[1].as_duration()), &Value::timestamp);
}
Value add_duration_time(Arguments a) {
  return maybe(add(a[1].as_timestamp(), a[0].as_duration()), &Value::timestamp);
}
Value subtract_time_duration(Arguments a) {
  return maybe(subtract(a[0].as_timestamp(), a[1].as_duration()), &Value::timestamp);
}
Value subtract_times(Arguments a) {
  return maybe(subtract(a[0].as_timestamp(), a[1].as_timestamp()), &Value::duration);
}
Value add_durations(Arguments a) {
  Duration out;
  if (__builtin_add_overflow(a[0].as_duration().nanos, a[1].as_duration().nanos, &out.nanos)) {
    return out_of_range();
  }
  return Value::duration(out);
}
Value subtract_durations(Arguments a) {
  Duration out;
  if (__builtin_sub_overflow(a[0].as_duration().nanos, a[1].as_duration().nanos, &out.nanos)) {
    return out_of_range();
  }
  return Value::duration(out);
}

Value logical_not(Arguments a) { return Value::boolean(!a[0].as_boolean()); }

using Code = Value (*)(Arguments);

Function binary(Kind left, Kind right, Kind result, Code code) {
  return {.name = "",
          .parameters = {Type::of(left), Type::of(right)},
          .result = Type::of(result),
          .call = code};
}

Function same(Kind kind, Code code) { return binary(kind, kind, kind, code); }

Function unary(Kind kind, Code code) {
  return {.name = "", .parameters = {Type::of(kind)}, .result = Type::of(kind), .call = code};
}

Function concatenation() {
  const Type list = Type::list({Kind::parameter, "A", {}});
  return {.name = "",
          .parameters = {list, list},
          .result = list,
          .call = add_list,
          .shallow = true,
          .charge = Charge::both_lists};
}

std::vector<Function> overloads(Operator op) {
  constexpr Kind kTime = Kind::timestamp;
  constexpr Kind kDuration = Kind::duration;
  switch (op) {
    case Operator::add:
      return {same(Kind::integer, add_int),
              same(Kind::unsigned_integer, add_uint),
              same(Kind::real, add_real),
              same(Kind::text, add_text),
              same(Kind::bytes, add_bytes),
              concatenation(),
              binary(kTime, kDuration, kTime, add_time_duration),
              binary(kDuration, kTime, kTime, add_duration_time),
              same(kDuration, add_durations)};
    case Operator::subtract:
      return {same(Kind::integer, subtract_int),
              same(Kind::unsigned_integer, subtract_uint),
              same(Kind::real, subtract_real),
              binary(kTime, kTime, kDuration, subtract_times),
              binary(kTime, kDuration, kTime, subtract_time_duration),
              same(kDuration, subtract_durations)};
    case Operator::multiply:
      return {same(Kind::integer, multiply_int), same(Kind::unsigned_integer, multiply_uint),
              same(Kind::real, multiply_real)};
    case Operator::divide:
      return {same(Kind::integer, divide_int), same(Kind::unsigned_integer, divide_uint),
              same(Kind::real, divide_real)};
    case Operator::modulo:
      return {same(Kind::integer, modulo_int), same(Kind::unsigned_integer, modulo_uint)};
    case Operator::negate:
      return {unary(Kind::integer, negate_int), unary(Kind::real, negate_real)};
    case Operator::logical_not:
      return {unary(Kind::boolean, logical_not)};
    default:
      return {};
  }
}

}  // namespace

std::shared_ptr<const std::vector<Function>> operator_overloads(Operator op) {
  static const auto kTables = [] {
    std::vector<std::shared_ptr<const std::vector<Function>>> tables;
    for (int i = 0; i <= static_cast<int>(Operator::index); ++i) {
      auto table = std::make_shared<std::vector<Function>>(overloads(static_cast<Operator>(i)));
      tables.push_back(table->empty() ? nullptr : std::move(table));
    }
    return tables;
  }();
  return kTables[static_cast<std::size_t>(op)];
}

}  // namespace verilot::cel
