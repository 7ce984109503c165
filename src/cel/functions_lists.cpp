#include <algorithm>
#include <numeric>

#include "cel/equality.h"
#include "cel/functions.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

constexpr std::int64_t kMaxRange = 100'000;

std::vector<Value> elements_of(const List& list) {
  std::vector<Value> elements;
  elements.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) elements.push_back(list.at(i));
  return elements;
}

// Whether `wanted` is among the values: true, false, unknown or an error.
Value among(const Value& wanted, const std::vector<Value>& values) {
  std::optional<Value> open;
  for (const Value& value : values) {
    const Value same = equals(wanted, value);
    if (same.is_true()) return same;
    if (!same.is_false() && !open) open = same;
  }
  return open.value_or(Value::boolean(false));
}

Value distinct(Arguments a) {
  std::vector<Value> kept;
  for (Value& element : elements_of(a[0].as_list())) {
    const Value seen = among(element, kept);
    if (seen.is_false()) kept.push_back(std::move(element));
    if (seen.is_unknown() || seen.is_error()) return seen;
  }
  return Value::list(std::move(kept));
}

void flatten_into(const List& list, std::int64_t depth, std::vector<Value>& out) {
  for (Value& element : elements_of(list)) {
    if (depth > 0 && element.kind() == Value::Kind::list) {
      flatten_into(element.as_list(), depth - 1, out);
    } else {
      out.push_back(std::move(element));
    }
  }
}

Value flatten(Arguments a) {
  const std::int64_t depth = a.size() == 2 ? a[1].as_integer() : 1;
  if (depth < 0) return Value::error("flatten() takes a depth of 0 or more");
  std::vector<Value> out;
  flatten_into(a[0].as_list(), depth, out);
  return Value::list(std::move(out));
}

Value range(Arguments a) {
  const std::int64_t size = a[0].as_integer();
  if (size < 0 || size > kMaxRange) {
    return Value::error("lists.range() takes 0 to " + std::to_string(kMaxRange) + ", not " +
                        std::to_string(size));
  }
  std::vector<Value> out;
  for (std::int64_t i = 0; i < size; ++i) out.push_back(Value::integer(i));
  return Value::list(std::move(out));
}

Value reverse(Arguments a) {
  std::vector<Value> elements = elements_of(a[0].as_list());
  std::ranges::reverse(elements);
  return Value::list(std::move(elements));
}

Value slice(Arguments a) {
  const std::vector<Value> elements = elements_of(a[0].as_list());
  const std::int64_t begin = a[1].as_integer();
  const std::int64_t end = a[2].as_integer();
  if (begin < 0 || begin > end || end > static_cast<std::int64_t>(elements.size())) {
    return Value::error("slice(" + std::to_string(begin) + ", " + std::to_string(end) +
                        ") is out of range of a list of " + std::to_string(elements.size()));
  }
  return Value::list(std::vector<Value>(elements.begin() + begin, elements.begin() + end));
}

Value sort(Arguments a) {
  const std::vector<Value> elements = elements_of(a[0].as_list());
  return sorted(elements, elements);
}

Value contains_all(Arguments a) {
  const std::vector<Value> set = elements_of(a[0].as_list());
  std::optional<Value> open;
  for (const Value& element : elements_of(a[1].as_list())) {
    const Value found = among(element, set);
    if (found.is_false()) return found;
    if (!found.is_true() && !open) open = found;
  }
  return open.value_or(Value::boolean(true));
}

Value equivalent(Arguments a) {
  const Value there = contains_all(a);
  if (there.is_false()) return there;
  const Value swapped[] = {a[1], a[0]};
  const Value back = contains_all(swapped);
  return back.is_true() ? there : back;
}

Value intersects(Arguments a) {
  const std::vector<Value> set = elements_of(a[0].as_list());
  std::optional<Value> open;
  for (const Value& element : elements_of(a[1].as_list())) {
    const Value found = among(element, set);
    if (found.is_true()) return found;
    if (!found.is_false() && !open) open = found;
  }
  return open.value_or(Value::boolean(false));
}

void add_method(FunctionRegistry& registry, std::string name, std::vector<Type> parameters,
                Type result, Value (*call)(Arguments), Charge charge = Charge::none) {
  registry.add({.name = std::move(name),
                .receiver_style = true,
                .parameters = std::move(parameters),
                .result = std::move(result),
                .call = call,
                .charge = charge});
}

}  // namespace

Value sorted(const std::vector<Value>& elements, const std::vector<Value>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    // NaN has no order among numbers, which sorting needs.
    const Value comparable = ordered(keys[0], keys[i], Order::less);
    if (comparable.is_error() || comparable.is_unknown()) return comparable;
    if (keys[i].kind() != keys[0].kind())
      return Value::error("sorting takes values of one type, not " + type_name(keys[0]) + " and " +
                          type_name(keys[i]));
    if (keys[i].kind() == Value::Kind::real && keys[i].as_real() != keys[i].as_real()) {
      return Value::error("NaN cannot be sorted");
    }
  }
  std::vector<std::size_t> order(elements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&keys](std::size_t a, std::size_t b) {
    return ordered(keys[a], keys[b], Order::less).is_true();
  });
  std::vector<Value> out;
  out.reserve(order.size());
  for (const std::size_t index : order) out.push_back(elements[index]);
  return Value::list(std::move(out));
}

void add_lists_extension(FunctionRegistry& registry) {
  const Type list = Type::list({Kind::parameter, "A", {}});
  const Type integer = Type::of(Kind::integer);
  const Type boolean = Type::of(Kind::boolean);
  add_method(registry, "distinct", {list}, list, distinct, Charge::each_with_each);
  add_method(registry, "flatten", {list}, Type::list(Type::dyn()), flatten, Charge::all_values);
  add_method(registry, "flatten", {list, integer}, Type::list(Type::dyn()), flatten,
             Charge::all_values);
  add_method(registry, "reverse", {list}, list, reverse);
  add_method(registry, "slice", {list, integer, integer}, list, slice);
  add_method(registry, "sort", {list}, list, sort);
  registry.add({.name = "lists.range",
                .parameters = {integer},
                .result = Type::list(integer),
                .call = range});
  const auto add_set_function = [&](std::string name, Value (*call)(Arguments)) {
    registry.add({.name = std::move(name),
                  .parameters = {list, list},
                  .result = boolean,
                  .call = call,
                  .charge = Charge::each_with_each});
  };
  add_set_function("sets.contains", contains_all);
  add_set_function("sets.equivalent", equivalent);
  add_set_function("sets.intersects", intersects);
}

}  // namespace verilot::cel
