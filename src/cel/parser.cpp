#include "cel/parser.h"

#include <algorithm>
#include <utility>

#include "cel/hints.h"
#include "cel/lexer.h"
#include "cel/macros.h"
#include "cel/token_stream.h"

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

class Parser : private TokenStream {
 public:
  Parser(std::vector<Token> tokens, bool macros, Issues& issues)
      : TokenStream(std::move(tokens), issues), macros_(macros) {}

  ExprPtr run() {
    ExprPtr root = expression();
    if (peek().kind != Token::Kind::end && issues_.empty()) unexpected("the end of the expression");
    return root;
  }

 private:
  // --- nodes ---

  ExprPtr node(Expr::Kind kind, std::size_t first_token) {
    auto made = std::make_unique<Expr>();
    made->kind = kind;
    made->at = tokens_[first_token].span;
    close(*made, first_token);
    if (++nodes_ == kMaxNodes)
      give_up(made->at, "the expression has more than " + std::to_string(kMaxNodes) +
                            " values, names and operators; split it");
    return made;
  }

  void too_deep(Span place) {
    give_up(place, "the expression is nested more than 250 levels deep");
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

  ExprPtr operation(Operator op, std::size_t operator_token, std::size_t first_token, ExprPtr left,
                    ExprPtr right = nullptr) {
    ExprPtr made = node(Expr::Kind::call, operator_token);
    made->op = op;
    made->name = tokens_[operator_token].written;
    made->args.reserve(right ? 2 : 1);
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
      made->args.reserve(3);
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
    if (!sees_operator() || !sees(symbol) || panicking_) return left;
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
    while (sees_operator()) {
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
    return left;
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

  bool macros_;
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  bool negative_literal_ = false;  // the next number has a sign that was taken already
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
