// Absence in evidence means unknown. The uses here would make a statement of it: nothing is
// written.
#include <algorithm>
#include <array>
#include <string_view>

#include "cel/checker.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;

// Functions that compare or print the whole of what they are given; others pass it on or look at
// scalars.
constexpr std::array<std::string_view, 6> kWhole = {"distinct",        "sets.contains",
                                                    "sets.equivalent", "sets.intersects",
                                                    "format",          "optional.ofNonZeroValue"};

// With null and [] it is asked whether there is one, not what is in it.
bool is_nothing(const Expr& node) {
  return (node.kind == Expr::Kind::literal && node.value.is_null()) ||
         (node.kind == Expr::Kind::list && node.args.empty());
}

}  // namespace

// Whether the node is an object of evidence, or an optional one.
bool Checker::is_evidence(const Expr& node) const {
  const Type type = head(node.type);
  const Type* inner = optional_inner(type);
  return head(inner != nullptr ? *inner : type).kind == Kind::object || hidden_.contains(&node);
}

// Whether there is an object of evidence anywhere in the node's value.
bool Checker::holds_evidence(const Expr& node) const {
  return node.type.mentions(Kind::object) || hidden_.contains(&node);
}

bool Checker::any_holds_evidence(const Expr& node) const {
  const auto holds = [this](const ExprPtr& part) { return holds_evidence(*part); };
  return std::ranges::any_of(node.args, holds);
}

// dyn(lot), [1, lot], lot[key]: the type forgets that there is an object.
void Checker::note_hidden(const Expr& node) {
  const bool open = node.type.mentions(Kind::dyn) || node.type.mentions(Kind::parameter);
  if (open && any_holds_evidence(node)) hidden_.insert(&node);
}

void Checker::check_whole_uses(const Expr& node) {
  switch (node.kind) {
    case Expr::Kind::has:
      if (is_evidence(*node.args[0])) {
        uses_absence(node,
                     "has() answers false where nothing is stated; write \"!= null\", which is "
                     "unknown there");
      }
      return;
    case Expr::Kind::loop: {
      const bool repeats = node.loop != Loop::optional_map && node.loop != Loop::optional_flat_map;
      if (repeats && is_evidence(*node.args[0])) {
        uses_absence(node, "a loop over the keys of an object sees only what is stated");
      }
      return;
    }
    case Expr::Kind::call:
      if (node.op == Operator::none) return check_whole_arguments(node);
      return check_whole_operands(node);
    default:
      return;
  }
}

void Checker::check_whole_operands(const Expr& node) {
  const auto nothing = [](const ExprPtr& part) { return is_nothing(*part); };
  switch (node.op) {
    case Operator::equal:
    case Operator::not_equal:
      if (!std::ranges::any_of(node.args, nothing) && any_holds_evidence(node)) {
        uses_absence(node, "\"" + node.name + "\" of whole objects compares only what is stated");
      }
      return;
    case Operator::in:
      if (is_evidence(*node.args[1])) {
        uses_absence(node, "\"in\" an object answers false where nothing is stated");
      } else if (!is_nothing(*node.args[0]) && holds_evidence(*node.args[0])) {
        uses_absence(node, "\"in\" with a whole object compares only what is stated");
      }
      return;
    case Operator::optional_select:
    case Operator::optional_index:
      if (is_evidence(*node.args[0])) {
        uses_absence(node,
                     "an optional selection answers none where nothing is stated; a plain one is "
                     "unknown there");
      }
      return;
    default:
      return;
  }
}

void Checker::check_whole_arguments(const Expr& node) {
  if (node.name == "size" && !node.args.empty() && is_evidence(*node.args[0])) {
    uses_absence(node, "size() of an object counts only what is stated");
  }
  if (std::ranges::find(kWhole, node.name) != kWhole.end() && any_holds_evidence(node)) {
    uses_absence(node, node.name + "() of whole objects sees only what is stated");
  }
}

}  // namespace verilot::cel
