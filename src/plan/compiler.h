// Rules become nodes: one call of add() a rule, then finish().
//
// Whatever an expression does that no node can is left to the tree-walking evaluator (Op::other),
// for the smallest part of the expression that needs it.
#pragma once

#include <map>
#include <optional>

#include "cel/program.h"
#include "plan/nodes.h"

namespace verilot::plan {

class Compiler {
 public:
  Compiler(Nodes& nodes, Fields& fields) : nodes_(nodes), fields_(fields) {}

  // The node of the rule's verdict, a mask. `places` gets the node of each part of the rule by its
  // id, kNone where there is none.
  NodeId add(const cel::Expr& root, std::vector<NodeId>& places);

 private:
  using Found = std::optional<NodeId>;
  // A list whose elements are rows: evidence, or made from it by filter() and map().
  struct Strict {
    NodeId mask = kNone;
    NodeId counts = kNone;
    bool joined = false;
  };
  struct RowList {
    NodeId list = kNone;
    VariableId variable = kNone;
    NodeId element = kNone;
    NodeId selected = kNone;
    std::vector<Strict> guards;
  };

  // The node of any expression; nothing where it reads a local that is no node, so that only an
  // expression around it can be left to the tree-walking evaluator.
  Found value(const cel::Expr& expr);
  Found native(const cel::Expr& expr);
  Found placed(const cel::Expr& expr, Found found);
  Found other(const cel::Expr& expr);
  Found condition(const cel::Expr& expr);
  NodeId truth(NodeId node);
  NodeId wrapped(Op op, NodeId node);

  Found variable(const cel::Expr& expr);
  Found local(const cel::Expr& expr);
  Found select(const cel::Expr& expr, const std::string& key);
  Found has(const cel::Expr& expr);
  Found logical(const cel::Expr& expr);
  Found conditional(const cel::Expr& expr);
  Found bind(const cel::Expr& expr);

  // compiler_calls.cpp
  Found call(const cel::Expr& expr);
  Found operation(const cel::Expr& expr);
  Found index(const cel::Expr& expr);
  Found equality(const cel::Expr& expr, NodeId a, NodeId b);
  Found function(const cel::Expr& expr);
  Found text_test(const cel::Expr& expr, Op op);
  Found unary(const cel::Expr& expr, Op op, Cell (*fold)(const Cell&));
  Found binary(const cel::Expr& expr, Op op, bool mask, NodeId a, NodeId b);

  // compiler_loops.cpp
  Found loop(const cel::Expr& expr);
  Found in(const cel::Expr& expr);
  Found in_constants(const cel::Expr& expr, NodeId wanted);
  Found unrolled(const cel::Expr& expr);
  Found count(const cel::Expr& expr);
  Found over_rows(const cel::Expr& expr, const RowList& rows, Op op, NodeId body, NodeId wanted);
  Found loop_body(const cel::Expr& expr, const RowList& rows);
  std::optional<RowList> row_list(const cel::Expr& expr);
  std::optional<RowList> filtered(const cel::Expr& expr);
  std::optional<RowList> mapped(const cel::Expr& expr);
  NodeId conjunction(NodeId a, NodeId b);
  void enter(const cel::Expr& loop, const RowList& rows);
  void leave(const cel::Expr& loop);

  NodeId constant(const Cell& cell);
  NodeId path(FieldId field, VariableId variable);
  // Adds a node of these operands: finds what rows it is evaluated over.
  Found add(const cel::Expr& expr, Node node, const std::vector<NodeId>& operands,
            Rows* rows = nullptr);
  void place(Node& node, std::vector<VariableId> dependencies) const;
  void need_locals(const cel::Expr& expr, std::vector<VariableId>& needed) const;
  bool set_locals(Node& node, const cel::Expr& expr) const;
  void collect_locals(const cel::Expr& expr, std::vector<std::size_t>& slots) const;
  std::size_t depth_of(VariableId variable) const;
  bool is_heavy(const Node& node, const Rows* rows) const;

  Nodes& nodes_;
  Fields& fields_;
  std::size_t slots_ = 0;                 // of the rule that is being added
  std::vector<VariableId> active_;        // loops around the expression, outermost first
  std::map<std::size_t, NodeId> locals_;  // by slot
  std::vector<NodeId>* places_ = nullptr;
  std::size_t unrolled_ = 1;  // copies of the expression that there will be
};

}  // namespace verilot::plan
