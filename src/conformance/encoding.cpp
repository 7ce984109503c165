#include "conformance/encoding.h"

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "cel/numbers.h"
#include "cel/optional.h"
#include "cel/timestamps.h"

namespace verilot::conformance {
namespace {

using cel::Value;
using nlohmann::json;

constexpr std::size_t kMaxDepth = 250;
constexpr std::int32_t kNanosPerSecond = 1'000'000'000;

[[noreturn]] void refuse(const std::string& message) { throw std::runtime_error(message); }

const json& member(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) refuse(std::string("a value needs \"") + key + "\"");
  return *found;
}

const std::string& text_of(const json& value, const char* what) {
  if (!value.is_string()) refuse(std::string(what) + " is a JSON string");
  return value.get_ref<const std::string&>();
}

template <typename T>
T number_of(const json& value, const char* what) {
  const std::string& text = text_of(value, what);
  T number{};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    refuse("\"" + text.substr(0, 40) + "\" is no " + what);
  }
  return number;
}

double real_of(const json& value) {
  const std::string& text = text_of(value, "a double");
  if (text == "NaN") return std::nan("");
  if (text == "Infinity") return HUGE_VAL;
  if (text == "-Infinity") return -HUGE_VAL;
  return number_of<double>(value, "double");
}

std::string octets_of(const json& value) {
  const std::string& digits = text_of(value, "bytes");
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned octet = 0;
    const char* begin = digits.data() + i;
    const char* end = digits.data() + std::min(i + 2, digits.size());
    const auto parsed = std::from_chars(begin, end, octet, 16);
    if (parsed.ec != std::errc() || parsed.ptr != begin + 2)
      refuse("bytes are pairs of hex digits");
    out.push_back(static_cast<char>(octet));
  }
  return out;
}

Value time_of(const json& j, bool timestamp) {
  const auto seconds = number_of<std::int64_t>(member(j, "s"), "number of seconds");
  const json& n = member(j, "n");
  if (!n.is_number_integer()) refuse("\"n\" is a number of nanoseconds");
  const auto nanos = n.get<std::int64_t>();
  if (nanos <= -kNanosPerSecond || nanos >= kNanosPerSecond) refuse("\"n\" is below one second");
  if (timestamp) {
    if (seconds < cel::kFirstSecond || seconds > cel::kLastSecond || nanos < 0) {
      refuse("a timestamp is in the years 1 to 9999, its \"n\" never negative");
    }
    return Value::timestamp({seconds, static_cast<std::int32_t>(nanos)});
  }
  std::int64_t total = 0;
  if (__builtin_mul_overflow(seconds, std::int64_t{kNanosPerSecond}, &total) ||
      __builtin_add_overflow(total, nanos, &total)) {
    refuse("a duration is at most 292 years");
  }
  return Value::duration({total});
}

Value decode(const json& j, std::size_t depth);

Value list_of(const json& v, std::size_t depth) {
  if (!v.is_array()) refuse("the \"v\" of a list is an array of values");
  std::vector<Value> elements;
  for (const json& element : v) elements.push_back(decode(element, depth));
  return Value::list(std::move(elements));
}

Value map_of(const json& v, std::size_t depth) {
  if (!v.is_array()) refuse("the \"v\" of a map is an array of [key, value] pairs");
  std::vector<std::pair<Value, Value>> entries;
  for (const json& entry : v) {
    if (!entry.is_array() || entry.size() != 2) refuse("an entry of a map is [key, value]");
    entries.emplace_back(decode(entry[0], depth), decode(entry[1], depth));
  }
  return Value::map(std::move(entries));
}

Value decode(const json& j, std::size_t depth) {
  if (depth > kMaxDepth) refuse("a value is nested at most 250 levels deep");
  if (!j.is_object()) refuse("a value is an object with \"t\" and \"v\"");
  const std::string& type = text_of(member(j, "t"), "\"t\"");
  if (type == "null") return Value::null();
  if (type == "duration" || type == "timestamp") return time_of(j, type == "timestamp");
  const json& v = member(j, "v");
  if (type == "bool") {
    if (!v.is_boolean()) refuse("the \"v\" of a bool is true or false");
    return Value::boolean(v.get<bool>());
  }
  if (type == "int") return Value::integer(number_of<std::int64_t>(v, "int"));
  if (type == "uint") return Value::unsigned_integer(number_of<std::uint64_t>(v, "uint"));
  if (type == "double") return Value::real(real_of(v));
  if (type == "string") return Value::text(text_of(v, "the \"v\" of a string"));
  if (type == "bytes") return Value::bytes(octets_of(v));
  if (type == "type") return Value::type(text_of(v, "the \"v\" of a type"));
  if (type == "list") return list_of(v, depth + 1);
  if (type == "map") return map_of(v, depth + 1);
  refuse("there is no type \"" + type.substr(0, 40) + "\"");
}

json pair_of(const char* type, json v) {
  json out = json::object();
  out["t"] = type;
  out["v"] = std::move(v);
  return out;
}

std::string real_text(double number) {
  std::string text = cel::shortest(number);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

std::string hex_of(const std::string& octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

json encode_time(const char* type, std::int64_t seconds, std::int64_t nanos) {
  json out = json::object();
  out["t"] = type;
  out["s"] = std::to_string(seconds);
  out["n"] = nanos;
  return out;
}

json encode_list(const cel::List& list) {
  json v = json::array();
  for (std::size_t i = 0; i < list.size(); ++i) v.push_back(encode_value(list.at(i)));
  return pair_of("list", std::move(v));
}

json encode_map(const cel::Map& map) {
  json v = json::array();
  for (const Value& key : map.keys()) {
    json entry = json::array();
    entry.push_back(encode_value(key));
    entry.push_back(encode_value(map.find(key).value_or(Value::null())));
    v.push_back(std::move(entry));
  }
  return pair_of("map", std::move(v));
}

json encode_opaque(const Value& value) {
  json v = json::array();
  const cel::OptionalValue* optional = cel::as_optional(value);
  if (optional == nullptr) return pair_of("string", value.as_opaque().to_string());
  if (optional->value()) v.push_back(encode_value(*optional->value()));
  return pair_of("optional_type", std::move(v));
}

}  // namespace

Value decode_value(const json& j) { return decode(j, 0); }

json encode_value(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return pair_of("bool", value.as_boolean());
    case Value::Kind::integer:
      return pair_of("int", std::to_string(value.as_integer()));
    case Value::Kind::unsigned_integer:
      return pair_of("uint", std::to_string(value.as_unsigned()));
    case Value::Kind::real:
      return pair_of("double", real_text(value.as_real()));
    case Value::Kind::text:
      return pair_of("string", value.as_text());
    case Value::Kind::bytes:
      return pair_of("bytes", hex_of(value.as_bytes()));
    case Value::Kind::type:
      return pair_of("type", value.as_type_name());
    case Value::Kind::list:
      return encode_list(value.as_list());
    case Value::Kind::map:
      return encode_map(value.as_map());
    case Value::Kind::timestamp:
      return encode_time("timestamp", value.as_timestamp().seconds, value.as_timestamp().nanos);
    case Value::Kind::duration: {
      const std::int64_t nanos = value.as_duration().nanos;
      return encode_time("duration", nanos / kNanosPerSecond, nanos % kNanosPerSecond);
    }
    case Value::Kind::opaque:
      return encode_opaque(value);
    case Value::Kind::null:
    case Value::Kind::unknown:
    case Value::Kind::error:
      break;
  }
  json out = json::object();
  out["t"] = "null";
  return out;
}

}  // namespace verilot::conformance
