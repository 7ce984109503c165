// Text to tokens. Literals are decoded here, so the parser never looks at characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/issues.h"

namespace verilot::cel {

struct Token {
  enum class Kind {
    end,
    identifier,
    quoted_identifier,
    integer,
    unsigned_integer,
    real,
    text,
    bytes,
    symbol,
    bad,
  };
  Kind kind = Kind::end;
  Span span;
  std::string_view written;  // as in the text
  std::string value;         // of text and bytes decoded; of a quoted identifier without quotes
};

// Ends with a token of kind end. What is no token is an issue and a token of kind bad.
std::vector<Token> lex(std::string_view text, Issues& issues);

// `as`, `break`, ...: no identifiers, but names after a dot.
bool is_reserved_word(std::string_view name);

// `in`, `true`, `false`, `null`: no names at all.
bool is_keyword(std::string_view name);

// The value of a number token, with the sign that stood before it.
Value number_literal(const Token& token, bool negative, Issues& issues);

// The inside of a string or bytes literal with its escapes resolved.
struct LiteralForm {
  bool raw = false;
  bool bytes = false;
};
std::string decode_literal(std::string_view inside, std::size_t offset, LiteralForm, Issues&);

}  // namespace verilot::cel
