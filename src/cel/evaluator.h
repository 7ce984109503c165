// Walks a checked tree and computes its value. The reference for every faster form of a program.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/program.h"

namespace verilot::cel {

class Evaluation {
 public:
  Evaluation(const Activation& activation, Observer* observer, std::size_t slots)
      : activation_(activation), observer_(observer), slots_(slots) {}

  Value run(const Expr& root);
  // Steps; one that was begun counts.
  std::size_t spent() const { return (spent_ + kBytesOfStep - 1) / kBytesOfStep; }
  // Before run(): the value of a local that `root` reads and does not declare itself.
  void set_local(std::size_t slot, Value value) { slots_[slot] = {std::move(value), nullptr}; }

 private:
  // The value of a loop variable or of cel.bind; the latter is computed when it is first read.
  struct Slot {
    Value value = Value::null();
    const Expr* unread = nullptr;
  };

  class Unknowns;
  // Joins operands of which one may decide alone: && || all exists.
  class Fold;
  // Joins operands that must all be known: calls, literals, map, filter.
  class Strict;
  struct Range;

  Value evaluate(const Expr& node);
  Value watched(const Expr& node);
  void pay(const Price& price);
  Value evaluate_kind(const Expr& node);
  Value variable(const Expr& node);
  Value local(const Expr& node);
  Value logical(const Expr& node);
  Value conditional(const Expr& node);
  Value list_literal(const Expr& node);
  Value map_literal(const Expr& node);
  Value bind(const Expr& node);

  // Reading (evaluator_access.cpp).
  Value select(const Expr& node);
  Value has(const Expr& node);
  Value index(const Expr& node, const Value& operand, const Value& key);
  Value element(const List& list, const Value& key);
  Value has_part(const Value& operand, const Expr& node);
  Value optional_select(const Expr& node);
  Value optional_index(const Expr& node);
  Value optional_part(const Value& operand, const Value& key);
  Value optional_element(const List& list, const Value& key);
  Value entry(const Map& map, const Value& key);
  Value contained(const Value& wanted, const Value& range);
  void observe(const List& list);
  void observe(const Map& map, const Value& key, const Value& value);

  // Calls (evaluator_calls.cpp).
  Value call(const Expr& node);
  std::optional<Value> lazy_call(const Expr& node);
  Value member_call(const Expr& node, const Function& function);
  Value operation(const Expr& node, const std::vector<Value>& operands);
  Value dispatch(const Expr& node, std::vector<Value>& arguments);
  std::optional<Value> unknown_elements(const Function& function,
                                        const std::vector<Value>& arguments);
  Value equality(const Value& a, const Value& b);
  Value matches_constant(const Expr& node, const Value& text);
  bool charge(const Function& function, const std::vector<Value>& arguments);

  // Loops (evaluator_loops.cpp).
  Value loop(const Expr& node);
  Value deciding_loop(const Expr& node, const Range& range);
  Value collecting_loop(const Expr& node, const Range& range);
  Value collected(const Expr& node, std::vector<Value> results, std::vector<Value> keys);
  Value optional_loop(const Expr& node, const Value& operand);
  Value joined_entries(const std::vector<Value>& entries);
  void enter(const Expr& node, const Range& range, std::size_t index);
  void leave(const Expr& node);

  // False when the budget is spent: what is computed from then on is an error.
  bool spend(std::size_t steps);
  bool spend_bytes(std::size_t bytes);
  bool exhausted() const { return spent_ > kMaxBytes; }

  static constexpr std::size_t kMaxBytes = kMaxCost * kBytesOfStep;

  const Activation& activation_;
  Observer* observer_;
  std::vector<Slot> slots_;
  std::size_t spent_ = 0;  // in bytes
  std::size_t depth_ = 0;
  // Above 0 while something is evaluated for the observer alone; that has a budget of its own, so
  // that the value does not depend on being watched.
  std::size_t surplus_depth_ = 0;
  std::size_t surplus_spent_ = 0;
  std::size_t nodes_ = 0;  // evaluated or recalled, where there is an observer
};

}  // namespace verilot::cel
