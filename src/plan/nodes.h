// The nodes of a plan, each made once however many rules need it.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/node.h"

namespace verilot::plan {

class Nodes {
 public:
  Nodes() { variables_.push_back({}); }

  // The node itself, or an equal one that is there already.
  NodeId add(Node node, Rows* rows = nullptr);
  const Node& at(NodeId id) const { return nodes_[id]; }
  Node& at(NodeId id) { return nodes_[id]; }
  NodeId size() const { return static_cast<NodeId>(nodes_.size()); }
  const Rows& rows_of(const Node& node) const { return rows_[node.rows]; }
  Rows& rows_of(const Node& node) { return rows_[node.rows]; }

  VariableId add_variable(const Variable& variable);
  const Variable& variable(VariableId id) const { return variables_[id]; }
  VariableId variables() const { return static_cast<VariableId>(variables_.size()); }
  bool is_ancestor(VariableId above, VariableId variable) const;

  // How a node is seen from the rows of `variable`.
  Operand seen(NodeId node, VariableId variable) const;
  // Every variable that the node depends on, without those that follow from another.
  std::vector<VariableId> dependencies(NodeId node) const;

  // A copy of the text that lives as long as the plan.
  std::string_view keep(std::string_view text);

 private:
  std::vector<Node> nodes_;
  std::vector<Rows> rows_;
  std::vector<Variable> variables_;
  std::deque<std::string> texts_;
  std::unordered_map<std::string, NodeId> known_;
  std::unordered_map<std::string, std::string_view> kept_;
};

}  // namespace verilot::plan
