#include <algorithm>

#include "plan/cells.h"
#include "plan/compiler.h"

namespace verilot::plan {
namespace {

using cel::Expr;
using cel::Operator;

Op arithmetic_op(Operator op) {
  switch (op) {
    case Operator::add:
      return Op::add;
    case Operator::subtract:
      return Op::subtract;
    case Operator::multiply:
      return Op::multiply;
    case Operator::divide:
      return Op::divide;
    default:
      return Op::modulo;
  }
}

}  // namespace

Compiler::Found Compiler::call(const Expr& expr) {
  switch (expr.op) {
    case Operator::none:
      return function(expr);
    case Operator::index:
      return index(expr);
    case Operator::in:
      return in(expr);
    case Operator::negate:
      return unary(expr, Op::negate, negated);
    case Operator::logical_not: {
      const Found operand = condition(*expr.args[0]);
      Node node;
      node.op = Op::logical_not;
      node.mask = true;
      return operand ? add(expr, std::move(node), {*operand}) : std::nullopt;
    }
    default:
      return operation(expr);
  }
}

Compiler::Found Compiler::operation(const Expr& expr) {
  if (expr.args.size() != 2) return std::nullopt;
  const Found a = value(*expr.args[0]), b = value(*expr.args[1]);
  if (!a || !b) return std::nullopt;
  switch (expr.op) {
    case Operator::equal:
      return equality(expr, *a, *b);
    case Operator::not_equal: {
      const Found equal = equality(expr, *a, *b);
      Node node;
      node.op = Op::logical_not;
      node.mask = true;
      return equal ? add(expr, std::move(node), {*equal}) : std::nullopt;
    }
    case Operator::less:
      return binary(expr, Op::less, true, *a, *b);
    case Operator::less_or_equal:
      return binary(expr, Op::less_or_equal, true, *a, *b);
    case Operator::greater:
      return binary(expr, Op::less, true, *b, *a);
    case Operator::greater_or_equal:
      return binary(expr, Op::less_or_equal, true, *b, *a);
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo:
      return binary(expr, arithmetic_op(expr.op), false, *a, *b);
    default:
      return std::nullopt;
  }
}

Compiler::Found Compiler::binary(const Expr& expr, Op op, bool mask, NodeId a, NodeId b) {
  const Node &left = nodes_.at(a), &right = nodes_.at(b);
  if (!mask && left.op == Op::constant && right.op == Op::constant) {
    const Cell folded = arithmetic(op, left.constant, right.constant);
    if (!is_left(folded)) return constant(folded);
  }
  Node node;
  node.op = op;
  node.mask = mask;
  return add(expr, std::move(node), {a, b});
}

Compiler::Found Compiler::unary(const Expr& expr, Op op, Cell (*fold)(const Cell&)) {
  const Found operand = value(*expr.args[0]);
  if (!operand) return std::nullopt;
  if (nodes_.at(*operand).op == Op::constant) {
    const Cell folded = fold(nodes_.at(*operand).constant);
    if (!is_left(folded)) return constant(folded);
  }
  Node node;
  node.op = op;
  return add(expr, std::move(node), {*operand});
}

// The comparison of a path with a text is one of symbols.
Compiler::Found Compiler::equality(const Expr& expr, NodeId a, NodeId b) {
  if (nodes_.at(a).op == Op::constant) std::swap(a, b);
  const Cell constant = nodes_.at(b).constant;
  Node node;
  node.mask = true;
  if (nodes_.at(a).op == Op::path && nodes_.at(b).op == Op::constant && constant.tag == Tag::text) {
    const std::uint16_t symbol = fields_.at(nodes_.at(a).field).symbols.add(constant.view());
    if (symbol != 0) {
      node.op = Op::equal_symbol;
      node.constant = integer_cell(symbol);
      return add(expr, std::move(node), {a});
    }
  }
  // `!=` shares the node; what is left to the tree-walking evaluator there is negated twice.
  node.op = Op::equal;
  node.negated = expr.op == Operator::not_equal;
  return add(expr, std::move(node), {a, b});
}

Compiler::Found Compiler::index(const Expr& expr) {
  const Expr& key = *expr.args[1];
  if (key.kind != Expr::Kind::literal) return std::nullopt;
  if (key.value.kind() == cel::Value::Kind::text) return select(expr, key.value.as_text());
  if (key.value.kind() != cel::Value::Kind::integer || key.value.as_integer() < 0)
    return std::nullopt;
  const Found list = value(*expr.args[0]);
  if (!list || nodes_.at(*list).op != Op::path) return std::nullopt;
  Node node;
  node.op = Op::element;
  node.field = fields_.element(nodes_.at(*list).field);
  node.constant =
      key.value.kind() == cel::Value::Kind::integer ? integer_cell(key.value.as_integer()) : Cell{};
  return add(expr, std::move(node), {*list});
}

Compiler::Found Compiler::function(const Expr& expr) {
  const std::string& name = expr.name;
  if (expr.args.size() == 1) {
    if (name == "size") {
      const Found counted = count(expr);
      return counted ? counted : unary(expr, Op::size, size_of);
    }
    if (name == "timestamp") return unary(expr, Op::timestamp, timestamp_of);
    if (name == "duration") return unary(expr, Op::duration, duration_of);
    if (name == "double") return unary(expr, Op::real_of, real_of);
    if (name == "dyn") return value(*expr.args[0]);
    return std::nullopt;
  }
  if (expr.args.size() != 2) return std::nullopt;
  if (name == "contains") return text_test(expr, Op::contains);
  if (name == "startsWith") return text_test(expr, Op::starts_with);
  if (name == "endsWith") return text_test(expr, Op::ends_with);
  if (name == "matches" && expr.regex) return text_test(expr, Op::matches);
  return std::nullopt;
}

Compiler::Found Compiler::text_test(const Expr& expr, Op op) {
  const Found text = value(*expr.args[0]), part = value(*expr.args[1]);
  return text && part ? binary(expr, op, true, *text, *part) : std::nullopt;
}

}  // namespace verilot::plan
