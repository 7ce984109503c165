#include <algorithm>
#include <utility>

#include "plan/compiler.h"

namespace verilot::plan {
namespace {

using cel::Expr;
using cel::Loop;

// Loops over literals that would make more copies of their body than this are left to the
// tree-walking evaluator.
constexpr std::size_t kMostUnrolled = 64;

bool is_constant_list(const Expr& expr) {
  return expr.kind == Expr::Kind::list &&
         std::ranges::all_of(expr.args, [](const cel::ExprPtr& element) {
           return element->kind == Expr::Kind::literal;
         });
}

Op fold_op(Loop loop) {
  if (loop == Loop::exists) return Op::exists;
  return loop == Loop::all ? Op::all : Op::exists_one;
}

}  // namespace

Compiler::Found Compiler::loop(const Expr& expr) {
  const bool decides = expr.loop == Loop::all || expr.loop == Loop::exists;
  if (!decides && expr.loop != Loop::exists_one) return std::nullopt;
  if (decides && is_constant_list(*expr.args[0])) return unrolled(expr);
  const std::optional<RowList> rows = row_list(*expr.args[0]);
  return rows ? loop_body(expr, *rows) : std::nullopt;
}

void Compiler::enter(const Expr& loop, const RowList& rows) {
  active_.push_back(rows.variable);
  locals_[loop.slot] = rows.element;
  if (loop.variables.size() < 2) return;
  Node index;
  index.op = Op::row_index;
  index.variable = rows.variable;
  locals_[loop.slot] = nodes_.add(std::move(index));
  locals_[loop.slot + 1] = rows.element;
}

void Compiler::leave(const Expr& loop) {
  active_.pop_back();
  locals_.erase(loop.slot);
  if (loop.variables.size() == 2) locals_.erase(loop.slot + 1);
}

Compiler::Found Compiler::loop_body(const Expr& expr, const RowList& rows) {
  // The index of an element counts what filter() left, which no node does.
  if (expr.variables.size() == 2 && rows.selected != kNone) return std::nullopt;
  enter(expr, rows);
  const Found body = condition(*expr.args[1]);
  leave(expr);
  return body ? over_rows(expr, rows, fold_op(expr.loop), *body, kNone) : std::nullopt;
}

std::optional<Compiler::RowList> Compiler::row_list(const Expr& expr) {
  if (expr.kind == Expr::Kind::loop && expr.loop == Loop::filter) return filtered(expr);
  if (expr.kind == Expr::Kind::loop && expr.loop == Loop::map) return mapped(expr);
  const Found list = placed(expr, native(expr));
  if (!list || nodes_.at(*list).op != Op::path) return std::nullopt;
  const FieldId element = fields_.element(nodes_.at(*list).field);
  Variable variable;
  variable.table = fields_.at(element).table;
  variable.parent = nodes_.at(*list).variable;
  for (const VariableId id : active_) {
    if (nodes_.variable(id).table == variable.table) ++variable.instance;
  }
  RowList rows;
  rows.list = *list;
  rows.variable = nodes_.add_variable(variable);
  rows.element = path(element, rows.variable);
  return rows;
}

NodeId Compiler::conjunction(NodeId a, NodeId b) {
  if (a == kNone || b == kNone) return a == kNone ? b : a;
  Node node;
  node.op = Op::logical_and;
  node.mask = true;
  std::vector<VariableId> needed = nodes_.dependencies(a);
  const std::vector<VariableId> more = nodes_.dependencies(b);
  needed.insert(needed.end(), more.begin(), more.end());
  place(node, std::move(needed));
  node.operands = {nodes_.seen(a, node.variable), nodes_.seen(b, node.variable)};
  node.lazy = nodes_.at(a).lazy || nodes_.at(b).lazy;
  return nodes_.add(std::move(node));
}

std::optional<Compiler::RowList> Compiler::filtered(const Expr& expr) {
  std::optional<RowList> rows = row_list(*expr.args[0]);
  if (!rows || expr.variables.size() != 1) return std::nullopt;
  enter(expr, *rows);
  const Found keep = condition(*expr.args[1]);
  if (keep) {
    rows->guards.push_back({*keep, rows->selected});
    rows->selected = conjunction(rows->selected, *keep);
  }
  leave(expr);
  return keep ? rows : std::nullopt;
}

std::optional<Compiler::RowList> Compiler::mapped(const Expr& expr) {
  std::optional<RowList> rows = row_list(*expr.args[0]);
  if (!rows || expr.variables.size() != 1) return std::nullopt;
  enter(expr, *rows);
  const Found keep = expr.filtered ? condition(*expr.args[1]) : Found(kNone);
  const Found element = value(*expr.args.back());
  if (keep && element) {
    const bool joined = *keep != kNone;
    if (joined) {
      rows->guards.push_back({*keep, rows->selected});
      rows->selected = conjunction(rows->selected, *keep);
    }
    rows->guards.push_back({wrapped(Op::known, *element), rows->selected, joined});
    rows->element = *element;
  }
  leave(expr);
  return keep && element ? rows : std::nullopt;
}

// size() of a list made of evidence.
Compiler::Found Compiler::count(const Expr& expr) {
  if (expr.args[0]->kind != Expr::Kind::loop) return std::nullopt;
  const std::optional<RowList> rows = row_list(*expr.args[0]);
  return rows ? over_rows(expr, *rows, Op::count, kNone, kNone) : std::nullopt;
}

// exists() and all() of a few constants are || and &&.
Compiler::Found Compiler::unrolled(const Expr& expr) {
  const Expr& list = *expr.args[0];
  const std::size_t copies = unrolled_ * std::max<std::size_t>(list.args.size(), 1);
  if (copies > kMostUnrolled || expr.variables.size() != 1) return std::nullopt;
  const std::size_t outer = std::exchange(unrolled_, copies);
  Node node;
  node.op = expr.loop == Loop::all ? Op::logical_and : Op::logical_or;
  node.mask = true;
  std::vector<NodeId> operands;
  bool whole = true;
  for (const cel::ExprPtr& element : list.args) {
    const Found cell = native(*element);
    if (cell) locals_[expr.slot] = *cell;
    const Found body = cell ? condition(*expr.args[1]) : std::nullopt;
    locals_.erase(expr.slot);
    whole = whole && body.has_value();
    if (!whole) break;
    operands.push_back(*body);
  }
  unrolled_ = outer;
  return whole ? add(expr, std::move(node), operands) : std::nullopt;
}

Compiler::Found Compiler::in(const Expr& expr) {
  const Found wanted = value(*expr.args[0]);
  if (!wanted) return std::nullopt;
  if (is_constant_list(*expr.args[1])) return in_constants(expr, *wanted);
  const std::optional<RowList> rows = row_list(*expr.args[1]);
  if (!rows) return std::nullopt;
  active_.push_back(rows->variable);
  const Found body = equality(expr, rows->element, *wanted);
  active_.pop_back();
  return body ? over_rows(expr, *rows, Op::exists, *body, *wanted) : std::nullopt;
}

Compiler::Found Compiler::in_constants(const Expr& expr, NodeId wanted) {
  Node node;
  node.op = Op::in_constants;
  node.mask = true;
  bool texts = nodes_.at(wanted).op == Op::path;
  for (const cel::ExprPtr& element : expr.args[1]->args) {
    const Found cell = native(*element);
    if (!cell) return std::nullopt;
    node.constants.push_back(nodes_.at(*cell).constant);
    texts = texts && node.constants.back().tag == Tag::text;
  }
  if (!texts) return add(expr, std::move(node), {wanted});
  Symbols& symbols = fields_.at(nodes_.at(wanted).field).symbols;
  std::vector<std::uint64_t> bits;
  for (const Cell& constant : node.constants) {
    const std::uint16_t symbol = symbols.add(constant.view());
    if (symbol == 0) return add(expr, std::move(node), {wanted});
    if (bits.size() <= symbol / 64u) bits.resize(symbol / 64u + 1);
    bits[symbol / 64u] |= std::uint64_t{1} << symbol % 64u;
  }
  node.op = Op::in_symbols;
  node.constants.clear();
  node.symbols = std::move(bits);
  return add(expr, std::move(node), {wanted});
}

// A fold over the rows of a list, `wanted` and the guards of the list being strict.
Compiler::Found Compiler::over_rows(const Expr& expr, const RowList& list, Op op, NodeId body,
                                    NodeId wanted) {
  Node node;
  node.op = op;
  node.mask = op != Op::count;
  std::vector<VariableId> needed = nodes_.dependencies(list.list);
  std::vector<NodeId> inner = {body, list.selected};
  for (const Strict& guard : list.guards) inner.insert(inner.end(), {guard.mask, guard.counts});
  const auto need = [&](NodeId id) {
    if (id == kNone) return;
    for (const VariableId more : nodes_.dependencies(id))
      if (more != list.variable) needed.push_back(more);
  };
  std::ranges::for_each(inner, need);
  need(wanted);
  need_locals(expr, needed);
  place(node, std::move(needed));
  const auto seen = [&](NodeId id, VariableId from) {
    return id == kNone ? Operand{} : nodes_.seen(id, from);
  };
  Rows rows;
  rows.variable = list.variable;
  rows.list = seen(list.list, node.variable);
  rows.wanted = seen(wanted, node.variable);
  rows.selected = seen(list.selected, list.variable);
  rows.body = seen(body, list.variable);
  for (const Strict& guard : list.guards)
    rows.guards.push_back(
        {seen(guard.mask, list.variable), seen(guard.counts, list.variable), guard.joined});
  rows.iterates = std::ranges::any_of(inner, [&](NodeId id) {
    return id != kNone && std::ranges::count(nodes_.at(id).fixed, node.variable) > 0;
  });
  return add(expr, std::move(node), {}, &rows);
}

}  // namespace verilot::plan
