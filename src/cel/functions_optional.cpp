#include "cel/functions.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

Value of(Arguments a) { return optional_of(a[0]); }

// An incomplete list without elements may have some: whether it is zero is not known.
Value of_non_zero(Arguments a) {
  if (a[0].kind() == Value::Kind::list && a[0].as_list().size() == 0 &&
      a[0].as_list().rest() != nullptr) {
    return Value::unknown(*a[0].as_list().rest());
  }
  return optional_of(is_zero(a[0]) ? std::nullopt : std::optional(a[0]));
}

Value none(Arguments) { return optional_none(); }

Value has_value(Arguments a) { return Value::boolean(as_optional(a[0])->value().has_value()); }

Value value(Arguments a) {
  const std::optional<Value>& inside = as_optional(a[0])->value();
  return inside ? *inside : Value::error("optional.none() has no value");
}

Value or_optional(Arguments a) { return as_optional(a[0])->value() ? a[0] : a[1]; }
Value or_value(Arguments a) { return as_optional(a[0])->value().value_or(a[1]); }

// The values that are there.
Value unwrap(Arguments a) {
  const List& list = a[0].as_list();
  if (list.rest() != nullptr) return Value::unknown(*list.rest());
  std::vector<Value> values;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Value element = list.at(i);
    const OptionalValue* optional = as_optional(element);
    if (optional == nullptr) {
      return Value::error("no such overload: unwrap() takes a list of optional values, not of " +
                          type_name(element));
    }
    if (optional->value()) values.push_back(*optional->value());
  }
  return Value::list(std::move(values));
}

Value first(Arguments a) {
  const List& list = a[0].as_list();
  if (list.size() > 0) return optional_of(list.at(0));
  return list.rest() != nullptr ? Value::unknown(*list.rest()) : optional_none();
}

Value last(Arguments a) {
  const List& list = a[0].as_list();
  if (list.rest() != nullptr) return Value::unknown(*list.rest());
  return optional_of(list.size() > 0 ? std::optional(list.at(list.size() - 1)) : std::nullopt);
}

// Looks at containers from outside only; unknown elements stay inside.
Function shallow(std::string name, bool receiver_style, std::vector<Type> parameters, Type result,
                 Value (*call)(Arguments)) {
  return {.name = std::move(name),
          .receiver_style = receiver_style,
          .parameters = std::move(parameters),
          .result = std::move(result),
          .call = call,
          .shallow = true};
}

}  // namespace

void add_optional_functions(FunctionRegistry& registry) {
  const Type any = {Kind::parameter, "T", {}};
  const Type optional = optional_type(any);
  registry.add(shallow("optional.of", false, {any}, optional, of));
  registry.add(shallow("optional.ofNonZeroValue", false, {any}, optional, of_non_zero));
  registry.add(shallow("optional.none", false, {}, optional, none));
  registry.add(shallow("hasValue", true, {optional}, Type::of(Kind::boolean), has_value));
  registry.add(shallow("value", true, {optional}, any, value));
  registry.add(shallow("or", true, {optional, optional}, optional, or_optional));
  registry.add(shallow("orValue", true, {optional, any}, any, or_value));
  Function unwrapped =
      shallow("optional.unwrap", false, {Type::list(optional)}, Type::list(any), unwrap);
  unwrapped.shallow = false;
  registry.add(unwrapped);
  unwrapped.name = "unwrapOpt";
  unwrapped.receiver_style = true;
  registry.add(unwrapped);
  registry.add(shallow("first", true, {Type::list(any)}, optional, first));
  registry.add(shallow("last", true, {Type::list(any)}, optional, last));
}

}  // namespace verilot::cel
