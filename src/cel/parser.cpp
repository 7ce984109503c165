#include "cel/parser.h"

#include <algorithm>
#include <utility>

#include "cel/hints.h"
#include "cel/lexer.h"
#include "cel/macros.h"

namespace verilot::cel {
namespace {

struct BinaryOperator {
  std::string_view symbol;
  Operator op;
};
constexpr BinaryOperator kRelations[] = {
    {"==", Operator::equal},  {"!=", Operator::not_equal},
    {"<", Operator::less},    {"<=", Operator::less_or_equal},
    {">", Operator::greater}, {">=", Operator::greater_or_equal},
    {"in", Operator::in}};
constexpr BinaryOperator kSums[] = {{"+", Operator::add}, {"-", Operator::subtract}};
constexpr BinaryOperator kProducts[] = {
    {"*", Operator::multiply}, {"/", Operator::divide}, {"%", Operator::modulo}};

constexpr std::string_view kTooDeep = "the expression is nested more than 250 levels deep";

class Parser {
 public:
  Parser(std::vector<Token> tokens, bool macros, Issues& issues)
      : tokens_(std::move(tokens)), macros_(macros), issues_(issues) {}

  ExprPtr run() {
    ExprPtr root = expression();
    if (peek().kind != Token::Kind::end && issues_.empty()) unexpected("the end of the expression");
    return root;
  }

 private:
  // --- tokens ---

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
  bool accept(std::string_view symbol) {
    if (!sees(symbol)) return false;
    take();
    return true;
  }

  // --- faults: after one, nothing is reported until a bracket or comma is found again ---

  void unexpected(std::string_view expected) {
    const Token& token = peek();
    if (!panicking_ && token.kind != Token::Kind::bad) {
      const std::string found = token.kind == Token::Kind::end
                                    ? "the end of the text"
                                    : "\"" + std::string(token.written.substr(0, 40)) + "\"";
      issues_.add(token.span,
                  "expected " + std::string(expected) + ", found " + found + foreign_hint());
    }
    panicking_ = true;
  }

  // For the found token, or the one before it, when it is an operator of another language.
  std::string foreign_hint() const {
    std::string hint = operator_hint(peek().written);
    if (!hint.empty() || at_ == 0) return hint;
    const Token& before = tokens_[at_ - 1];
    const bool adjacent = before.span.offset + before.span.length == peek().span.offset;
    if (adjacent && before.written == "<" && sees(">")) return ": write !=";
    if (adjacent && before.written == "?" && sees("?")) return ": write x != null ? x : y";
    return before.kind == Token::Kind::identifier ? operator_hint(before.written) : "";
  }

  void open(char close) {
    openers_.push_back(at_);
    take();
    closers_.push_back(close);
  }

  // "(" with the name before it, for the message that its ")" is missing.
  std::string opener() const {
    const std::size_t token = openers_.back();
    const bool named = token > 0 && tokens_[token - 1].kind == Token::Kind::identifier;
    return (named ? std::string(tokens_[token - 1].written) : "") +
           std::string(tokens_[token].written);
  }

  bool closes_outer(const Token& token) const {
    return token.kind == Token::Kind::symbol && token.written.size() == 1 &&
           closers_.find(token.written.front()) < closers_.size() - 1;
  }

  // Skips to `close` or a comma of the bracket that is open now; past closing brackets that no
  // opening one waits for.
  void recover(std::string_view close) {
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

  void expect_close(std::string_view close) {
    if (panicking_) recover(close);
    closers_.pop_back();
    if (!accept(close)) unexpected("\"" + std::string(close) + "\" to close \"" + opener() + "\"");
    openers_.pop_back();
  }

  // --- nodes ---

  ExprPtr node(Expr::Kind kind, std::size_t first_token) {
    auto made = std::make_unique<Expr>();
    made->kind = kind;
    made->at = tokens_[first_token].span;
    close(*made, first_token);
    return made;
  }

  // Sets the span from the first token to the last one taken, and the height.
  void close(Expr& made, std::size_t first_token) {
    const std::size_t begin = tokens_[first_token].span.offset;
    const Span last = tokens_[at_ > first_token ? at_ - 1 : first_token].span;
    made.span = {begin, last.offset + last.length - begin};
    for (const ExprPtr& child : made.args) made.height = std::max(made.height, child->height + 1);
    if (made.height > kMaxNesting) {
      too_deep(made.at);
      made.args.clear();
      made.height = 1;
      made.kind = Expr::Kind::error;
    }
  }

  // Nothing more is read: what follows would be too deep again and again.
  void too_deep(Span place) {
    if (!panicking_) issues_.add(place, std::string(kTooDeep));
    at_ = tokens_.size() - 1;
    panicking_ = true;
  }

  ExprPtr operation(Operator op, std::size_t operator_token, std::size_t first_token, ExprPtr left,
                    ExprPtr right = nullptr) {
    ExprPtr made = node(Expr::Kind::call, operator_token);
    made->op = op;
    made->name = tokens_[operator_token].written;
    made->args.push_back(std::move(left));
    if (right) made->args.push_back(std::move(right));
    close(*made, first_token);
    return made;
  }

  // --- the grammar ---

  ExprPtr expression() {
    const std::size_t first = at_;
    if (++depth_ > kMaxNesting) {
      too_deep(peek().span);
      --depth_;
      return node(Expr::Kind::error, first);
    }
    ExprPtr left = logical_or();
    if (sees("?") && !panicking_) {
      const std::size_t question = at_;
      take();
      ExprPtr made = node(Expr::Kind::conditional, question);
      made->args.push_back(std::move(left));
      made->args.push_back(logical_or());
      if (!accept(":")) return no_else(question);
      made->args.push_back(expression());
      close(*made, first);
      left = std::move(made);
    }
    --depth_;
    return left;
  }

  // c ? a without : b. What was read of it would only give further issues.
  ExprPtr no_else(std::size_t question) {
    const Token& after = tokens_[question + 1];
    const bool chained =
        after.written == "." && after.span.offset == tokens_[question].span.offset + 1;
    if (chained && !panicking_) {
      issues_.add(tokens_[question].span,
                  "\"?.\" is no operator: an optional selection is written a.?b");
      panicking_ = true;
    }
    unexpected("\":\" of the conditional");
    --depth_;
    return node(Expr::Kind::error, question);
  }

  ExprPtr logical_or() { return logical("||", Expr::Kind::logical_or, &Parser::logical_and); }
  ExprPtr logical_and() { return logical("&&", Expr::Kind::logical_and, &Parser::relation); }

  ExprPtr logical(std::string_view symbol, Expr::Kind kind, ExprPtr (Parser::*operand)()) {
    const std::size_t first = at_;
    ExprPtr left = (this->*operand)();
    if (!sees(symbol) || panicking_) return left;
    ExprPtr made = node(kind, at_);
    made->name = symbol;
    made->args.push_back(std::move(left));
    while (!panicking_ && accept(symbol)) made->args.push_back((this->*operand)());
    close(*made, first);
    return made;
  }

  ExprPtr relation() { return binary(kRelations, &Parser::sum); }
  ExprPtr sum() { return binary(kSums, &Parser::product); }
  ExprPtr product() { return binary(kProducts, &Parser::unary); }

  template <std::size_t N>
  ExprPtr binary(const BinaryOperator (&operators)[N], ExprPtr (Parser::*operand)()) {
    const std::size_t first = at_;
    ExprPtr left = (this->*operand)();
    for (;;) {
      const BinaryOperator* found = nullptr;
      for (const BinaryOperator& candidate : operators) {
        if (sees(candidate.symbol)) found = &candidate;
      }
      if (found == nullptr || panicking_) return left;
      const std::size_t operator_token = at_;
      take();
      ExprPtr right = (this->*operand)();
      left = operation(found->op, operator_token, first, std::move(left), std::move(right));
    }
  }

  ExprPtr unary() {
    const std::size_t first = at_;
    const bool negative = sees("-");
    const std::string_view symbol = negative ? "-" : "!";
    std::size_t count = 0;
    while (accept(symbol)) ++count;
    if (count == 0) return member();
    if (count > kMaxNesting) {
      too_deep(tokens_[first].span);
      return node(Expr::Kind::error, first);
    }
    if (sees(negative ? "!" : "-")) {
      unexpected("an operand without another sign (parentheses help)");
      return node(Expr::Kind::error, first);
    }
    const bool folds =
        negative && (peek().kind == Token::Kind::integer || peek().kind == Token::Kind::real);
    if (folds)
      --count;  // the sign belongs to the number: -9223372036854775808 has no positive half
    negative_literal_ = folds;
    ExprPtr operand = member();
    const Operator op = negative ? Operator::negate : Operator::logical_not;
    for (std::size_t i = count; i > 0; --i) {
      operand = operation(op, first + i - 1, first + i - 1, std::move(operand));
    }
    return operand;
  }

  ExprPtr member() {
    const std::size_t first = at_ - (negative_literal_ ? 1 : 0);
    ExprPtr left = primary();
    while (!panicking_) {
      if (accept(".")) {
        left = selection(std::move(left), first);
      } else if (sees("[")) {
        const std::size_t bracket = at_;
        open(']');
        const Operator op = accept("?") ? Operator::optional_index : Operator::index;
        ExprPtr key = expression();
        expect_close("]");
        left = operation(op, bracket, first, std::move(left), std::move(key));
      } else if (sees("{") && names_a_type(*left)) {
        unexpected("an operator (messages cannot be made here)");
      } else {
        break;
      }
    }
    return left;
  }

  static bool names_a_type(const Expr& node) {
    return node.kind == Expr::Kind::variable || node.kind == Expr::Kind::select;
  }

  // After the dot: a name, or ?name.
  ExprPtr selection(ExprPtr operand, std::size_t first) {
    const bool optional = accept("?");
    const std::size_t name_token = at_;
    const Token& token = peek();
    const bool is_name = token.kind == Token::Kind::identifier && !is_keyword(token.written);
    if (!is_name && token.kind != Token::Kind::quoted_identifier) {
      unexpected("a field name after \".\"");
      return operand;
    }
    take();
    if (is_name && sees("(") && !optional) return call(std::move(operand), name_token, first);
    ExprPtr made = node(optional ? Expr::Kind::call : Expr::Kind::select, name_token);
    if (optional) made->op = Operator::optional_select;
    made->name = is_name ? std::string(token.written) : token.value;
    made->value = Value::text(made->name);
    made->args.push_back(std::move(operand));
    close(*made, first);
    return made;
  }

  // The arguments of name( ...; `receiver` is null for a global function.
  ExprPtr call(ExprPtr receiver, std::size_t name_token, std::size_t first) {
    open(')');
    ExprPtr made = node(Expr::Kind::call, name_token);
    made->name = tokens_[name_token].written;
    if (tokens_[first].written == "." && !receiver) made->name.insert(0, ".");
    made->receiver_style = receiver != nullptr;
    if (receiver) made->args.push_back(std::move(receiver));
    while (!sees(")") && peek().kind != Token::Kind::end) {
      made->args.push_back(expression());
      if (panicking_) recover(")");
      if (!accept(",")) break;
      if (sees(")")) unexpected("an argument");
    }
    expect_close(")");
    close(*made, first);
    if (macros_ && made->kind == Expr::Kind::call) expand_macro(*made, issues_);
    return made;
  }

  ExprPtr primary() {
    const std::size_t first = at_;
    const Token& token = peek();
    switch (token.kind) {
      case Token::Kind::identifier:
        return named(false);
      case Token::Kind::integer:
      case Token::Kind::unsigned_integer:
      case Token::Kind::real:
        return number();
      case Token::Kind::text:
        take();
        return literal(first, Value::text(token.value));
      case Token::Kind::bytes:
        take();
        return literal(first, Value::bytes(token.value));
      default:
        break;
    }
    if (sees("(")) return parenthesised();
    if (sees("[")) return list();
    if (sees("{")) return map();
    if (sees(".") && peek(1).kind == Token::Kind::identifier) {
      take();
      return named(true);
    }
    unexpected("an expression");
    return node(Expr::Kind::error, first);
  }

  ExprPtr literal(std::size_t first, Value value) {
    ExprPtr made = node(Expr::Kind::literal, first);
    made->value = std::move(value);
    return made;
  }

  ExprPtr named(bool leading_dot) {
    const std::size_t name_token = at_;
    const std::size_t first = leading_dot ? at_ - 1 : at_;
    const std::string_view name = peek().written;
    if (!leading_dot && is_keyword(name) && name != "in") {
      take();
      if (name == "null") return literal(first, Value::null());
      return literal(first, Value::boolean(name == "true"));
    }
    if (is_keyword(name)) {
      unexpected("an expression");
      return node(Expr::Kind::error, first);
    }
    if (is_reserved_word(name)) {
      issues_.add(peek().span, "\"" + std::string(name) + "\" is a reserved word, not a name" +
                                   operator_hint(name));
    }
    take();
    if (sees("(")) return call(nullptr, name_token, first);
    ExprPtr made = node(Expr::Kind::variable, name_token);
    made->name = (leading_dot ? "." : "") + std::string(name);
    close(*made, first);
    return made;
  }

  ExprPtr number() {
    const bool negative = std::exchange(negative_literal_, false);
    const std::size_t first = at_ - (negative ? 1 : 0);
    return literal(first, number_literal(take(), negative, issues_));
  }

  ExprPtr parenthesised() {
    open(')');
    ExprPtr inside = expression();
    expect_close(")");
    return inside;
  }

  ExprPtr list() {
    const std::size_t first = at_;
    open(']');
    ExprPtr made = node(Expr::Kind::list, first);
    while (!sees("]") && peek().kind != Token::Kind::end) {
      const std::size_t element = at_;
      const bool optional = accept("?");
      ExprPtr value = expression();
      made->args.push_back(optional ? optional_entry(element, std::move(value)) : std::move(value));
      if (panicking_) recover("]");
      if (!accept(",")) break;
    }
    expect_close("]");
    close(*made, first);
    return made;
  }

  ExprPtr optional_entry(std::size_t question, ExprPtr value) {
    return operation(Operator::optional_entry, question, question, std::move(value));
  }

  ExprPtr map() {
    const std::size_t first = at_;
    open('}');
    ExprPtr made = node(Expr::Kind::map, first);
    while (!sees("}") && peek().kind != Token::Kind::end) {
      const std::size_t entry = at_;
      const bool optional = accept("?");
      made->args.push_back(expression());
      if (!accept(":")) unexpected("\":\" between key and value");
      ExprPtr value = panicking_ ? node(Expr::Kind::error, first) : expression();
      made->args.push_back(optional ? optional_entry(entry, std::move(value)) : std::move(value));
      if (panicking_) recover("}");
      if (!accept(",")) break;
    }
    expect_close("}");
    close(*made, first);
    return made;
  }

  std::vector<Token> tokens_;
  bool macros_;
  Issues& issues_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool panicking_ = false;
  std::vector<std::size_t> openers_;  // the tokens of the brackets that are open
  std::string closers_;               // of the brackets that are open, the innermost last
  bool negative_literal_ = false;     // the next number has a sign that was taken already
};

void number_nodes(Expr& node, std::uint32_t& next) {
  for (const ExprPtr& child : node.args) number_nodes(*child, next);
  node.id = next++;
}

}  // namespace

ExprPtr parse(std::string_view text, bool macros, Issues& issues) {
  ExprPtr root = Parser(lex(text, issues), macros, issues).run();
  std::uint32_t next = 0;
  number_nodes(*root, next);
  return root;
}

}  // namespace verilot::cel
