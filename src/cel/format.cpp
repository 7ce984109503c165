#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "cel/display.h"
#include "cel/equality.h"
#include "cel/functions.h"
#include "cel/numbers.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kMaxFormatted = 1'000'000;
constexpr int kDefaultPrecision = 6;
constexpr int kMaxPrecision = 1'000;

Value wrong(std::string_view clause, std::string_view takes, const Value& found) {
  return Value::error("no such overload: the clause %" + std::string(clause) + " takes " +
                      std::string(takes) + ", not a " + type_name(found));
}

std::string digits(std::uint64_t magnitude, bool negative, int base) {
  std::array<char, 66> buffer{'-'};
  const auto end = std::to_chars(buffer.data() + 1, buffer.data() + buffer.size(), magnitude, base);
  return {buffer.data() + (negative ? 0 : 1), end.ptr};
}

// An int or uint in the base; nothing for other types.
std::optional<std::string> integer_text(const Value& value, int base) {
  if (value.kind() == Value::Kind::unsigned_integer)
    return digits(value.as_unsigned(), false, base);
  if (value.kind() != Value::Kind::integer) return std::nullopt;
  const std::int64_t number = value.as_integer();
  const auto bits = static_cast<std::uint64_t>(number);
  return digits(number < 0 ? 0 - bits : bits, number < 0, base);
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string octets_in_hexadecimal(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

class Formatter {
 public:
  Formatter(std::string_view pattern, const List& arguments)
      : rest_(pattern), arguments_(arguments) {}

  Value run() {
    while (!rest_.empty()) {
      const std::size_t percent = rest_.find('%');
      out_ += rest_.substr(0, percent);
      if (percent == std::string_view::npos) break;
      rest_.remove_prefix(percent + 1);
      if (std::optional<Value> fault = clause()) return *fault;
      if (out_.size() > kMaxFormatted) return Value::error("the text gets too long");
    }
    return Value::text(std::move(out_));
  }

 private:
  // Writes one clause; returns what is wrong with it.
  std::optional<Value> clause() {
    if (rest_.starts_with("%")) {
      rest_.remove_prefix(1);
      out_ += '%';
      return std::nullopt;
    }
    const std::optional<int> precision = read_precision();
    if (!precision) return Value::error("the precision of a clause is a number up to 1000");
    if (rest_.empty())
      return Value::error("the format ends with \"%\"; for a percent sign write %%");
    const char name = rest_.front();
    rest_.remove_prefix(1);
    if (next_ >= arguments_.size()) {
      return Value::error("index " + std::to_string(next_) +
                          " out of range: the format has more clauses than arguments");
    }
    const Value argument = arguments_.at(next_++);
    if (name == 's') return text(argument);
    if (name == 'd') return decimal(argument);
    if (name == 'f' || name == 'e') return real(argument, name, *precision);
    if (name == 'x' || name == 'X') return hexadecimal(argument, name == 'X');
    if (name == 'o') return based(argument, 8, "o");
    if (name == 'b') return binary(argument);
    return Value::error("unrecognized formatting clause \"%" + std::string(1, name) +
                        "\": there are %s %d %f %e %x %X %o %b %%");
  }

  std::optional<int> read_precision() {
    if (!rest_.starts_with(".")) return kDefaultPrecision;
    int precision = -1;
    const auto parsed = std::from_chars(rest_.data() + 1, rest_.data() + rest_.size(), precision);
    if (parsed.ec != std::errc() || precision < 0 || precision > kMaxPrecision) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(parsed.ptr - rest_.data()));
    return precision;
  }

  std::optional<Value> text(const Value& argument) {
    MissingSet missing;
    std::size_t budget = kMaxFormatted;
    if (collect_unknown(argument, true, missing, budget)) return Value::unknown(std::move(missing));
    if (budget == 0) return Value::error("the text gets too long");
    out_ += written(argument, false, kMaxFormatted);
    return std::nullopt;
  }

  std::optional<Value> decimal(const Value& argument) {
    if (argument.kind() == Value::Kind::real) {
      out_ += shortest_fixed(argument.as_real());
      return std::nullopt;
    }
    return based(argument, 10, "d");
  }

  std::optional<Value> based(const Value& argument, int base, std::string_view name) {
    const std::optional<std::string> number = integer_text(argument, base);
    if (!number) return wrong(name, "int or uint", argument);
    out_ += *number;
    return std::nullopt;
  }

  std::optional<Value> binary(const Value& argument) {
    if (argument.kind() != Value::Kind::boolean) return based(argument, 2, "b");
    out_ += argument.as_boolean() ? '1' : '0';
    return std::nullopt;
  }

  std::optional<Value> hexadecimal(const Value& argument, bool capitals) {
    std::optional<std::string> number = integer_text(argument, 16);
    if (argument.kind() == Value::Kind::text) number = octets_in_hexadecimal(argument.as_text());
    if (argument.kind() == Value::Kind::bytes) number = octets_in_hexadecimal(argument.as_bytes());
    if (!number) return wrong(capitals ? "X" : "x", "int, uint, string or bytes", argument);
    out_ += capitals ? upper(*number) : *number;
    return std::nullopt;
  }

  // Rounded half to even, from the exact value of the double.
  std::optional<Value> real(const Value& argument, char name, int precision) {
    if (!is_number(argument)) return wrong(std::string(1, name), "a number", argument);
    double number = 0;
    if (argument.kind() == Value::Kind::real) number = argument.as_real();
    if (argument.kind() == Value::Kind::integer) {
      number = static_cast<double>(argument.as_integer());
    }
    if (argument.kind() == Value::Kind::unsigned_integer) {
      number = static_cast<double>(argument.as_unsigned());
    }
    if (!std::isfinite(number)) {
      out_ += shortest(number);
      return std::nullopt;
    }
    std::array<char, 1'400> buffer{};
    const auto end = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), number,
        name == 'f' ? std::chars_format::fixed : std::chars_format::scientific, precision);
    out_.append(buffer.data(), end.ptr);
    return std::nullopt;
  }

  std::string_view rest_;
  const List& arguments_;
  std::size_t next_ = 0;
  std::string out_;
};

}  // namespace

Value format(std::string_view pattern, const List& arguments) {
  return Formatter(pattern, arguments).run();
}

}  // namespace verilot::cel
