#include <algorithm>

#include "cel/checker.h"
#include "cel/display.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;

bool is_any(const Type& type) {
  return type.kind == Kind::dyn || type.kind == Kind::error || type.kind == Kind::parameter;
}

bool may_be_boolean(const Type& type) { return is_any(type) || type.kind == Kind::boolean; }

bool may_be_null(const Type& type) {
  return type.kind == Kind::timestamp || type.kind == Kind::duration || type.kind == Kind::opaque ||
         type.kind == Kind::null || type.kind == Kind::dyn;
}

// A null among others makes a list dyn, [1, null], but for the types that have a null.
std::optional<Type> element_joined(Inference& inference, const Type& a, const Type& b) {
  if (a.kind == Kind::null && !may_be_null(b)) return std::nullopt;
  if (b.kind == Kind::null && !may_be_null(a)) return std::nullopt;
  return inference.joined(a, b);
}

}  // namespace

Type Checker::check_list(Expr& node) {
  if (node.args.empty()) return Type::list(inference_.fresh());
  std::optional<Type> element;
  bool first = true;
  for (const ExprPtr& child : node.args) {
    check(*child);
    if (first) {
      element = child->type;
      first = false;
    } else if (element) {
      element = element_joined(inference_, *element, child->type);
    }
  }
  return Type::list(element.value_or(Type::dyn()));
}

Type Checker::check_map(Expr& node) {
  if (node.args.empty()) return Type::map(inference_.fresh(), inference_.fresh());
  std::optional<Type> parts[2];
  for (std::size_t i = 0; i < node.args.size(); ++i) {
    check(*node.args[i]);
    const Type& type = node.args[i]->type;
    std::optional<Type>& part = parts[i % 2];
    if (i < 2) {
      part = type;
    } else if (part) {
      part = element_joined(inference_, *part, type);
    }
    constexpr Kind kKeys[] = {Kind::dyn,     Kind::error,   Kind::parameter,
                              Kind::boolean, Kind::integer, Kind::unsigned_integer,
                              Kind::text};
    if (i % 2 == 0 && std::ranges::find(kKeys, type.kind) == std::end(kKeys)) {
      report(node.args[i]->span,
             "a key is a string, bool, int or uint, not " + to_string(shown(type)));
    }
  }
  return Type::map(parts[0].value_or(Type::dyn()), parts[1].value_or(Type::dyn()));
}

void Checker::check_condition(Expr& condition, std::string_view place) {
  check(condition);
  const Type type = head(condition.type);
  if (condition.type.kind == Kind::parameter) {
    inference_.assignable(Type::of(Kind::boolean), condition.type);
  }
  if (!may_be_boolean(type)) {
    report(condition.span, std::string(place) + " must be bool, this is " + to_string(shown(type)));
  }
}

Type Checker::check_logical(Expr& node) {
  for (const ExprPtr& operand : node.args) {
    check_condition(*operand, "an operand of " + node.name);
  }
  return Type::of(Kind::boolean);
}

Type Checker::check_conditional(Expr& node) {
  check_condition(*node.args[0], "the condition of ?:");
  check(*node.args[1]);
  check(*node.args[2]);
  const std::optional<Type> both = inference_.joined(node.args[1]->type, node.args[2]->type);
  if (!both) {
    report(node.at,
           "the two results of ?: have different types: " + to_string(shown(node.args[1]->type)) +
               " and " + to_string(shown(node.args[2]->type)));
    return Type::of(Kind::error);
  }
  return *both;
}

void Checker::declare(Local local) {
  local.slot = slots_++;
  scope_.push_back(std::move(local));
}

Type Checker::check_bind(Expr& node) {
  check(*node.args[0]);
  node.slot = slots_;
  declare({.name = node.variables[0],
           .type = node.args[0]->type,
           .choices = choices_of(*node.args[0]),
           .hides_evidence = hidden_.contains(node.args[0].get())});
  check(*node.args[1]);
  scope_.pop_back();
  return node.args[1]->type;
}

// One variable is the element, or a map's key; two are index and element, or key and value.
std::vector<Checker::Local> Checker::loop_variables(const Expr& node) {
  if (node.loop == Loop::optional_map || node.loop == Loop::optional_flat_map) {
    return {{node.variables[0], optional_operand(node)}};
  }
  const Expr& range = *node.args[0];
  const Type type = head(range.type);
  Type first = Type::dyn();
  Type second = Type::dyn();
  if (type.kind == Kind::list) {
    first = Type::of(Kind::integer);
    second = type.parameters[0];
  } else if (type.kind == Kind::map) {
    first = type.parameters[0];
    second = type.parameters[1];
  } else if (type.kind == Kind::object) {
    first = Type::of(Kind::text);
  } else if (!is_any(type)) {
    report(range.span,
           node.name + "() goes over a list or a map, not over " + to_string(shown(type)));
  }
  const Choices* choices = choices_of(range);
  if (node.variables.size() == 2) {
    return {{node.variables[0], first}, {node.variables[1], second, choices}};
  }
  if (type.kind == Kind::list) return {{node.variables[0], second, choices}};
  return {{node.variables[0], first}};
}

Type Checker::check_loop(Expr& node) {
  check(*node.args[0]);
  const std::vector<Local> variables = loop_variables(node);
  node.slot = slots_;
  const bool repeats = node.loop != Loop::optional_map && node.loop != Loop::optional_flat_map;
  if (repeats && ++loop_depth_ > kMaxLoopNesting) {
    issues_.add(node.at, "loops may be nested " + std::to_string(kMaxLoopNesting) + " deep");
  }
  const bool by_condition = node.loop == Loop::all || node.loop == Loop::exists ||
                            node.loop == Loop::exists_one || node.loop == Loop::filter;
  const std::size_t before = scope_.size();
  for (Local variable : variables) {
    variable.hides_evidence = hidden_.contains(node.args[0].get());
    declare(std::move(variable));
  }
  if (by_condition || node.filtered) {
    check_condition(*node.args[1], "the condition of " + node.name + "()");
  }
  if (!by_condition) check(*node.args.back());
  scope_.resize(before);
  if (repeats) --loop_depth_;
  return loop_result(node, variables, node.args.back()->type);
}

// What the variable of optMap() stands for.
Type Checker::optional_operand(const Expr& node) {
  const Expr& operand = *node.args[0];
  const Type type = head(operand.type);
  if (const Type* inner = optional_inner(type)) return *inner;
  if (!is_any(type)) {
    report(operand.span, node.name + "() takes an optional value, as a.?b makes it, not " +
                             to_string(shown(type)));
  }
  return Type::dyn();
}

Type Checker::optional_result(const Expr& node, const Type& result) {
  if (node.loop == Loop::optional_map) return optional_type(result);
  const Type type = head(result);
  if (optional_inner(type) != nullptr) return type;
  if (!is_any(type)) {
    report(node.args[1]->span, node.name + "() takes an expression with an optional value, not " +
                                   to_string(shown(type)));
  }
  return Type::dyn();
}

Type Checker::loop_result(const Expr& node, const std::vector<Local>& variables,
                          const Type& result) {
  const Type& element = variables.back().type;
  switch (node.loop) {
    case Loop::filter: {
      const Choices* choices = choices_of(*node.args[0]);
      if (choices != nullptr) choices_[&node] = choices;
      return Type::list(element);
    }
    case Loop::sort_by:
      return Type::list(element);
    case Loop::map:
      return Type::list(result);
    case Loop::optional_map:
    case Loop::optional_flat_map:
      return optional_result(node, result);
    case Loop::transform_map:
      return Type::map(variables.front().type, result);
    case Loop::transform_entries: {
      const Type entry = head(result);
      if (!is_any(entry) && entry.kind != Kind::map) {
        report(node.args.back()->span,
               node.name + "() makes a map of one entry {key: value} for each element, not " +
                   to_string(shown(entry)));
      }
      return entry.kind == Kind::map ? result : Type::dyn();
    }
    default:
      return Type::of(Kind::boolean);
  }
}

}  // namespace verilot::cel
