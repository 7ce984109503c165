#include "cel/lexer.h"

#include <algorithm>
#include <array>

#include "cel/utf8.h"

namespace verilot::cel {
namespace {

constexpr std::array<std::string_view, 17> kReserved = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};
constexpr std::string_view kSymbols = "<>+-*/%!?:.,()[]{}";
constexpr std::array<std::string_view, 6> kDoubleSymbols = {"&&", "||", "==", "!=", "<=", ">="};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_letter(c) || is_digit(c); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

class Lexer {
 public:
  Lexer(std::string_view text, Issues& issues) : text_(text), issues_(issues) {}

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 3 + 1);
    for (skip_space(); at_ < text_.size(); skip_space()) next();
    push(Token::Kind::end, at_);
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void skip_space() {
    while (at_ < text_.size()) {
      if (is_space(peek())) {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  Token& push(Token::Kind kind, std::size_t start) {
    Token token;
    token.kind = kind;
    token.span = {start, at_ - start};
    token.written = text_.substr(start, at_ - start);
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  void next() {
    const std::size_t start = at_;
    if (const std::size_t prefix = literal_prefix(); prefix != std::string_view::npos) {
      quoted_literal(prefix);
    } else if (is_letter(peek())) {
      while (is_word(peek())) ++at_;
      push(Token::Kind::identifier, start);
    } else if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) {
      number();
    } else if (peek() == '`') {
      quoted_identifier();
    } else {
      symbol();
    }
  }

  // The length of the prefix (r, b, br, ...) of a string literal that begins here.
  std::size_t literal_prefix() const {
    std::size_t length = 0;
    bool raw = false;
    bool bytes = false;
    for (;; ++length) {
      const char c = peek(length);
      if ((c == 'r' || c == 'R') && !raw) {
        raw = true;
      } else if ((c == 'b' || c == 'B') && !bytes) {
        bytes = true;
      } else {
        break;
      }
    }
    const char quote = peek(length);
    return quote == '"' || quote == '\'' ? length : std::string_view::npos;
  }

  void quoted_literal(std::size_t prefix_length) {
    const std::size_t start = at_;
    const std::string_view prefix = text_.substr(at_, prefix_length);
    LiteralForm form;
    form.raw = prefix.find_first_of("rR") != std::string_view::npos;
    form.bytes = prefix.find_first_of("bB") != std::string_view::npos;
    at_ += prefix_length;
    const char quote = peek();
    const bool triple = peek(1) == quote && peek(2) == quote;
    at_ += triple ? 3 : 1;
    const std::size_t inside = at_;
    const bool closed = find_end(quote, triple, form.raw);
    const std::string_view content = text_.substr(inside, at_ - inside);
    if (closed) at_ += triple ? 3 : 1;
    if (!closed) {
      issues_.add({start, at_ - start}, "this text is not closed: a " +
                                            std::string(triple ? 3 : 1, quote) + " is missing");
    }
    Token& token = push(form.bytes ? Token::Kind::bytes : Token::Kind::text, start);
    if (closed) token.value = decode_literal(content, inside, form, issues_);
  }

  // Moves to the closing quotes. A backslash keeps the character after it from closing, but in a
  // raw literal it is a character like any other.
  bool find_end(char quote, bool triple, bool raw) {
    for (; at_ < text_.size(); ++at_) {
      const char c = peek();
      if (c == '\\' && !raw) {
        ++at_;
      } else if (!triple && (c == '\n' || c == '\r')) {
        return false;
      } else if (c == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
        return true;
      }
    }
    at_ = text_.size();
    return false;
  }

  void number() {
    const std::size_t start = at_;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex(peek(2))) {
      at_ += 2;
      while (is_hex(peek())) ++at_;
      return finish_number(Token::Kind::integer, start);
    }
    Token::Kind kind = Token::Kind::integer;
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && is_digit(peek(1))) {
      kind = Token::Kind::real;
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
      kind = Token::Kind::real;
      at_ += 1 + sign;
      while (is_digit(peek())) ++at_;
    }
    finish_number(kind, start);
  }

  void finish_number(Token::Kind kind, std::size_t start) {
    if (kind == Token::Kind::integer && (peek() == 'u' || peek() == 'U')) {
      kind = Token::Kind::unsigned_integer;
      ++at_;
    }
    if (is_word(peek())) {
      while (is_word(peek())) ++at_;
      issues_.add({start, at_ - start}, "a letter may not follow a number");
    }
    push(kind, start);
  }

  void quoted_identifier() {
    const std::size_t start = at_++;
    const auto allowed = [](char c) {
      return is_word(c) || c == '.' || c == '-' || c == '/' || c == ' ';
    };
    while (allowed(peek())) ++at_;
    const std::string_view name = text_.substr(start + 1, at_ - start - 1);
    if (peek() != '`' || name.empty()) {
      issues_.add({start, at_ - start},
                  "a name in back-quotes has letters, digits and . - / _ and ends with `");
      push(Token::Kind::bad, start);
      return;
    }
    ++at_;
    push(Token::Kind::quoted_identifier, start).value = std::string(name);
  }

  // Of the symbol that begins here; 0 where none does.
  std::size_t symbol_length() const {
    const char second = peek(1);
    if (second == '=' || second == '&' || second == '|') {
      const std::string_view pair = text_.substr(at_, 2);
      if (std::ranges::find(kDoubleSymbols, pair) != kDoubleSymbols.end()) return 2;
    }
    return kSymbols.find(peek()) != std::string_view::npos ? 1 : 0;
  }

  void symbol() {
    const std::size_t start = at_;
    if (const std::size_t length = symbol_length(); length > 0) {
      at_ += length;
      push(Token::Kind::symbol, start);
      return;
    }
    ++at_;
    while (at_ < text_.size() && (static_cast<unsigned char>(peek()) & 0xC0U) == 0x80U) ++at_;
    issues_.add({start, at_ - start}, stray(text_.substr(start, at_ - start)));
    push(Token::Kind::bad, start);
  }

  static std::string stray(std::string_view character) {
    if (character == ";") return "an expression ends without \";\": join two conditions with &&";
    if (character == "=") return "\"=\" is no operator: to compare write ==";
    if (character == "&") return "\"&\" is no operator: write &&";
    if (character == "|") return "\"|\" is no operator: write ||";
    if (!decode_utf8(character)) return "this is not valid UTF-8";
    return std::string("the character \"").append(character) + "\" has no place in an expression";
  }

  std::string_view text_;
  Issues& issues_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> lex(std::string_view text, Issues& issues) { return Lexer(text, issues).run(); }

bool is_reserved_word(std::string_view name) {
  return std::ranges::find(kReserved, name) != kReserved.end();
}

bool is_keyword(std::string_view name) {
  return name == "in" || name == "true" || name == "false" || name == "null";
}

}  // namespace verilot::cel
