// The tokens as the parser takes them, and what it reports where they are not what it expects.
//
// After a fault nothing is reported until the closing bracket or a comma of an open bracket is
// found again, so that one mistake is one issue.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/issues.h"
#include "cel/lexer.h"

namespace verilot::cel {

class TokenStream {
 protected:
  TokenStream(std::vector<Token> tokens, Issues& issues)
      : tokens_(std::move(tokens)), issues_(issues) {}

  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const Token& take() {
    const Token& token = peek();
    if (token.kind != Token::Kind::end) ++at_;
    return token;
  }
  bool sees(std::string_view symbol, std::size_t ahead = 0) const {
    const Token& token = peek(ahead);
    return (token.kind == Token::Kind::symbol || token.kind == Token::Kind::identifier) &&
           token.written.front() == symbol.front() && token.written == symbol;
  }
  // Whether a binary operator may be here: most tokens after an operand close something.
  bool sees_operator() const {
    const Token& token = peek();
    if (token.kind == Token::Kind::identifier) return token.written == "in";
    if (token.kind != Token::Kind::symbol) return false;
    const char first = token.written.front();
    return first != ')' && first != ']' && first != ',' && first != '}' && first != ':';
  }
  bool accept(std::string_view symbol) {
    if (!sees(symbol)) return false;
    take();
    return true;
  }

  // Takes the bracket that is here; expect_close() takes its other half.
  void open(char close);
  void expect_close(std::string_view close);
  // Skips to `close` or a comma of the bracket that is open now; past closing brackets that no
  // opening one waits for.
  void recover(std::string_view close);

  void unexpected(std::string_view expected);
  // Nothing more is read: what follows would be too much again and again.
  void give_up(Span place, std::string message);

  std::vector<Token> tokens_;
  Issues& issues_;
  std::size_t at_ = 0;
  bool panicking_ = false;

 private:
  std::string foreign_hint() const;
  std::string opener() const;
  bool closes_outer(const Token& token) const;

  std::vector<std::size_t> openers_;  // the tokens of the brackets that are open
  std::string closers_;               // of the brackets that are open, the innermost last
};

}  // namespace verilot::cel
