#include "cel/token_stream.h"

#include "cel/hints.h"

namespace verilot::cel {

void TokenStream::unexpected(std::string_view expected) {
  const Token& token = peek();
  if (!panicking_ && !issues_.full() && token.kind != Token::Kind::bad) {
    const std::string found = token.kind == Token::Kind::end
                                  ? "the end of the text"
                                  : "\"" + std::string(token.written.substr(0, 40)) + "\"";
    issues_.add(token.span,
                "expected " + std::string(expected) + ", found " + found + foreign_hint());
  }
  panicking_ = true;
}

// For the found token, or the one before it, when it is an operator of another language.
std::string TokenStream::foreign_hint() const {
  std::string hint = operator_hint(peek().written);
  if (!hint.empty() || at_ == 0) return hint;
  const Token& before = tokens_[at_ - 1];
  const bool adjacent = before.span.offset + before.span.length == peek().span.offset;
  if (adjacent && before.written == "<" && sees(">")) return ": write !=";
  if (adjacent && before.written == "?" && sees("?")) return ": write x != null ? x : y";
  return before.kind == Token::Kind::identifier ? operator_hint(before.written) : "";
}

void TokenStream::open(char close) {
  openers_.push_back(at_);
  take();
  closers_.push_back(close);
}

// "(" with the name before it, for the message that its ")" is missing.
std::string TokenStream::opener() const {
  const std::size_t token = openers_.back();
  const bool named = token > 0 && tokens_[token - 1].kind == Token::Kind::identifier;
  return (named ? std::string(tokens_[token - 1].written) : "") +
         std::string(tokens_[token].written);
}

bool TokenStream::closes_outer(const Token& token) const {
  return token.kind == Token::Kind::symbol && token.written.size() == 1 &&
         closers_.find(token.written.front()) < closers_.size() - 1;
}

void TokenStream::recover(std::string_view close) {
  std::size_t nested = 0;
  for (; peek().kind != Token::Kind::end; take()) {
    if (nested == 0 && (sees(close) || sees(","))) break;
    if (sees("(") || sees("[") || sees("{")) ++nested;
    if (sees(")") || sees("]") || sees("}")) {
      if (nested == 0 && closes_outer(peek())) break;
      if (nested > 0) --nested;
    }
  }
  if (sees(close) || sees(",")) panicking_ = false;
}

void TokenStream::expect_close(std::string_view close) {
  if (panicking_) recover(close);
  closers_.pop_back();
  if (!accept(close)) unexpected("\"" + std::string(close) + "\" to close \"" + opener() + "\"");
  openers_.pop_back();
}

void TokenStream::give_up(Span place, std::string message) {
  if (!panicking_) issues_.add(place, std::move(message));
  at_ = tokens_.size() - 1;
  panicking_ = true;
}

}  // namespace verilot::cel
