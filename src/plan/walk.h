// Missing sets and reasons of a verdict, read off the states that its evaluation left: a walk over
// the rule's expression with the node of each part at hand. Nothing is recorded beforehand.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "plan/session.h"

namespace verilot::plan {

class Walk {
 public:
  explicit Walk(Session& session);

  // Each appends a JSON list, as append_missing() and append_reasons() write it. False, and
  // nothing appended, where it needs a part that runs in the tree-walking evaluator.
  bool missing(std::size_t rule, std::string& out);
  bool reasons(std::size_t rule, std::string& out);

 private:
  using Expr = cel::Expr;
  // An unknown path in `text_`: what was asked for begins with what is absent.
  struct Item {
    std::size_t begin, path, asked;
  };

  void start(std::size_t rule);
  Cell give_up();
  const Node* node_of(const Expr& expr);
  Cell cell(const Expr& expr);
  Cell element_list(const Node& node);
  Cell element_cell(const Node& node);
  std::uint32_t row_of(const Node& node) const { return at_[node.variable]; }
  const Expr* definition(std::size_t slot) const;

  // walk_missing.cpp
  void collect(const Expr& expr);
  void collect_call(const Expr& expr);
  void collect_loop(const Expr& expr);
  bool collect_range(const Node& loop, const Expr& list);
  bool collect_guards(const Rows& rows, const Cell& list, const Expr& expr);
  bool collect_rows(const Rows& rows, const Cell& list, const Operand& mask,
                    const Operand& selected, const Expr& expr);
  void leaf(const Expr& expr);
  void absent(const Expr& expr);
  void extend(const Expr& step);
  void begin_item();
  void end_path();
  void append_path(FieldId field, std::uint32_t row);
  void settle_items();

  // What deciding parts there are, below `expr`.
  void decide(const Expr& expr);
  void decide_operands(const Expr& expr);
  void decide_loop(const Expr& expr);
  void find_witnesses(const Node& loop, const Cell& list, Tag state);
  void facts(const Expr& expr);
  void add(const Expr& expr, const Cell& value, std::size_t first_witness);
  void append_value(const Expr& expr, const Cell& value);
  void enter(const Node& loop, std::uint32_t row);
  Cell list_of(const Node& loop, std::uint32_t row);

  Session& session_;
  const std::vector<NodeId>* places_ = nullptr;  // of the rule's expressions, by their ids
  std::string_view rule_;
  bool plain_ = false;  // no part of the rule needs an escape
  bool left_ = false;
  std::vector<std::uint32_t> at_;                                 // the row of each variable
  std::vector<std::pair<std::size_t, const Expr*>> definitions_;  // of cel.bind, by slot
  std::string text_;
  std::vector<Item> items_;
  std::string* out_ = nullptr;
  std::vector<std::pair<std::size_t, std::size_t>> written_;  // reasons: where in `out_`, size
  struct Witness {
    std::uint32_t row, number;  // in its table, in the list that the loop goes over
  };
  std::vector<Witness> witnesses_;  // of all loops around
  std::vector<std::uint32_t> numbers_;
};

}  // namespace verilot::plan
