#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include "cel/lexer.h"
#include "cel/utf8.h"

namespace verilot::cel {
namespace {

constexpr std::string_view kEscapes = "abfnrtv\\?\"'`";
constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\?\"'`";

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

class Decoder {
 public:
  Decoder(std::string_view inside, std::size_t offset, bool bytes, Issues& issues)
      : inside_(inside), offset_(offset), bytes_(bytes), issues_(issues) {}

  std::string decode() {
    while (at_ < inside_.size()) {
      if (inside_[at_] == '\\') {
        escape();
      } else {
        out_.push_back(inside_[at_++]);
      }
    }
    return std::move(out_);
  }

 private:
  void escape() {
    const std::size_t start = at_++;
    const char c = at_ < inside_.size() ? inside_[at_] : '\0';
    if (const std::size_t index = kEscapes.find(c); index != std::string_view::npos) {
      out_.push_back(kMeanings[index]);
      ++at_;
    } else if (c == 'x' || c == 'X') {
      ++at_;
      numeric(start, 2, 16);
    } else if (c >= '0' && c <= '7') {
      numeric(start, 3, 8);
    } else if ((c == 'u' || c == 'U') && !bytes_) {
      ++at_;
      numeric(start, c == 'u' ? 4 : 8, 16);
    } else {
      wrong(start, 2,
            "this escape does not exist; for a backslash write \\\\ or a raw string r'...'");
    }
  }

  void numeric(std::size_t start, std::size_t digits, int base) {
    char32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at_) {
      const int digit = at_ < inside_.size() ? digit_value(inside_[at_]) : 99;
      if (digit >= base) {
        wrong(start, at_ - start,
              "this escape takes exactly " + std::to_string(digits) +
                  (base == 8 ? " octal digits" : " hexadecimal digits"));
        return;
      }
      value = value * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
    }
    if (base == 8 && value > 0xFF) {
      wrong(start, at_ - start, "an octal escape is at most \\377");
    } else if (bytes_) {
      out_.push_back(static_cast<char>(value));
    } else if (!is_scalar(value)) {
      wrong(start, at_ - start, "this escape is not a Unicode code point");
    } else {
      append_utf8(out_, value);
    }
  }

  void wrong(std::size_t start, std::size_t length, std::string message) {
    issues_.add({offset_ + start, length}, std::move(message));
    if (at_ < inside_.size() && at_ <= start + 1) ++at_;
  }

  std::string_view inside_;
  std::size_t offset_;
  bool bytes_;
  Issues& issues_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

Value number_literal(const Token& token, bool negative, Issues& issues) {
  if (token.kind == Token::Kind::real) {
    // Too large gives infinity, too small zero, as IEEE 754 rounds them.
    const double number = std::strtod(std::string(token.written).c_str(), nullptr);
    return Value::real(negative ? -number : number);
  }
  std::string_view digits = token.written;
  const bool is_unsigned = token.kind == Token::Kind::unsigned_integer;
  if (is_unsigned) digits.remove_suffix(1);
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  std::uint64_t size = 0;
  const auto parsed =
      std::from_chars(digits.data(), digits.data() + digits.size(), size, hexadecimal ? 16 : 10);
  constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
  const bool fits =
      parsed.ec == std::errc() && (is_unsigned || size <= kLargest + (negative ? 1 : 0));
  if (!fits) {
    issues.add(token.span, "the number does not fit " + std::string(is_unsigned ? "uint" : "int") +
                               " (64 bit)");
  }
  if (is_unsigned) return Value::unsigned_integer(size);
  return Value::integer(static_cast<std::int64_t>(negative ? 0 - size : size));
}

std::string decode_literal(std::string_view inside, std::size_t offset, LiteralForm form,
                           Issues& issues) {
  if (!form.bytes && !decode_utf8(inside)) {
    issues.add({offset, inside.size()}, "this text is not valid UTF-8");
    return "";
  }
  if (form.raw) return std::string(inside);
  return Decoder(inside, offset, form.bytes, issues).decode();
}

}  // namespace verilot::cel
