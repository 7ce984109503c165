#include <charconv>
#include <cmath>
#include <cstdlib>

#include "cel/display.h"
#include "cel/functions.h"
#include "cel/numbers.h"
#include "cel/timestamps.h"
#include "cel/utf8.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

Value identity(Arguments a) { return a[0]; }
Value type_of(Arguments a) { return Value::type(type_name(a[0])); }

Value range_error(const Value& value, std::string_view type) {
  return Value::error("range error: " + to_display(value) + " does not fit " + std::string(type));
}

Value parse_error(const Value& value, std::string_view type) {
  return Value::error(to_display(value) + " is no " + std::string(type));
}

template <typename T>
std::optional<T> parsed(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

// Whether all of the text is a number that is too small for a double.
bool is_tiny(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc::result_out_of_range && result.ptr == text.data() + text.size() &&
         std::isfinite(std::strtod(std::string(text).c_str(), nullptr));
}

Value int_of_uint(Arguments a) {
  if (a[0].as_unsigned() > static_cast<std::uint64_t>(INT64_MAX)) return range_error(a[0], "int");
  return Value::integer(static_cast<std::int64_t>(a[0].as_unsigned()));
}
Value int_of_real(Arguments a) {
  const double number = a[0].as_real();
  if (!(number > -kTwoTo63 && number < kTwoTo63)) return range_error(a[0], "int");
  return Value::integer(static_cast<std::int64_t>(number));
}
Value int_of_text(Arguments a) {
  std::string_view text = a[0].as_text();
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  const auto number = parsed<std::int64_t>(text);
  return number ? Value::integer(*number) : parse_error(a[0], "int");
}
Value int_of_time(Arguments a) { return Value::integer(a[0].as_timestamp().seconds); }

Value uint_of_int(Arguments a) {
  if (a[0].as_integer() < 0) return range_error(a[0], "uint");
  return Value::unsigned_integer(static_cast<std::uint64_t>(a[0].as_integer()));
}
Value uint_of_real(Arguments a) {
  const double number = a[0].as_real();
  if (!(number >= 0 && number < kTwoTo64)) return range_error(a[0], "uint");
  return Value::unsigned_integer(static_cast<std::uint64_t>(number));
}
Value uint_of_text(Arguments a) {
  const auto number = parsed<std::uint64_t>(a[0].as_text());
  return number ? Value::unsigned_integer(*number) : parse_error(a[0], "uint");
}

Value real_of_int(Arguments a) { return Value::real(static_cast<double>(a[0].as_integer())); }
Value real_of_uint(Arguments a) { return Value::real(static_cast<double>(a[0].as_unsigned())); }
Value real_of_text(Arguments a) {
  std::string_view text = a[0].as_text();
  if (text == "NaN") return Value::real(std::nan(""));
  if (text == "Infinity" || text == "+Infinity") return Value::real(HUGE_VAL);
  if (text == "-Infinity") return Value::real(-HUGE_VAL);
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  std::optional<double> number = parsed<double>(text);
  // Too small for a double is zero, or as near to it as doubles go; too large is an error.
  if (!number && is_tiny(text)) number = std::strtod(std::string(text).c_str(), nullptr);
  return number ? Value::real(*number) : parse_error(a[0], "double");
}

Value text_of_real(Arguments a) { return Value::text(shortest(a[0].as_real())); }
Value text_of(Arguments a) { return Value::text(written(a[0], false, 100)); }
Value text_of_bytes(Arguments a) {
  if (!decode_utf8(a[0].as_bytes())) return Value::error("invalid UTF-8 in bytes");
  return Value::text(a[0].as_bytes());
}
Value bytes_of_text(Arguments a) { return Value::bytes(a[0].as_text()); }

Value boolean_of_text(Arguments a) {
  for (const std::string_view word : {"1", "t", "T", "TRUE", "True", "true"}) {
    if (a[0].as_text() == word) return Value::boolean(true);
  }
  for (const std::string_view word : {"0", "f", "F", "FALSE", "False", "false"}) {
    if (a[0].as_text() == word) return Value::boolean(false);
  }
  return parse_error(a[0], "bool");
}

Value time_of_text(Arguments a) {
  const std::optional<Timestamp> time = parse_timestamp(a[0].as_text());
  if (time) return Value::timestamp(*time);
  return Value::error(to_display(a[0]) +
                      " is no timestamp (RFC 3339, 2024-05-31T12:00:00Z, years "
                      "1 to 9999)");
}
Value time_of_int(Arguments a) {
  const std::int64_t seconds = a[0].as_integer();
  if (seconds < kFirstSecond || seconds > kLastSecond) return range_error(a[0], "timestamp");
  return Value::timestamp({seconds, 0});
}
Value duration_of_text(Arguments a) {
  const std::optional<Duration> duration = parse_duration(a[0].as_text());
  if (duration) return Value::duration(*duration);
  return Value::error(to_display(a[0]) + " is no duration (1h30m, 720h, 1.5s; at most 292 years)");
}

struct Conversion {
  std::string_view name;
  Kind from;
  Kind to;
  Value (*call)(Arguments);
};

constexpr Conversion kConversions[] = {
    {"int", Kind::integer, Kind::integer, identity},
    {"int", Kind::unsigned_integer, Kind::integer, int_of_uint},
    {"int", Kind::real, Kind::integer, int_of_real},
    {"int", Kind::text, Kind::integer, int_of_text},
    {"int", Kind::timestamp, Kind::integer, int_of_time},
    {"uint", Kind::unsigned_integer, Kind::unsigned_integer, identity},
    {"uint", Kind::integer, Kind::unsigned_integer, uint_of_int},
    {"uint", Kind::real, Kind::unsigned_integer, uint_of_real},
    {"uint", Kind::text, Kind::unsigned_integer, uint_of_text},
    {"double", Kind::real, Kind::real, identity},
    {"double", Kind::integer, Kind::real, real_of_int},
    {"double", Kind::unsigned_integer, Kind::real, real_of_uint},
    {"double", Kind::text, Kind::real, real_of_text},
    {"string", Kind::text, Kind::text, identity},
    {"string", Kind::integer, Kind::text, text_of},
    {"string", Kind::unsigned_integer, Kind::text, text_of},
    {"string", Kind::real, Kind::text, text_of_real},
    {"string", Kind::boolean, Kind::text, text_of},
    {"string", Kind::bytes, Kind::text, text_of_bytes},
    {"string", Kind::timestamp, Kind::text, text_of},
    {"string", Kind::duration, Kind::text, text_of},
    {"bytes", Kind::bytes, Kind::bytes, identity},
    {"bytes", Kind::text, Kind::bytes, bytes_of_text},
    {"bool", Kind::boolean, Kind::boolean, identity},
    {"bool", Kind::text, Kind::boolean, boolean_of_text},
    {"timestamp", Kind::timestamp, Kind::timestamp, identity},
    {"timestamp", Kind::text, Kind::timestamp, time_of_text},
    {"timestamp", Kind::integer, Kind::timestamp, time_of_int},
    {"duration", Kind::duration, Kind::duration, identity},
    {"duration", Kind::text, Kind::duration, duration_of_text},
};

}  // namespace

void add_conversion_functions(FunctionRegistry& registry) {
  for (const Conversion& conversion : kConversions) {
    registry.add({.name = std::string(conversion.name),
                  .parameters = {Type::of(conversion.from)},
                  .result = Type::of(conversion.to),
                  .call = conversion.call});
  }
  const Type any = {Kind::parameter, "A", {}};
  registry.add({.name = "dyn",
                .parameters = {any},
                .result = Type::dyn(),
                .call = identity,
                .shallow = true});
  registry.add({.name = "type",
                .parameters = {any},
                .result = {Kind::type, {}, {any}},
                .call = type_of,
                .shallow = true});
}

}  // namespace verilot::cel
