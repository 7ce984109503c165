// Resolves the names of a tree and finds the type of every node.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/ast.h"
#include "cel/inference.h"
#include "cel/issues.h"
#include "cel/program.h"

namespace verilot::cel {

class Checker {
 public:
  // Without `typed`, names and functions are resolved, but every type is dyn and nothing that can
  // still be right at run time is an issue.
  Checker(const Environment& environment, bool typed, Issues& issues, Issues& absence_uses)
      : environment_(environment), typed_(typed), issues_(issues), absence_uses_(absence_uses) {}

  // Fills type, slot, overloads and regex of every node.
  void run(Expr& root);
  std::size_t slots() const { return slots_; }

 private:
  using Choices = std::vector<std::string>;
  struct Local {
    std::string name = {};
    Type type = {};
    const Choices* choices = nullptr;
    std::size_t slot = 0;
    bool hides_evidence = false;
  };

  void check(Expr& node);
  Type type_of(Expr& node);
  void resolve_types(Expr& node);
  void report(Span place, std::string message);
  void uses_absence(const Expr& node, std::string message);

  // Objects of evidence, for uses_absence (checker_absence.cpp).
  bool is_evidence(const Expr& node) const;
  bool holds_evidence(const Expr& node) const;
  void note_hidden(const Expr& node);
  bool any_holds_evidence(const Expr& node) const;
  void check_whole_uses(const Expr& node);
  void check_whole_operands(const Expr& node);
  void check_whole_arguments(const Expr& node);

  // Names (checker.cpp).
  Type check_variable(Expr& node);
  Type check_select(Expr& node);
  Type check_has(Expr& node);
  bool may_be_qualified(const Expr& node);
  std::optional<Type> try_qualified(Expr& node);
  std::optional<Type> try_name(Expr& node, const std::string& name);
  std::optional<Type> try_absolute(Expr& node, const std::string& name);
  std::optional<std::string> dotted_name(const Expr& node) const;
  std::vector<std::string> candidates(const std::string& name) const;
  const Local* find_local(std::string_view name) const;
  std::string method_hint(const Type& operand, const std::string& name) const;
  Type field_type(const Expr& node, const Type& operand, const std::string& name, Span place);

  // Literals, branches and scopes (checker_scopes.cpp).
  Type check_list(Expr& node);
  Type check_map(Expr& node);
  Type check_conditional(Expr& node);
  Type check_logical(Expr& node);
  Type check_bind(Expr& node);
  Type check_loop(Expr& node);
  Type optional_result(const Expr& node, const Type& result);
  Type loop_result(const Expr& node, const std::vector<Local>& variables, const Type& result);
  std::vector<Local> loop_variables(const Expr& node);
  Type optional_operand(const Expr& node);
  void check_condition(Expr& condition, std::string_view place);
  // Every variable has a slot of its own in the tree: a definition of cel.bind is evaluated while
  // loops around its use are running.
  void declare(Local local);

  // Calls and operators (checker_calls.cpp).
  Type check_call(Expr& node);
  Type check_function(Expr& node);
  Type check_operator(Expr& node);
  Type check_equality(Expr& node);
  Type check_order(Expr& node);
  Type check_in(Expr& node);
  Type check_index(Expr& node);
  Type element_type(Expr& node, const Type& range);
  Type check_optional_select(Expr& node);
  Type check_optional_entry(Expr& node);
  bool resolve_namespace(Expr& node);
  // What is wrong with a call whose other parts would only give further faults, or nothing.
  std::string misspelt(const Expr& node) const;
  Type no_function(const Expr& node);
  Type no_overload(const Expr& node, const std::vector<Function>& overloads);
  void check_choice(const Expr& choice, const Expr& literal);
  bool is_choice(const std::string& word) const;
  void compile_regex(Expr& node);
  std::optional<Value> constant_of(const Expr& node) const;
  bool comparable(const Type& a, const Type& b);
  // As messages write it; to look at the kind alone, head() is enough and never costs more.
  Type shown(const Type& type) const {
    return is_silent() ? Type::of(Type::Kind::error) : inference_.resolved(type);
  }
  Type head(const Type& type) const { return inference_.pruned(type); }
  // Whether a message would go nowhere, so that it need not be made.
  bool is_silent() const { return !typed_ || issues_.full(); }
  const Choices* choices_of(const Expr& node) const;

  const Environment& environment_;
  bool typed_;
  Issues& issues_;
  Issues& absence_uses_;
  Inference inference_;
  std::vector<Local> scope_;
  std::size_t slots_ = 0;
  std::size_t loop_depth_ = 0;
  std::size_t patterns_weight_ = 0;
  std::size_t patterns_states_ = 0;
  // A selection that is no qualified name, as the one that it is the operand of was none.
  const Expr* plain_ = nullptr;
  // The values that a node of an enumerated field, or the elements of a list of them, may have.
  std::map<const Expr*, const Choices*> choices_;
  // The nodes that may be or hold an object of evidence although their type does not say so.
  std::set<const Expr*> hidden_;
};

// "(string, int)" for the message of an overload; "string.name(int)" of one in receiver style.
std::string signature(std::span<const Type> types, std::string_view receiver_style_name = "");

}  // namespace verilot::cel
