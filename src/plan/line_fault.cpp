#include "plan/line_fault.h"

#include <algorithm>

#include "plan/record.h"

namespace verilot::plan {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The length of the UTF-8 sequence at the start of `text`; 0 where it is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto follows = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool shortest = first != 0xE0 || byte(1) >= 0xA0;
    const bool scalar = first != 0xED || byte(1) <= 0x9F;
    return shortest && scalar && follows(1) && follows(2) ? 3 : 0;
  }
  if (first < 0xF0 || first > 0xF4 || !follows(1) || !follows(2) || !follows(3)) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  return first == 0xF4 && byte(1) > 0x8F ? 0 : 4;
}

std::string shown(char c) {
  if (c >= ' ' && c <= '~') return std::string("'") + c + "'";
  return "a byte that is no text";
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<LineFault> read() {
    if (text_.size() > kMaxLine) {
      fail("a line of more than 4 MB; split the record");
    } else if (check_bytes()) {
      skip_space();
      if (peek() != '{') {
        fail("a record is an object, {...}" + (done() ? std::string() : ", not " + shown(peek())));
      } else {
        value(0);
        skip_space();
        if (!fault_ && !done()) fail("more than one value in the line; write one object a line");
      }
    }
    return fault_;
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  void fail(std::string cause) {
    if (!fault_) fault_ = LineFault{at_ + 1, std::move(cause)};
  }
  void expected(const std::string& what) {
    fail(done() ? "the line ends where " + what + " should be"
                : "expected " + what + ", not " + shown(peek()));
  }
  void skip_space() {
    while (!done() && is_space(text_[at_])) ++at_;
  }

  bool check_bytes() {
    while (!done()) {
      const std::size_t length = sequence_length(text_.substr(at_));
      if (length == 0) {
        fail("this is not UTF-8");
        return false;
      }
      at_ += length;
    }
    at_ = 0;
    return true;
  }

  void value(std::size_t depth) {
    skip_space();
    const char c = peek();
    if (c == '{' || c == '[') return container(c, depth);
    if (c == '"') return text();
    if (c == 't') return word("true");
    if (c == 'f') return word("false");
    if (c == 'n') return word("null");
    if (c == '-' || (c >= '0' && c <= '9')) return number();
    expected("a value");
  }

  void container(char open, std::size_t depth) {
    if (depth >= kMaxDepth) return fail("nested more than 1,024 deep");
    const char close = open == '{' ? '}' : ']';
    ++at_;
    skip_space();
    if (peek() == close) {
      ++at_;
      return;
    }
    while (!fault_) {
      if (open == '{') key();
      if (!fault_) value(depth + 1);
      skip_space();
      if (fault_ || peek() == close) break;
      if (peek() != ',') return expected(std::string("',' or '") + close + "'");
      ++at_;
    }
    ++at_;
  }

  void key() {
    skip_space();
    if (peek() != '"') return expected("a key in double quotes");
    text();
    skip_space();
    if (fault_) return;
    if (peek() != ':') return expected("':'");
    ++at_;
  }

  void text() {
    const std::size_t begin = at_++;
    while (!done() && peek() != '"') {
      if (static_cast<unsigned char>(peek()) < 0x20)
        return fail("a control character in a text; write it as \\u00XX");
      if (peek() == '\\') {
        escape();
        if (fault_) return;
      } else {
        ++at_;
      }
    }
    if (done()) {
      at_ = begin;
      return fail("this text has no closing quote");
    }
    ++at_;
  }

  void escape() {
    const std::string_view rest = text_.substr(at_);
    const bool pair =
        rest.starts_with("\\u") && rest.size() > 6 && rest.substr(6).starts_with("\\u");
    std::string ignored;
    for (const std::size_t length : {std::size_t{2}, std::size_t{6}, std::size_t{12}}) {
      if (length == 12 && !pair) break;
      if (unescape(text_.substr(at_, length), ignored)) {
        at_ += length;
        return;
      }
    }
    fail(
        "no escape of JSON: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX are, surrogates in "
        "pairs");
  }

  void word(std::string_view wanted) {
    if (text_.substr(at_, wanted.size()) != wanted) return expected("a value");
    at_ += wanted.size();
    end_of_scalar();
  }

  void number() {
    // number_end() reads to the first byte that is no part of a number.
    const std::string copy(
        text_.substr(at_, text_.find_first_not_of("+-.0123456789eE", at_) - at_));
    const char* end = number_end(copy.c_str());
    if (end == nullptr) return fail("no number of JSON");
    at_ += static_cast<std::size_t>(end - copy.c_str());
    end_of_scalar();
  }

  void end_of_scalar() {
    if (done() || is_space(peek()) || peek() == ',' || peek() == ']' || peek() == '}') return;
    expected("the end of the value");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<LineFault> fault_;
};

}  // namespace

std::optional<LineFault> find_fault(std::string_view line) { return Reader(line).read(); }

}  // namespace verilot::plan
