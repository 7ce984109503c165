#include <re2/re2.h>

#include <algorithm>

#include "cel/checker.h"
#include "cel/display.h"
#include "cel/functions.h"
#include "cel/hints.h"
#include "cel/macros.h"
#include "cel/optional.h"
#include "cel/patterns.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;

bool is_any(const Type& type) {
  return type.kind == Kind::dyn || type.kind == Kind::error || type.kind == Kind::parameter;
}

bool is_number(const Type& type) {
  return type.kind == Kind::integer || type.kind == Kind::unsigned_integer ||
         type.kind == Kind::real;
}

bool has_order(const Type& type) {
  constexpr Kind kOrdered[] = {Kind::boolean,   Kind::integer,  Kind::unsigned_integer,
                               Kind::real,      Kind::text,     Kind::bytes,
                               Kind::timestamp, Kind::duration, Kind::opaque};
  return is_any(type) || std::ranges::find(kOrdered, type.kind) != std::end(kOrdered);
}

void become_literal(Expr& node, const Value& text) {
  if (text.kind() != Value::Kind::text) return;
  node.kind = Expr::Kind::literal;
  node.value = text;
  node.type = Type::of(Type::Kind::text);
  node.args.clear();
}

bool is_text_literal(const Expr& node) {
  return node.kind == Expr::Kind::literal && node.value.kind() == Value::Kind::text;
}

std::vector<const Type*> types_of(const Expr& node) {
  std::vector<const Type*> types;
  types.reserve(node.args.size());
  for (const ExprPtr& argument : node.args) types.push_back(&argument->type);
  return types;
}

// A type that follows from a fault already reported.
bool is_faulty(const Type& type) { return type.mentions(Kind::error); }

}  // namespace

std::string signature(std::span<const Type> types, std::string_view receiver_style_name) {
  constexpr std::size_t kMost = 10;
  const bool receiver = !receiver_style_name.empty() && !types.empty();
  std::string out = receiver ? to_string(types[0]) + "." : "";
  out += receiver ? receiver_style_name : "";
  out += "(";
  const std::size_t first = receiver ? 1 : 0;
  for (std::size_t i = first; i < types.size() && i < kMost; ++i) {
    out += (i == first ? "" : ", ") + to_string(types[i]);
  }
  if (types.size() > kMost) out += ", ... " + std::to_string(types.size()) + " in all";
  return out + ")";
}

const Checker::Choices* Checker::choices_of(const Expr& node) const {
  const auto found = choices_.find(&node);
  return found == choices_.end() ? nullptr : found->second;
}

Type Checker::check_call(Expr& node) {
  if (node.op != Operator::none) {
    for (const ExprPtr& argument : node.args) check(*argument);
    return check_operator(node);
  }
  resolve_namespace(node);
  if (const std::string fault = misspelt(node); !fault.empty()) {
    report(node.at, fault);
    return Type::of(Kind::error);
  }
  for (const ExprPtr& argument : node.args) check(*argument);
  return check_function(node);
}

// "math.great(1, 2)" has no variable "math", and "xs.exist(x, x > 1)" no variable "x".
std::string Checker::misspelt(const Expr& node) const {
  if (node.overloads || !node.receiver_style || !typed_ || is_silent()) return "";
  if (!environment_.functions->overloads(node.name, true).empty()) return "";
  const std::optional<std::string> qualifier = dotted_name(*node.args[0]);
  const std::vector<std::string> functions = environment_.functions->names();
  const std::string prefix = qualifier ? *qualifier + "." : "";
  const bool declared = qualifier && environment_.variables.contains(*qualifier);
  const auto in_namespace = [&](const std::string& name) { return name.starts_with(prefix); };
  if (qualifier && !declared && std::ranges::any_of(functions, in_namespace))
    return "there is no function \"" + prefix + node.name + "\"" +
           did_you_mean(prefix + node.name, functions);
  if (node.args.size() < 3 || node.args[1]->kind != Expr::Kind::variable) return "";
  const std::string& variable = node.args[1]->name;
  if (environment_.variables.contains(variable) || find_local(variable) != nullptr) return "";
  const std::string hint = function_hint(node.name).empty()
                               ? did_you_mean(node.name, loop_macro_names())
                               : function_hint(node.name);
  return hint.empty() ? "" : "there is no function \"" + node.name + "\"" + hint;
}

// math.abs(x) is a call of the function "math.abs", not of abs on a variable "math".
bool Checker::resolve_namespace(Expr& node) {
  std::string name = node.name;
  if (node.receiver_style) {
    const std::optional<std::string> qualifier = dotted_name(*node.args[0]);
    if (!qualifier) return false;
    name = *qualifier + "." + node.name;
  }
  for (const std::string& candidate : candidates(name)) {
    auto overloads = environment_.functions->shared_overloads(candidate, false);
    if (!overloads) continue;
    if (node.receiver_style) node.args.erase(node.args.begin());
    node.receiver_style = false;
    node.name = candidate;
    node.overloads = std::move(overloads);
    return true;
  }
  return false;
}

Type Checker::check_function(Expr& node) {
  if (!node.overloads && node.receiver_style) {
    node.overloads = environment_.functions->shared_overloads(node.name, true);
  }
  if (!node.overloads) return no_function(node);
  compile_regex(node);
  if (!typed_) return Type::dyn();
  const Type result = inference_.call_result(*node.overloads, types_of(node));
  const bool of_field = node.overloads->front().member != nullptr && node.args.size() == 1;
  if (of_field && node.args[0]->kind != Expr::Kind::select)
    report(node.args[0]->span, node.name + "() takes a field, such as source.species");
  return result.kind == Kind::error ? no_overload(node, *node.overloads) : result;
}

Type Checker::no_function(const Expr& node) {
  if (is_silent()) return Type::of(Kind::error);
  const auto other = environment_.functions->overloads(node.name, !node.receiver_style);
  std::string hint;
  if (!other.empty()) {
    hint = node.receiver_style ? ": write " + node.name + "(x), not x." + node.name + "()"
                               : ": write x." + node.name + "(), not " + node.name + "(x)";
  } else {
    hint = function_hint(node.name);
    if (hint.empty()) hint = did_you_mean(node.name, environment_.functions->names());
  }
  report(node.at, "there is no function \"" + node.name + "\"" + hint);
  return Type::of(Kind::error);
}

Type Checker::no_overload(const Expr& node, const std::vector<Function>& overloads) {
  if (is_silent()) return Type::of(Kind::error);
  std::vector<Type> found;
  for (const ExprPtr& argument : node.args) found.push_back(shown(argument->type));
  if (std::ranges::any_of(found, is_faulty)) return Type::of(Kind::error);
  std::string subject =
      node.op == Operator::none ? node.name + "()" : "operator \"" + node.name + "\"";
  std::string given = signature(found);
  if (node.receiver_style) {
    subject = "this call";
    given = signature(found, node.name);
  }
  const std::string hint = node.op != Operator::none && found.size() == 2
                               ? conversion_hint(found[0], found[1], *environment_.functions)
                               : "";
  report(node.at, subject + (node.receiver_style ? " is " : " does not take ") + given +
                      "; it takes " + overloads_tried(overloads, found) + hint);
  return Type::of(Kind::error);
}

// The constant that a name or a field of one stands for.
std::optional<Value> Checker::constant_of(const Expr& node) const {
  if (node.kind == Expr::Kind::variable) {
    const auto found = environment_.constants.find(node.name);
    return found == environment_.constants.end() ? std::nullopt : std::optional(found->second);
  }
  if (node.kind != Expr::Kind::select) return std::nullopt;
  const std::optional<Value> of = constant_of(*node.args[0]);
  return of && of->kind() == Value::Kind::map ? of->as_map().find(node.value) : std::nullopt;
}

// A constant pattern is compiled here, once for all evaluations.
void Checker::compile_regex(Expr& node) {
  if (node.name != "matches" || node.args.size() != 2) return;
  Expr& pattern = *node.args[1];
  if (const std::optional<Value> constant = constant_of(pattern))
    become_literal(pattern, *constant);
  if (!is_text_literal(pattern)) return;
  patterns_weight_ += pattern_weight(pattern.value.as_text());
  if (patterns_weight_ > kMaxPatternsWeight || patterns_states_ > kMaxPatternsStates) {
    report(pattern.span, "the patterns of this expression are too large together");
    return;
  }
  Pattern compiled = compile_pattern(pattern.value.as_text());
  patterns_states_ += compiled.states;
  if (!compiled.regex) {
    report(pattern.span, "this is no regular expression: " + compiled.fault);
    return;
  }
  node.regex = std::move(compiled.regex);
}

Type Checker::check_operator(Expr& node) {
  switch (node.op) {
    case Operator::equal:
    case Operator::not_equal:
      return check_equality(node);
    case Operator::less:
    case Operator::less_or_equal:
    case Operator::greater:
    case Operator::greater_or_equal:
      return check_order(node);
    case Operator::in:
      return check_in(node);
    case Operator::index:
    case Operator::optional_index:
      return check_index(node);
    case Operator::optional_select:
      return check_optional_select(node);
    case Operator::optional_entry:
      return check_optional_entry(node);
    default:
      break;
  }
  node.overloads = operator_overloads(node.op);
  if (!typed_) return Type::dyn();
  const Type result = inference_.call_result(*node.overloads, types_of(node));
  const bool of_field = node.overloads->front().member != nullptr && node.args.size() == 1;
  if (of_field && node.args[0]->kind != Expr::Kind::select)
    report(node.args[0]->span, node.name + "() takes a field, such as source.species");
  return result.kind == Kind::error ? no_overload(node, *node.overloads) : result;
}

bool Checker::comparable(const Type& a, const Type& b) {
  return a.kind == Kind::null || b.kind == Kind::null || inference_.assignable(a, b);
}

Type Checker::check_equality(Expr& node) {
  const Expr& left = *node.args[0];
  const Expr& right = *node.args[1];
  if (!comparable(left.type, right.type) && !is_silent()) {
    const Type a = shown(left.type);
    const Type b = shown(right.type);
    report(node.at, "\"" + node.name + "\" compares values of one type, not " + to_string(a) +
                        " and " + to_string(b) + conversion_hint(a, b, *environment_.functions));
  }
  check_choice(left, right);
  check_choice(right, left);
  return Type::of(Kind::boolean);
}

Type Checker::check_order(Expr& node) {
  const Type a = head(node.args[0]->type);
  const Type b = head(node.args[1]->type);
  const bool across_numbers = is_number(a) && is_number(b);
  const bool same =
      across_numbers || (a.kind != Kind::null && b.kind != Kind::null &&
                         inference_.assignable(node.args[0]->type, node.args[1]->type));
  if ((!same || !has_order(a) || !has_order(b)) && !is_silent()) {
    report(node.at, "\"" + node.name +
                        "\" orders two numbers, or two values of one type that has "
                        "an order, not " +
                        to_string(shown(a)) + " and " + to_string(shown(b)) +
                        conversion_hint(a, b, *environment_.functions));
  }
  return Type::of(Kind::boolean);
}

// The literal is one of the values that the enumerated field may have.
void Checker::check_choice(const Expr& choice, const Expr& literal) {
  const Choices* choices = choices_of(choice);
  if (choices == nullptr || is_silent() || !is_text_literal(literal)) return;
  const std::string& value = literal.value.as_text();
  if (std::ranges::find(*choices, value) != choices->end()) return;
  std::string hint = did_you_mean(value, *choices);
  if (hint.empty()) {
    for (const std::string& one : *choices) {
      if (hint.size() > 400) break;
      hint += (hint.empty() ? "; it is one of " : ", ") + quoted(one);
    }
  }
  report(literal.span, quoted(value) + " is no value of " + choice.name + hint);
}

Type Checker::check_in(Expr& node) {
  const Expr& left = *node.args[0];
  const Expr& right = *node.args[1];
  const Type range = head(right.type);
  bool fits = true;
  if (range.kind == Kind::list || range.kind == Kind::map) {
    fits = comparable(left.type, range.parameters[0]);
  } else if (range.kind == Kind::object) {
    fits = comparable(left.type, Type::of(Kind::text));
  } else {
    fits = is_any(range);
  }
  if (!fits && !is_silent()) {
    report(node.at, "\"in\" looks for an element of a list or a key of a map, not for " +
                        to_string(shown(left.type)) + " in " + to_string(shown(range)));
  }
  if (right.kind == Expr::Kind::list) {
    for (const ExprPtr& element : right.args) check_choice(left, *element);
  }
  if (range.kind == Kind::list) check_choice(right, left);
  return Type::of(Kind::boolean);
}

// xs[i], and the optional element where the index or what it looks into is optional.
Type Checker::check_index(Expr& node) {
  const Expr& operand = *node.args[0];
  const Type type = head(operand.type);
  const Type* inner = optional_inner(type);
  const bool optional = inner != nullptr || node.op == Operator::optional_index;
  Type element = element_type(node, inner != nullptr ? *inner : type);
  return optional ? optional_type(std::move(element)) : element;
}

Type Checker::check_optional_entry(Expr& node) {
  const Expr& operand = *node.args[0];
  const Type type = head(operand.type);
  if (const Type* inner = optional_inner(type)) return *inner;
  if (!is_any(type)) {
    report(operand.span, "an entry with ? takes an optional value, as a.?b makes it, not " +
                             to_string(shown(type)));
  }
  return Type::dyn();
}

// The type of an element of `range`, which may hold type parameters.
Type Checker::element_type(Expr& node, const Type& range) {
  const Expr& operand = *node.args[0];
  const Expr& key = *node.args[1];
  const Type type = head(range);
  const auto key_fits = [&](const Type& wanted, std::string_view what) {
    if (inference_.assignable(key.type, wanted)) return;
    report(key.span, std::string(what) + " is " + to_string(shown(wanted)) + ", not " +
                         to_string(shown(key.type)));
  };
  switch (type.kind) {
    case Kind::list:
      key_fits(Type::of(Kind::integer), "the index of a list");
      if (const Choices* choices = choices_of(operand)) choices_[&node] = choices;
      return type.parameters[0];
    case Kind::map:
      key_fits(type.parameters[0], "the key of this map");
      return type.parameters[1];
    case Kind::object:
      key_fits(Type::of(Kind::text), "the key of an object");
      if (!is_text_literal(key)) return Type::dyn();
      return field_type(node, type, key.value.as_text(), key.span);
    default:
      break;
  }
  if (is_any(type)) return Type::dyn();
  report(node.at, "a " + to_string(shown(type)) + " has no elements to index");
  return Type::of(Kind::error);
}

}  // namespace verilot::cel
