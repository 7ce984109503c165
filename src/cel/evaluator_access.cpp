#include "cel/containers.h"
#include "cel/display.h"
#include "cel/equality.h"
#include "cel/evaluator.h"
#include "cel/folds.h"
#include "cel/numbers.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kMaxPathLength = 1'000;

// The unknown value of a part of an unknown value: what was missing stays, the question is longer.
Value part_of_unknown(const Value& unknown, const std::string& step) {
  MissingSet missing = unknown.missing();
  for (Missing& item : missing) {
    if (item.asked.size() < kMaxPathLength) item.asked += step;
  }
  return Value::unknown(std::move(missing));
}

// Whether the expression names a fact.
bool is_path(const Expr& expr) {
  if (expr.kind == Expr::Kind::variable || expr.kind == Expr::Kind::local) return true;
  const bool index = expr.op == Operator::index || expr.op == Operator::optional_index;
  const bool step = expr.kind == Expr::Kind::select || expr.op == Operator::optional_select ||
                    (index && expr.args[1]->kind == Expr::Kind::literal) ||
                    (expr.kind == Expr::Kind::call && expr.name == "dyn");
  return step && !expr.args.empty() && is_path(*expr.args[0]);
}

// A step from what is unknown asks for a part of the fact; from what was made of facts it does not.
Value part_of(const Expr& whole, const Value& unknown, const std::string& step) {
  return is_path(whole) ? part_of_unknown(unknown, step) : unknown;
}

std::string index_step(const Value& key) {
  std::string step = "[";
  step += key.kind() == Value::Kind::text ? quoted(key.as_text()) : to_display(key);
  return step + "]";
}

bool is_below_zero(const Value& whole) {
  return whole.kind() == Value::Kind::integer && whole.as_integer() < 0;
}

std::uint64_t as_index(const Value& whole) {
  return whole.kind() == Value::Kind::integer ? static_cast<std::uint64_t>(whole.as_integer())
                                              : whole.as_unsigned();
}

Value no_index(const Value& key) {
  return Value::error("no such overload: the index of a list is int, not " + to_display(key));
}

Value no_field(const Value& operand, const std::string& name) {
  return Value::error("no such field: a " + type_name(operand) + " has no \"" + name + "\"");
}

}  // namespace

void Evaluation::observe(const List& list) {
  if (observer_ != nullptr && !is_made(list)) observer_->read(list);
}

void Evaluation::observe(const Map& map, const Value& key, const Value& value) {
  if (observer_ != nullptr && !is_made(map)) observer_->read(map, key, value);
}

Value Evaluation::entry(const Map& map, const Value& key) {
  std::optional<Value> found = map.find(key);
  Value value = found ? std::move(*found) : map.absent(key);
  observe(map, key, value);
  return value;
}

Value Evaluation::select(const Expr& node) {
  Value operand = evaluate(*node.args[0]);
  if (operand.is_error() || operand.is_stated_null()) return operand;
  if (operand.is_unknown()) return part_of(*node.args[0], operand, "." + node.name);
  if (as_optional(operand) != nullptr) return optional_part(operand, node.value);
  if (operand.kind() != Value::Kind::map) return no_field(operand, node.name);
  return entry(operand.as_map(), node.value);
}

Value Evaluation::has(const Expr& node) { return has_part(evaluate(*node.args[0]), node); }

Value Evaluation::has_part(const Value& operand, const Expr& node) {
  if (operand.is_error()) return operand;
  if (const OptionalValue* optional = as_optional(operand)) {
    return optional->value() ? has_part(*optional->value(), node) : Value::boolean(false);
  }
  if (operand.is_unknown()) return part_of(*node.args[0], operand, "." + node.name);
  if (operand.is_stated_null()) return Value::boolean(false);
  if (operand.kind() != Value::Kind::map) return no_field(operand, node.name);
  const std::optional<Value> found = operand.as_map().find(node.value);
  observe(operand.as_map(), node.value, found ? *found : operand.as_map().absent(node.value));
  if (found && found->is_unknown()) return *found;
  return Value::boolean(found.has_value());
}

Value Evaluation::index(const Expr& node, const Value& operand, const Value& key) {
  if (operand.is_error()) return operand;
  if (key.is_error()) return key;
  if (operand.is_unknown() && !key.is_unknown()) {
    return part_of(*node.args[0], operand, index_step(key));
  }
  Strict strict;
  strict.add(operand);
  strict.add(key);
  if (std::optional<Value> fault = strict.result()) return *fault;
  if (operand.is_stated_null()) return operand;
  if (as_optional(operand) != nullptr) return optional_part(operand, key);
  if (operand.kind() == Value::Kind::list) return element(operand.as_list(), key);
  if (operand.kind() == Value::Kind::map) return entry(operand.as_map(), key);
  return Value::error("no such overload: a " + type_name(operand) + " has no elements (" +
                      node.name + ")");
}

Value Evaluation::element(const List& list, const Value& key) {
  observe(list);
  const std::optional<Value> whole = is_number(key) ? as_key(key) : std::nullopt;
  if (!whole) return no_index(key);
  if (is_below_zero(*whole)) return Value::error("index out of range: " + to_display(key));
  const std::uint64_t index = as_index(*whole);
  return index < list.size() ? list.at(index) : list.past_end(index);
}

// --- optional values: what is not there is none, not unknown and not an error ---

Value Evaluation::optional_select(const Expr& node) {
  const Value operand = evaluate(*node.args[0]);
  if (operand.is_error()) return operand;
  if (operand.is_unknown()) return part_of(*node.args[0], operand, "." + node.name);
  return optional_part(operand, node.value);
}

Value Evaluation::optional_index(const Expr& node) {
  const Value operand = evaluate(*node.args[0]);
  const Value key = evaluate(*node.args[1]);
  if (operand.is_unknown() && !key.is_unknown() && !key.is_error()) {
    return part_of(*node.args[0], operand, index_step(key));
  }
  Strict strict;
  strict.add(operand);
  strict.add(key);
  if (std::optional<Value> fault = strict.result()) return *fault;
  return optional_part(operand, key);
}

Value Evaluation::optional_part(const Value& operand, const Value& key) {
  if (const OptionalValue* optional = as_optional(operand)) {
    return optional->value() ? optional_part(*optional->value(), key) : operand;
  }
  if (operand.is_stated_null()) return optional_none();
  if (operand.kind() == Value::Kind::list) return optional_element(operand.as_list(), key);
  if (operand.kind() != Value::Kind::map) return no_field(operand, to_display(key));
  const Map& map = operand.as_map();
  std::optional<Value> found = map.find(key);
  observe(map, key, found ? *found : map.absent(key));
  return optional_of(std::move(found));
}

Value Evaluation::optional_element(const List& list, const Value& key) {
  observe(list);
  const std::optional<Value> whole = is_number(key) ? as_key(key) : std::nullopt;
  if (!whole) return no_index(key);
  if (is_below_zero(*whole)) return optional_none();
  const std::uint64_t index = as_index(*whole);
  if (index < list.size()) return optional_of(list.at(index));
  return list.rest() != nullptr ? Value::unknown(*list.rest()) : optional_none();
}

Value Evaluation::contained(const Value& wanted, const Value& range) {
  if (range.kind() == Value::Kind::map) {
    const std::optional<Value> found = range.as_map().find(wanted);
    observe(range.as_map(), wanted, found ? *found : range.as_map().absent(wanted));
    if (found && found->is_unknown()) return *found;
    return Value::boolean(found.has_value());
  }
  if (range.kind() != Value::Kind::list) {
    return Value::error("no such overload: \"in\" looks in a list or a map, not in a " +
                        type_name(range));
  }
  const List& list = range.as_list();
  observe(list);
  Fold fold(true);
  for (std::size_t i = 0; i < list.size() && !fold.decided() && spend_bytes(1); ++i) {
    fold.add(equality(wanted, list.at(i)));
  }
  if (list.rest() != nullptr) fold.add(*list.rest());
  return fold.result();
}

}  // namespace verilot::cel
