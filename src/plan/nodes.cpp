#include "plan/nodes.h"

namespace verilot::plan {
namespace {

// The parts of a node that make it what it is, as bytes.
class Key {
 public:
  Key& add(std::uint64_t number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
    return *this;
  }
  Key& add(const Operand& operand) { return add(operand.node); }
  Key& add(const Cell& cell) {
    add(static_cast<std::uint64_t>(cell.tag) | std::uint64_t{cell.length} << 32);
    if (cell.tag != Tag::text) return add(cell.bits);
    bytes_.append(cell.view());
    return *this;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

std::string key_of(const Node& node, const Rows* rows) {
  Key key;
  key.add(static_cast<std::uint64_t>(node.op)).add(node.variable).add(node.field);
  for (const VariableId fixed : node.fixed) key.add(fixed);
  for (const Operand& operand : node.operands) key.add(operand);
  key.add(node.constant);
  for (const Cell& constant : node.constants) key.add(constant);
  for (const std::uint64_t word : node.symbols) key.add(word);
  // What the tree-walking evaluator computes is compared by its text, and never shared with
  // another text.
  if (node.op == Op::other) key.add(reinterpret_cast<std::uintptr_t>(node.expr));
  if (rows == nullptr) return key.take();
  key.add(rows->variable).add(rows->list).add(rows->wanted).add(rows->selected).add(rows->body);
  for (const Guard& guard : rows->guards)
    key.add(guard.mask).add(guard.counts).add(std::uint64_t{guard.joined});
  return key.take();
}

}  // namespace

NodeId Nodes::add(Node node, Rows* rows) {
  const auto [known, added] = known_.try_emplace(key_of(node, rows), size());
  if (!added) return known->second;
  if (rows != nullptr) {
    node.rows = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(std::move(*rows));
  }
  nodes_.push_back(std::move(node));
  return known->second;
}

VariableId Nodes::add_variable(const Variable& variable) {
  for (VariableId id = 0; id < variables(); ++id) {
    const Variable& known = variables_[id];
    if (known.table == variable.table && known.parent == variable.parent &&
        known.instance == variable.instance)
      return id;
  }
  variables_.push_back(variable);
  return variables() - 1;
}

bool Nodes::is_ancestor(VariableId above, VariableId variable) const {
  for (VariableId up = variables_[variable].parent; up != kNone; up = variables_[up].parent) {
    if (up == above) return true;
  }
  return false;
}

Operand Nodes::seen(NodeId id, VariableId variable) const {
  const VariableId from = nodes_[id].variable;
  Operand operand{id, Fetch::fixed, 0};
  if (from == variable) {
    operand.fetch = Fetch::same;
  } else if (from == kRecordVariable) {
    operand.fetch = Fetch::record;
  } else if (is_ancestor(from, variable)) {
    operand.fetch = Fetch::ancestor;
    for (VariableId up = variable; up != from; up = variables_[up].parent) ++operand.levels;
  }
  return operand;
}

std::vector<VariableId> Nodes::dependencies(NodeId id) const {
  std::vector<VariableId> out = nodes_[id].fixed;
  if (nodes_[id].variable != kRecordVariable) out.push_back(nodes_[id].variable);
  return out;
}

std::string_view Nodes::keep(std::string_view text) {
  const auto known = kept_.find(std::string(text));
  if (known != kept_.end()) return known->second;
  texts_.emplace_back(text);
  return kept_[texts_.back()] = texts_.back();
}

}  // namespace verilot::plan
