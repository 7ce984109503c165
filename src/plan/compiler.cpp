#include "plan/compiler.h"

#include <algorithm>

#include "plan/cells.h"

namespace verilot::plan {
namespace {

using cel::Expr;

std::size_t slot_count(const Expr& expr) {
  std::size_t count = expr.slot + 2;
  for (const cel::ExprPtr& child : expr.args) count = std::max(count, slot_count(*child));
  return count;
}

std::optional<Cell> constant_cell(const cel::Value& value, Nodes& nodes) {
  if (value.kind() == cel::Value::Kind::text) return text_cell(nodes.keep(value.as_text()));
  return scalar_cell(value);
}

}  // namespace

NodeId Compiler::add(const Expr& root, std::vector<NodeId>& places) {
  places.assign(root.id + 1, kNone);
  places_ = &places;
  slots_ = slot_count(root);
  active_.clear();
  locals_.clear();
  // Nothing is bound outside a rule, so there is always a node for it.
  return truth(*value(root));
}

Compiler::Found Compiler::value(const Expr& expr) {
  if (const Found found = native(expr)) return placed(expr, found);
  return placed(expr, other(expr));
}

// In a loop that is unrolled a part has several nodes and so none of its own.
Compiler::Found Compiler::placed(const Expr& expr, Found found) {
  if (unrolled_ == 1) (*places_)[expr.id] = found.value_or(kNone);
  return found;
}

Compiler::Found Compiler::condition(const Expr& expr) {
  const Found found = value(expr);
  return found ? Found(truth(*found)) : std::nullopt;
}

Compiler::Found Compiler::native(const Expr& expr) {
  switch (expr.kind) {
    case Expr::Kind::literal: {
      const std::optional<Cell> cell = constant_cell(expr.value, nodes_);
      return cell ? Found(constant(*cell)) : std::nullopt;
    }
    case Expr::Kind::variable:
      return variable(expr);
    case Expr::Kind::local:
      return local(expr);
    case Expr::Kind::select:
      return select(expr, expr.name);
    case Expr::Kind::has:
      return has(expr);
    case Expr::Kind::call:
      return call(expr);
    case Expr::Kind::logical_and:
    case Expr::Kind::logical_or:
      return logical(expr);
    case Expr::Kind::conditional:
      return conditional(expr);
    case Expr::Kind::loop:
      return loop(expr);
    case Expr::Kind::bind:
      return bind(expr);
    default:
      return std::nullopt;
  }
}

Compiler::Found Compiler::other(const Expr& expr) {
  Node node;
  node.op = Op::other;
  node.lazy = true;
  node.expr = &expr;
  std::vector<std::size_t> slots;
  collect_locals(expr, slots);
  std::vector<NodeId> operands;
  for (const std::size_t slot : slots) {
    const auto found = locals_.find(slot);
    if (found == locals_.end()) continue;  // declared inside
    if (found->second == kNone) return std::nullopt;
    operands.push_back(found->second);
  }
  return add(expr, std::move(node), operands);
}

NodeId Compiler::truth(NodeId id) { return nodes_.at(id).mask ? id : wrapped(Op::truth, id); }

// A mask made of one value, over the same rows.
NodeId Compiler::wrapped(Op op, NodeId id) {
  Node node;
  node.op = op;
  node.mask = true;
  node.variable = nodes_.at(id).variable;
  node.fixed = nodes_.at(id).fixed;
  node.lazy = nodes_.at(id).lazy;
  node.operands = {nodes_.seen(id, node.variable)};
  return nodes_.add(std::move(node));
}

NodeId Compiler::constant(const Cell& cell) {
  Node node;
  node.op = Op::constant;
  node.constant = cell;
  return nodes_.add(std::move(node));
}

NodeId Compiler::path(FieldId field, VariableId variable) {
  Node node;
  node.op = Op::path;
  node.field = field;
  node.variable = variable;
  return nodes_.add(std::move(node));
}

Compiler::Found Compiler::variable(const Expr& expr) {
  return path(fields_.member(Fields::kRecord, expr.name), kRecordVariable);
}

Compiler::Found Compiler::local(const Expr& expr) {
  const auto found = locals_.find(expr.slot);
  if (found == locals_.end() || found->second == kNone) return std::nullopt;
  return found->second;
}

Compiler::Found Compiler::select(const Expr& expr, const std::string& key) {
  const Found operand = value(*expr.args[0]);
  if (!operand) return std::nullopt;
  const Node node = nodes_.at(*operand);
  if (node.op == Op::path) return path(fields_.member(node.field, key), node.variable);
  if (node.op != Op::element) return std::nullopt;
  Node part = node;
  part.field = fields_.member(node.field, key);
  return add(expr, std::move(part), {node.operands[0].node});
}

Compiler::Found Compiler::has(const Expr& expr) {
  const Found operand = value(*expr.args[0]);
  if (!operand || nodes_.at(*operand).op != Op::path) return std::nullopt;
  const Node& object = nodes_.at(*operand);
  const NodeId member = path(fields_.member(object.field, expr.name), object.variable);
  Node node;
  node.op = Op::has;
  node.mask = true;
  return add(expr, std::move(node), {*operand, member});
}

Compiler::Found Compiler::logical(const Expr& expr) {
  Node node;
  node.op = expr.kind == Expr::Kind::logical_and ? Op::logical_and : Op::logical_or;
  node.mask = true;
  std::vector<NodeId> operands;
  for (const cel::ExprPtr& child : expr.args) {
    const Found operand = condition(*child);
    if (!operand) return std::nullopt;
    operands.push_back(*operand);
  }
  // What is cheap may decide before what is not.
  std::ranges::stable_sort(operands, {}, [this](NodeId id) { return nodes_.at(id).lazy; });
  return add(expr, std::move(node), operands);
}

Compiler::Found Compiler::conditional(const Expr& expr) {
  const Found condition_node = condition(*expr.args[0]);
  const Found yes = value(*expr.args[1]);
  const Found no = value(*expr.args[2]);
  if (!condition_node || !yes || !no) return std::nullopt;
  Node node;
  node.op = Op::conditional;
  return add(expr, std::move(node), {*condition_node, *yes, *no});
}

Compiler::Found Compiler::bind(const Expr& expr) {
  const Found definition = value(*expr.args[0]);
  if (!definition) return std::nullopt;
  locals_[expr.slot] = *definition;
  const Found body = value(*expr.args[1]);
  locals_.erase(expr.slot);
  return body;
}

std::size_t Compiler::depth_of(VariableId variable) const {
  return static_cast<std::size_t>(std::ranges::find(active_, variable) - active_.begin());
}

// The innermost loop becomes the rows of the node; loops that it does not follow from are fixed.
void Compiler::place(Node& node, std::vector<VariableId> needed) const {
  std::ranges::sort(needed, {}, [this](VariableId id) { return depth_of(id); });
  needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
  std::vector<VariableId> left;
  for (const VariableId id : needed) {
    const bool follows = std::ranges::any_of(
        needed, [&](VariableId below) { return nodes_.is_ancestor(id, below); });
    if (!follows) left.push_back(id);
  }
  node.variable = kRecordVariable;
  node.fixed.clear();
  if (left.empty()) return;
  node.variable = left.back();
  left.pop_back();
  node.fixed = std::move(left);
}

void Compiler::collect_locals(const Expr& expr, std::vector<std::size_t>& slots) const {
  if (locals_.empty()) return;
  if (expr.kind == Expr::Kind::local && std::ranges::find(slots, expr.slot) == slots.end())
    slots.push_back(expr.slot);
  for (const cel::ExprPtr& child : expr.args) collect_locals(*child, slots);
}

// A node may have to be left to the tree-walking evaluator, so it stands where its locals have
// values, even if it depends on none of them: [].exists(x, x == row.n).
void Compiler::need_locals(const Expr& expr, std::vector<VariableId>& needed) const {
  std::vector<std::size_t> slots;
  collect_locals(expr, slots);
  for (const std::size_t slot : slots) {
    const auto found = locals_.find(slot);
    if (found == locals_.end() || found->second == kNone) continue;
    const std::vector<VariableId> more = nodes_.dependencies(found->second);
    needed.insert(needed.end(), more.begin(), more.end());
  }
}

// False where a local is no node.
bool Compiler::set_locals(Node& node, const Expr& expr) const {
  node.expr = &expr;
  node.slots = slots_;
  node.locals.clear();
  std::vector<std::size_t> slots;
  collect_locals(expr, slots);
  for (const std::size_t slot : slots) {
    const auto found = locals_.find(slot);
    if (found == locals_.end()) continue;
    if (found->second == kNone) return false;
    node.locals.emplace_back(slot, nodes_.seen(found->second, node.variable));
  }
  return true;
}

bool Compiler::is_heavy(const Node& node, const Rows* rows) const {
  if (node.op == Op::other || (rows != nullptr && rows->iterates)) return true;
  const auto heavy = [this](const Operand& operand) {
    return operand.node != kNone && nodes_.at(operand.node).lazy;
  };
  if (std::ranges::any_of(node.operands, heavy)) return true;
  // What is left to the tree-walking evaluator reads these.
  if (std::ranges::any_of(node.locals, [&](const auto& local) { return heavy(local.second); }))
    return true;
  if (rows == nullptr) return false;
  if (heavy(rows->list) || heavy(rows->wanted) || heavy(rows->selected) || heavy(rows->body))
    return true;
  return std::ranges::any_of(rows->guards, [&](const Guard& guard) { return heavy(guard.mask); });
}

Compiler::Found Compiler::add(const Expr& expr, Node node, const std::vector<NodeId>& operands,
                              Rows* rows) {
  if (rows == nullptr) {
    std::vector<VariableId> needed;
    for (const NodeId id : operands) {
      const std::vector<VariableId> more = nodes_.dependencies(id);
      needed.insert(needed.end(), more.begin(), more.end());
    }
    need_locals(expr, needed);
    place(node, std::move(needed));
  }
  node.operands.clear();
  for (const NodeId id : operands) node.operands.push_back(nodes_.seen(id, node.variable));
  if (!set_locals(node, expr)) return std::nullopt;
  node.lazy = is_heavy(node, rows);
  return nodes_.add(std::move(node), rows);
}

}  // namespace verilot::plan
