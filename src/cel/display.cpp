#include "cel/display.h"

#include <algorithm>

#include "cel/numbers.h"
#include "cel/optional.h"
#include "cel/timestamps.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kDisplayLimit = 10'000;

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kNames = "abfnrtv\\\"";
  const std::size_t index = kEscaped.find(c);
  if (index == std::string_view::npos) {
    out.push_back(c);
  } else {
    out.push_back('\\');
    out.push_back(kNames[index]);
  }
}

std::string hexadecimal(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    out += "\\x";
    out += kDigits[octet >> 4U];
    out += kDigits[octet & 15U];
  }
  return out;
}

std::string real_text(double number, bool literal) {
  if (!literal) return shortest_fixed(number);
  std::string text = shortest(number);
  const bool whole = text.find_first_not_of("-0123456789") == std::string::npos;
  return whole ? text + ".0" : text;
}

class Writer {
 public:
  Writer(bool literal, std::size_t limit) : literal_(literal), limit_(limit) {}

  std::string write(const Value& value) {
    append(value);
    return std::move(out_);
  }

 private:
  void append(const Value& value) {
    if (out_.size() > limit_) return;
    switch (value.kind()) {
      case Value::Kind::list:
        return append_list(value.as_list());
      case Value::Kind::map:
        return append_map(value.as_map());
      case Value::Kind::opaque:
        return append_opaque(value);
      case Value::Kind::unknown:
        return append_unknown(value.missing());
      case Value::Kind::error:
        out_ += "error(" + value.error_message() + ")";
        return;
      default:
        out_ += scalar(value);
    }
  }

  void append_opaque(const Value& value) {
    const OptionalValue* optional = as_optional(value);
    if (optional == nullptr || !optional->value()) {
      out_ += value.as_opaque().to_string();
      return;
    }
    out_ += "optional.of(";
    append(*optional->value());
    out_ += ")";
  }

  void append_unknown(const MissingSet& missing) {
    out_ += "unknown(";
    for (const Missing& item : missing) {
      if (&item != &missing.front()) out_ += ", ";
      out_ += item.path;
    }
    out_ += ")";
  }

  void append_list(const List& list) {
    out_ += "[";
    for (std::size_t i = 0; i < list.size() && out_.size() <= limit_; ++i) {
      if (i > 0) out_ += ", ";
      append(list.at(i));
    }
    if (list.rest() != nullptr) out_ += list.size() > 0 ? ", ..." : "...";
    out_ += "]";
  }

  // Entries in the order of their keys' texts, so that the result does not hang on how it was made.
  void append_map(const Map& map) {
    std::vector<std::pair<std::string, Value>> keys;
    for (const Value& key : map.keys()) keys.emplace_back(scalar(key), key);
    std::ranges::stable_sort(keys, {}, &std::pair<std::string, Value>::first);
    out_ += "{";
    bool first = true;
    for (const auto& [text, key] : keys) {
      if (out_.size() > limit_) break;
      if (!first) out_ += ", ";
      first = false;
      out_ += text + ": ";
      append(map.find(key).value_or(Value::null()));
    }
    out_ += "}";
  }

  std::string scalar(const Value& value) const {
    switch (value.kind()) {
      case Value::Kind::boolean:
        return value.as_boolean() ? "true" : "false";
      case Value::Kind::integer:
        return std::to_string(value.as_integer());
      case Value::Kind::unsigned_integer:
        return std::to_string(value.as_unsigned()) + (literal_ ? "u" : "");
      case Value::Kind::real:
        return real_text(value.as_real(), literal_);
      case Value::Kind::text:
        return literal_ ? quoted(value.as_text()) : value.as_text();
      case Value::Kind::bytes:
        return literal_ ? "b\"" + hexadecimal(value.as_bytes()) + "\"" : value.as_bytes();
      case Value::Kind::type:
        return value.as_type_name();
      case Value::Kind::timestamp:
        return call("timestamp", to_text(value.as_timestamp()));
      case Value::Kind::duration:
        return call("duration", to_text(value.as_duration()));
      default:
        return "null";
    }
  }

  std::string call(std::string_view function, const std::string& argument) const {
    return literal_ ? std::string(function) + "(" + quoted(argument) + ")" : argument;
  }

  bool literal_;
  std::size_t limit_;
  std::string out_;
};

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) append_escaped(out, c);
  return out + "\"";
}

std::string written(const Value& value, bool literal, std::size_t limit) {
  return Writer(literal, limit).write(value);
}

std::string to_display(const Value& value) { return written(value, true, kDisplayLimit); }

}  // namespace verilot::cel
