#include <algorithm>

#include "cel/containers.h"
#include "cel/evaluator.h"
#include "cel/folds.h"
#include "cel/functions.h"
#include "cel/optional.h"

namespace verilot::cel {

// What a loop goes over: a list, or the keys of a map.
struct Evaluation::Range {
  ListPtr keys;                // of a map
  const List* list = nullptr;  // the list itself, or the keys
  const Map* map = nullptr;

  // What is missing where it was not read to its end.
  const MissingSet* rest() const { return map != nullptr ? map->unread() : list->rest(); }
};

void Evaluation::enter(const Expr& node, const Range& range, std::size_t index) {
  if (observer_ != nullptr) observer_->enter_element(node, *range.list, index);
  Value element = range.list->at(index);
  if (node.variables.size() == 2) {
    Value second = element;
    if (range.map != nullptr) {
      second = entry(*range.map, element);
    } else {
      element = Value::integer(static_cast<std::int64_t>(index));
    }
    slots_[node.slot + 1] = {std::move(second), nullptr};
  }
  slots_[node.slot] = {std::move(element), nullptr};
}

void Evaluation::leave(const Expr& node) {
  if (observer_ != nullptr) observer_->leave_element(node);
}

Value Evaluation::loop(const Expr& node) {
  Value value = evaluate(*node.args[0]);
  if (value.is_error() || value.is_unknown()) return value;
  if (node.loop == Loop::optional_map || node.loop == Loop::optional_flat_map) {
    return optional_loop(node, value);
  }
  if (value.is_stated_null() && node.args[0]->type.kind == Type::Kind::list) {
    value = Value::list(std::vector<Value>{});
  }
  Range range;
  if (value.kind() == Value::Kind::list) {
    range.list = &value.as_list();
    observe(*range.list);
  } else if (value.kind() == Value::Kind::map) {
    range.map = &value.as_map();
    range.keys = std::make_shared<const ElementsList>(range.map->keys());
    range.list = range.keys.get();
  } else {
    return Value::error("no such overload: " + node.name + "() goes over a list or a map, not a " +
                        type_name(value));
  }
  const bool decides = node.loop == Loop::all || node.loop == Loop::exists;
  return decides ? deciding_loop(node, range) : collecting_loop(node, range);
}

// x.optMap(v, e) and x.optFlatMap(v, e): at most one round.
Value Evaluation::optional_loop(const Expr& node, const Value& operand) {
  const OptionalValue* optional = as_optional(operand);
  if (optional == nullptr) return no_such_overload(node.name, {{operand}});
  if (!optional->value()) return operand;
  slots_[node.slot] = {*optional->value(), nullptr};
  Value result = evaluate(*node.args[1]);
  if (node.loop == Loop::optional_map) return optional_of(std::move(result));
  const bool fits = result.is_error() || result.is_unknown() || as_optional(result) != nullptr;
  return fits ? result : no_such_overload(node.name, {{operand, result}});
}

Value Evaluation::deciding_loop(const Expr& node, const Range& range) {
  Fold fold(node.loop == Loop::exists);
  bool surplus = false;
  for (std::size_t i = 0; i < range.list->size(); ++i) {
    if (fold.decided() && observer_ == nullptr) break;
    if (fold.decided() && !surplus) {
      surplus = true;
      ++surplus_depth_;
    }
    if (!spend(1)) break;
    enter(node, range, i);
    fold.add(evaluate(*node.args[1]));
    leave(node);
  }
  if (surplus) --surplus_depth_;
  if (range.rest() != nullptr) fold.add(*range.rest());
  return fold.result();
}

Value Evaluation::collecting_loop(const Expr& node, const Range& range) {
  const bool by_condition = node.loop == Loop::exists_one || node.loop == Loop::filter;
  Strict strict;
  bool surplus = false;
  std::vector<Value> results;
  std::vector<Value> keys;
  for (std::size_t i = 0; i < range.list->size() && spend(1); ++i) {
    if (strict.failed() && observer_ == nullptr) break;
    if (strict.failed() && !surplus) {
      surplus = true;
      ++surplus_depth_;
    }
    enter(node, range, i);
    Value element = slots_[node.slot + node.variables.size() - 1].value;
    const Value key = slots_[node.slot].value;
    Value condition = Value::boolean(true);
    if (by_condition || node.filtered) condition = evaluate(*node.args[1]);
    if (strict.add(condition) && condition.kind() != Value::Kind::boolean) {
      strict.add(Value::error("no such overload: the condition of " + node.name +
                              "() must be bool, not " + type_name(condition)));
    }
    if (condition.is_true()) {
      Value result = by_condition ? element : evaluate(*node.args.back());
      if (node.loop != Loop::exists_one) strict.add(result);
      results.push_back(std::move(result));
      keys.push_back(node.loop == Loop::sort_by ? std::move(element) : key);
    }
    leave(node);
  }
  if (surplus) --surplus_depth_;
  if (range.rest() != nullptr) strict.add(*range.rest());
  if (std::optional<Value> fault = strict.result()) return *fault;
  return collected(node, std::move(results), std::move(keys));
}

// The value of a loop from the results of its elements. `keys` are the first variable's values, of
// sortBy the elements.
Value Evaluation::collected(const Expr& node, std::vector<Value> results, std::vector<Value> keys) {
  switch (node.loop) {
    case Loop::exists_one:
      return Value::boolean(results.size() == 1);
    case Loop::sort_by:
      return sorted(keys, results);
    case Loop::transform_map: {
      std::vector<std::pair<Value, Value>> entries;
      for (std::size_t i = 0; i < results.size(); ++i) {
        entries.emplace_back(keys[i], std::move(results[i]));
      }
      return Value::map(std::move(entries));
    }
    case Loop::transform_entries: {
      std::vector<Value> entries;
      for (const Value& result : results) {
        if (result.kind() != Value::Kind::map) {
          return Value::error("no such overload: " + node.name + "() needs a map, not a " +
                              type_name(result));
        }
        for (const Value& key : result.as_map().keys()) {
          entries.push_back(key);
          entries.push_back(result.as_map().find(key).value_or(Value::null()));
        }
      }
      return joined_entries(entries);
    }
    default:
      return Value::list(std::move(results));
  }
}

// A map of keys and values in turn; an error where two keys are equal.
Value Evaluation::joined_entries(const std::vector<Value>& entries) {
  std::vector<std::pair<Value, Value>> pairs;
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    pairs.emplace_back(entries[i], entries[i + 1]);
  }
  std::vector<Value> keys;
  for (const auto& [key, value] : pairs) keys.push_back(key);
  std::ranges::sort(keys, key_less);
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (!key_less(keys[i - 1], keys[i])) {
      return Value::error("the key " + to_display(keys[i]) + " comes twice in a map");
    }
  }
  return Value::map(std::move(pairs));
}

}  // namespace verilot::cel
