#include "plan/plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "plan/compiler.h"
#include "plan/reason_text.h"

namespace verilot::plan {
namespace {

bool is_stored(const Node& node) { return node.op != Op::constant && node.op != Op::path; }

bool is_bits(const Node& loop, const Rows& rows) {
  const bool decides = loop.op == Op::exists || loop.op == Op::all;
  const bool plain = rows.guards.empty() && rows.wanted.node == kNone &&
                     rows.selected.node == kNone && !rows.iterates;
  return decides && plain && rows.list.fetch == Fetch::same &&
         rows.list.place == Operand::Place::column && rows.body.fetch == Fetch::same &&
         rows.body.place == Operand::Place::mask;
}

template <typename Visit>
void each_operand(const Nodes& nodes, const Node& node, const Visit& visit) {
  const auto see = [&](const Operand& operand) {
    if (operand.node != kNone) visit(operand.node);
  };
  for (const Operand& operand : node.operands) see(operand);
  for (const auto& [slot, operand] : node.locals) see(operand);
  if (node.rows == kNone) return;
  const Rows& rows = nodes.rows_of(node);
  for (const Operand& operand : {rows.list, rows.wanted, rows.selected, rows.body}) see(operand);
  for (const Guard& guard : rows.guards) {
    see(guard.mask);
    see(guard.counts);
  }
}

void add_cost(const cel::Expr& expr, std::size_t depth, Cost& cost) {
  const std::size_t at = std::min(depth, std::size(cost.steps) - 1);
  const bool loops = expr.kind == cel::Expr::Kind::loop;
  if (loops || expr.op == cel::Operator::in)
    ++cost.steps[std::min(at + 1, std::size(cost.steps) - 1)];
  if (expr.kind == cel::Expr::Kind::call && expr.name != "size" &&
      (expr.op == cel::Operator::none || expr.op == cel::Operator::add))
    ++cost.calls[at];
  for (const cel::ExprPtr& child : expr.args)
    add_cost(*child, loops && child != expr.args.front() ? at + 1 : at, cost);
}

bool contains(const std::vector<VariableId>& list, VariableId id) {
  return std::ranges::find(list, id) != list.end();
}

}  // namespace

double Cost::most(double rows, double text) const {
  double most = 0, repeats = 1;
  for (std::size_t depth = 0; depth < std::size(steps); ++depth, repeats *= rows)
    most += repeats * (steps[depth] + calls[depth] * text);
  return most;
}

Plan::Plan(std::vector<cel::Program> programs) : programs_(std::move(programs)) {
  Compiler compiler(nodes_, fields_);
  for (const cel::Program& program : programs_) {
    roots_.push_back(compiler.add(program.root(), places_.emplace_back()));
    plain_.push_back(plan::is_plain(program.text()));
    add_cost(program.root(), 0, costs_.emplace_back());
    for (std::size_t i = 0; i < std::size(highest_cost_.steps); ++i) {
      highest_cost_.steps[i] = std::max(highest_cost_.steps[i], costs_.back().steps[i]);
      highest_cost_.calls[i] = std::max(highest_cost_.calls[i], costs_.back().calls[i]);
    }
  }
  fields_.finish();
  schedule();
  settle_operands();
  join_patterns();
  for (const NodeId root : roots_)
    verdicts_.push_back(nodes_.at(root).lazy ? kNone : nodes_.at(root).storage);
  narrow_.build(nodes_, fields_, eager_, masks_);
}

// What a rule needs; a part that turned out to be of no use to the compiler is not.
std::vector<bool> Plan::reached() const {
  std::vector<bool> reached(nodes_.size());
  std::vector<NodeId> open = roots_;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (reached[id]) continue;
    reached[id] = true;
    each_operand(nodes_, nodes_.at(id), [&](NodeId operand) { open.push_back(operand); });
  }
  return reached;
}

void Plan::schedule() {
  masks_.assign(fields_.tables(), 0);
  values_.assign(fields_.tables(), 0);
  const std::vector<bool> needed = reached();
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    Node& node = nodes_.at(id);
    if (!needed[id] || !is_stored(node)) continue;
    const TableId table = node.table = nodes_.variable(node.variable).table;
    node.storage = node.mask ? masks_[table]++ : values_[table]++;
    if (node.rows != kNone && nodes_.rows_of(node).iterates) collect_inner(id);
    if (!node.lazy && node.fixed.empty()) eager_.push_back(id);
  }
  order_eager();
}

// Operands first, and of what may come in any order the same operations one after the other: the
// processor foresees them better.
void Plan::order_eager() {
  std::vector<std::uint32_t> levels(nodes_.size());
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    each_operand(nodes_, nodes_.at(id),
                 [&](NodeId operand) { levels[id] = std::max(levels[id], levels[operand] + 1); });
  }
  std::ranges::stable_sort(eager_, {}, [&](NodeId id) {
    return std::tuple(levels[id], nodes_.at(id).op, nodes_.at(id).table);
  });
}

void Plan::settle(Operand& operand) const {
  if (operand.node == kNone) return;
  using Place = Operand::Place;
  const Node& node = nodes_.at(operand.node);
  operand.variable = node.variable;
  operand.table = nodes_.variable(node.variable).table;
  operand.index = node.op == Op::path ? fields_.at(node.field).column : node.storage;
  operand.stride = node.op == Op::path ? fields_.table(operand.table).columns : 1;
  operand.place = node.op == Op::constant ? Place::constant
                  : node.op == Op::path   ? Place::column
                  : node.mask             ? Place::mask
                                          : Place::values;
}

void Plan::settle_operands() {
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    Node& node = nodes_.at(id);
    for (Operand& operand : node.operands) settle(operand);
    for (auto& [slot, operand] : node.locals) settle(operand);
    if (node.rows == kNone) continue;
    Rows& rows = nodes_.rows_of(node);
    for (Operand* operand : {&rows.list, &rows.wanted, &rows.selected, &rows.body})
      settle(*operand);
    for (Guard& guard : rows.guards) {
      settle(guard.mask);
      settle(guard.counts);
    }
    rows.bits = is_bits(node, rows);
  }
}

// What depends on the row that the loop is at, and on no loop inside; and what is costly and does
// not depend on it.
void Plan::collect_inner(NodeId loop) {
  const Node& node = nodes_.at(loop);
  Rows& rows = nodes_.rows_of(node);
  std::vector<NodeId> open, seen;
  const auto push = [&open](NodeId id) { open.push_back(id); };
  each_operand(nodes_, node, push);
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (std::ranges::find(seen, id) != seen.end()) continue;
    seen.push_back(id);
    const Node& part = nodes_.at(id);
    each_operand(nodes_, part, push);
    if (!is_stored(part)) continue;
    const bool outside = std::ranges::any_of(part.fixed, [&](VariableId fixed) {
      return fixed != node.variable && !contains(node.fixed, fixed);
    });
    if (contains(part.fixed, node.variable) && !outside) rows.inner.push_back(id);
    if (part.fixed.empty() && part.lazy) rows.before.push_back(id);
  }
  std::ranges::sort(rows.inner);
  std::ranges::sort(rows.before);
}

// Patterns over the same text that every record needs.
void Plan::join_patterns() {
  std::map<NodeId, std::vector<NodeId>> by_text;
  for (const NodeId id : eager_) {
    const Node& node = nodes_.at(id);
    if (node.op != Op::matches && node.op != Op::contains) continue;
    const bool constant = nodes_.at(node.operands[1].node).constant.tag == Tag::text &&
                          nodes_.at(node.operands[1].node).op == Op::constant;
    if (constant && node.operands[0].fetch == Fetch::same)
      by_text[node.operands[0].node].push_back(id);
  }
  for (const auto& [text, members] : by_text) join_patterns(members);
}

// A search for a plain text alone costs less than a set; with patterns it costs nothing more.
void Plan::join_patterns(const std::vector<NodeId>& members) {
  const auto is_regex = [this](NodeId id) { return nodes_.at(id).op == Op::matches; };
  if (members.size() < 2 || std::ranges::none_of(members, is_regex)) return;
  std::vector<std::uint32_t> masks;
  for (const NodeId id : members) masks.push_back(nodes_.at(id).storage);
  auto set = std::make_unique<PatternSet>(members, std::move(masks));
  bool usable = true;
  for (const NodeId id : members) {
    const std::string_view text = nodes_.at(nodes_.at(id).operands[1].node).constant.view();
    usable = usable && set->add(is_regex(id) ? std::string(text) : literal_pattern(text));
  }
  if (!usable || !set->compile()) return;
  for (const NodeId id : members) nodes_.at(id).op = Op::pattern;
  nodes_.at(members.front()).op = Op::pattern_set;
  nodes_.at(members.front()).set = static_cast<std::uint32_t>(patterns_.size());
  patterns_.push_back(std::move(set));
}

}  // namespace verilot::plan
