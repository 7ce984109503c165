#include <re2/re2.h>

#include "cel/cost.h"
#include "cel/equality.h"
#include "cel/evaluator.h"
#include "cel/folds.h"
#include "cel/functions.h"
#include "cel/optional.h"
#include "cel/patterns.h"

namespace verilot::cel {
namespace {

Value negated(const Value& value) {
  return value.kind() == Value::Kind::boolean ? Value::boolean(!value.as_boolean()) : value;
}

bool takes(const Type& parameter, const Value& argument) {
  using Kind = Type::Kind;
  switch (parameter.kind) {
    case Kind::dyn:
    case Kind::parameter:
      return true;
    case Kind::null:
      return argument.is_null();
    case Kind::boolean:
      return argument.kind() == Value::Kind::boolean;
    case Kind::integer:
      return argument.kind() == Value::Kind::integer;
    case Kind::unsigned_integer:
      return argument.kind() == Value::Kind::unsigned_integer;
    case Kind::real:
      return argument.kind() == Value::Kind::real;
    case Kind::text:
      return argument.kind() == Value::Kind::text;
    case Kind::bytes:
      return argument.kind() == Value::Kind::bytes;
    case Kind::timestamp:
      return argument.kind() == Value::Kind::timestamp;
    case Kind::duration:
      return argument.kind() == Value::Kind::duration;
    case Kind::type:
      return argument.kind() == Value::Kind::type;
    case Kind::list:
      return argument.kind() == Value::Kind::list;
    case Kind::map:
    case Kind::object:
      return argument.kind() == Value::Kind::map;
    case Kind::opaque:
      return argument.kind() == Value::Kind::opaque &&
             argument.as_opaque().type_name() == parameter.name;
    case Kind::error:
      return false;
  }
  return false;
}

bool takes(const Function& function, const std::vector<Value>& arguments) {
  if (function.parameters.size() != arguments.size() || function.call == nullptr) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!takes(function.parameters[i], arguments[i])) return false;
  }
  return true;
}

// What a function pays for looking at a value or making it, in bytes.
std::size_t bytes_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::text:
      return value.as_text().size();
    case Value::Kind::bytes:
      return value.as_bytes().size();
    case Value::Kind::list:
      return value.as_list().size() * kBytesOfStep;
    default:
      return 0;
  }
}

Value too_much() { return Value::error("the evaluation took too much"); }

// "There is none" where a list is meant is the empty list.
void none_is_empty(const Expr& node, Value& value) {
  if (value.is_stated_null() && node.type.kind == Type::Kind::list) {
    value = Value::list(std::vector<Value>{});
  }
}

}  // namespace

Value no_such_overload(std::string_view function, std::span<const Value> arguments) {
  std::string types;
  for (const Value& argument : arguments) {
    types += (types.empty() ? "" : ", ") + type_name(argument);
  }
  return Value::error("no such overload: " + std::string(function) + "(" + types + ")");
}

Value Evaluation::member_call(const Expr& node, const Function& function) {
  if (node.args.size() != 1 || node.args[0]->kind != Expr::Kind::select)
    return Value::error(node.name + "() takes a field, such as source.species");
  const Expr& field = *node.args[0];
  const Value container = evaluate(*field.args[0]);
  if (container.is_error() || container.is_unknown()) return evaluate(field);
  if (container.is_stated_null()) return Value::boolean(false);
  if (container.kind() != Value::Kind::map) return no_such_overload(node.name, {{container}});
  entry(container.as_map(), field.value);
  return function.member(container.as_map(), field.name);
}

// Calls of which an operand may stay unread: its fault does not matter then.
std::optional<Value> Evaluation::lazy_call(const Expr& node) {
  if (node.op == Operator::optional_select) return optional_select(node);
  if (node.op == Operator::optional_index) return optional_index(node);
  if (node.op == Operator::optional_entry) return evaluate(*node.args[0]);
  if (!node.receiver_style || node.args.size() != 2 || !node.overloads) return std::nullopt;
  if (node.name != "or" && node.name != "orValue") return std::nullopt;
  const Value first = evaluate(*node.args[0]);
  const OptionalValue* optional = as_optional(first);
  if (optional == nullptr) {
    if (first.is_error() || first.is_unknown()) return first;
    return no_such_overload(node.name, {{first}});
  }
  if (optional->value()) return node.name == "or" ? first : *optional->value();
  const Value second = evaluate(*node.args[1]);
  if (node.name == "orValue" || second.is_error() || second.is_unknown()) return second;
  return as_optional(second) != nullptr ? second : no_such_overload(node.name, {{first, second}});
}

Value Evaluation::call(const Expr& node) {
  if (std::optional<Value> value = lazy_call(node)) return *value;
  if (node.overloads && node.overloads->front().member != nullptr)
    return member_call(node, node.overloads->front());
  std::vector<Value> arguments;
  arguments.reserve(node.args.size());
  for (const ExprPtr& child : node.args) arguments.push_back(evaluate(*child));
  if (node.op == Operator::index) return index(node, arguments[0], arguments[1]);
  Strict strict;
  for (const Value& argument : arguments) strict.add(argument);
  if (std::optional<Value> fault = strict.result()) return *fault;
  if (node.op != Operator::none && !node.overloads) return operation(node, arguments);
  for (std::size_t i = 0; i < arguments.size(); ++i) none_is_empty(*node.args[i], arguments[i]);
  return dispatch(node, arguments);
}

Value Evaluation::operation(const Expr& node, const std::vector<Value>& operands) {
  const Value& a = operands[0];
  const Value& b = operands[1];
  switch (node.op) {
    case Operator::equal:
      return equality(a, b);
    case Operator::not_equal:
      return negated(equality(a, b));
    case Operator::less:
      return ordered(a, b, Order::less);
    case Operator::less_or_equal:
      return ordered(a, b, Order::less_or_equal);
    case Operator::greater:
      return ordered(b, a, Order::less);
    case Operator::greater_or_equal:
      return ordered(b, a, Order::less_or_equal);
    case Operator::in: {
      Value range = b;
      none_is_empty(*node.args[1], range);
      return contained(a, range);
    }
    default:
      return no_such_overload(node.name, operands);
  }
}

Value Evaluation::equality(const Value& a, const Value& b) {
  for (const Value* side : {&a, &b}) {
    if (side->kind() == Value::Kind::list) observe(side->as_list());
  }
  if (a.kind() != Value::Kind::list && a.kind() != Value::Kind::map) return equals(a, b);
  std::size_t budget = kMaxCost;
  Value result = equals_within(a, b, budget);
  spend(kMaxCost - budget);
  return result;
}

Value Evaluation::dispatch(const Expr& node, std::vector<Value>& arguments) {
  if (node.regex && arguments[0].kind() == Value::Kind::text) {
    return matches_constant(node, arguments[0]);
  }
  if (!node.overloads) return Value::error("there is no function \"" + node.name + "\"");
  for (const Function& function : *node.overloads) {
    if (!takes(function, arguments)) continue;
    if (std::optional<Value> fault = unknown_elements(function, arguments)) return *fault;
    if (!charge(function, arguments)) return too_much();
    Value result = function.call(arguments);
    if (!function.shallow) spend_bytes(bytes_of(result));
    return result;
  }
  return no_such_overload(node.name, arguments);
}

std::optional<Value> Evaluation::unknown_elements(const Function& function,
                                                  const std::vector<Value>& arguments) {
  MissingSet missing;
  bool unknown = false;
  std::size_t budget = kMaxCost;
  for (const Value& argument : arguments) {
    if (argument.kind() != Value::Kind::list) continue;
    observe(argument.as_list());
    if (!function.shallow) {
      unknown = collect_unknown(argument, false, missing, budget) || unknown;
    }
  }
  if (!spend(kMaxCost - budget) || budget == 0) return too_much();
  if (unknown) return Value::unknown(std::move(missing));
  return std::nullopt;
}

bool Evaluation::charge(const Function& function, const std::vector<Value>& arguments) {
  bool affordable = spend(charged(function.charge, arguments));
  if (!function.shallow) {
    for (const Value& argument : arguments) affordable = spend_bytes(bytes_of(argument));
  }
  return affordable;
}

Value Evaluation::matches_constant(const Expr& node, const Value& text) {
  if (!spend_bytes(text.as_text().size() * bytes_of_match(*node.regex))) return too_much();
  return Value::boolean(RE2::PartialMatch(text.as_text(), *node.regex));
}

}  // namespace verilot::cel
