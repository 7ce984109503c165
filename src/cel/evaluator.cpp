#include "cel/evaluator.h"

#include <algorithm>
#include <utility>

#include "cel/containers.h"
#include "cel/folds.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kMaxDepth = 1'000;  // of nodes, through cel.bind too

bool is_optional_entry(const Expr& node) { return node.op == Operator::optional_entry; }

Value not_optional(const Value& value) {
  return Value::error("no such overload: an entry with ? takes an optional value, not a " +
                      type_name(value));
}

}  // namespace

Value Evaluation::run(const Expr& root) {
  Value value = evaluate(root);
  if (!exhausted()) return value;
  return Value::error("the evaluation took more than " + std::to_string(kMaxCost) +
                      " steps of loops and bytes of text");
}

bool Evaluation::spend(std::size_t steps) {
  return spend_bytes(std::min(steps, kMaxCost + 1) * kBytesOfStep);
}

bool Evaluation::spend_bytes(std::size_t bytes) {
  std::size_t& spent = surplus_depth_ > 0 ? surplus_spent_ : spent_;
  if (spent <= kMaxBytes) spent += std::min(bytes, kMaxBytes + 1);
  return spent <= kMaxBytes;
}

Value Evaluation::evaluate(const Expr& node) {
  if (!spend_bytes(0) || depth_ >= kMaxDepth) return Value::error("the evaluation took too much");
  if (observer_ != nullptr) return watched(node);
  ++depth_;
  Value value = evaluate_kind(node);
  --depth_;
  return value;
}

// A part that is known is paid for like one that is computed.
Value Evaluation::watched(const Expr& node) {
  if (node.kind == Expr::Kind::literal) {
    ++nodes_;
    observer_->evaluated(node, node.value);
    return node.value;
  }
  const bool surplus = surplus_depth_ > 0;
  if (const KnownValue* known = observer_->recall(node, surplus)) {
    pay(known->price);
    return known->value;
  }
  const std::size_t nodes = nodes_, spent = spent_, surplus_spent = surplus_spent_;
  ++depth_;
  Value value = evaluate_kind(node);
  --depth_;
  ++nodes_;
  observer_->evaluated(node, value);
  if (exhausted() || surplus_spent_ > kMaxBytes) return value;
  const std::size_t for_observer = surplus_spent_ - surplus_spent;
  observer_->keep(node, value,
                  surplus ? Price{nodes_ - nodes, for_observer, 0, true}
                          : Price{nodes_ - nodes, spent_ - spent, for_observer, false});
  return value;
}

void Evaluation::pay(const Price& price) {
  nodes_ += price.nodes;
  spend_bytes(price.bytes);
  ++surplus_depth_;
  spend_bytes(price.surplus_bytes);
  --surplus_depth_;
}

Value Evaluation::evaluate_kind(const Expr& node) {
  switch (node.kind) {
    case Expr::Kind::error:
      return Value::error("this part did not parse");
    case Expr::Kind::literal:
      return node.value;
    case Expr::Kind::variable:
      return variable(node);
    case Expr::Kind::local:
      return local(node);
    case Expr::Kind::select:
      return select(node);
    case Expr::Kind::has:
      return has(node);
    case Expr::Kind::call:
      return call(node);
    case Expr::Kind::logical_and:
    case Expr::Kind::logical_or:
      return logical(node);
    case Expr::Kind::conditional:
      return conditional(node);
    case Expr::Kind::list:
      return list_literal(node);
    case Expr::Kind::map:
      return map_literal(node);
    case Expr::Kind::loop:
      return loop(node);
    case Expr::Kind::bind:
      return bind(node);
  }
  return Value::error("this part did not parse");
}

Value Evaluation::variable(const Expr& node) {
  std::optional<Value> value = activation_.find(node.name);
  return value ? std::move(*value)
               : Value::error("the variable \"" + node.name + "\" has no value");
}

Value Evaluation::local(const Expr& node) {
  Slot& slot = slots_[node.slot];
  if (slot.unread != nullptr) {
    const Expr* definition = std::exchange(slot.unread, nullptr);
    Value value = evaluate(*definition);
    slots_[node.slot].value = value;
    return value;
  }
  return slot.value;
}

Value Evaluation::bind(const Expr& node) {
  slots_[node.slot] = {Value::null(), node.args[0].get()};
  return evaluate(*node.args[1]);
}

Value Evaluation::logical(const Expr& node) {
  Fold fold(node.kind == Expr::Kind::logical_or);
  bool surplus = false;
  for (const ExprPtr& operand : node.args) {
    if (fold.decided() && observer_ == nullptr) break;
    if (fold.decided() && !surplus) {
      surplus = true;
      ++surplus_depth_;
    }
    fold.add(evaluate(*operand));
  }
  if (surplus) --surplus_depth_;
  return fold.result();
}

Value Evaluation::conditional(const Expr& node) {
  Value condition = evaluate(*node.args[0]);
  if (condition.is_error() || condition.is_unknown()) return condition;
  if (condition.kind() != Value::Kind::boolean) {
    return Value::error("no such overload: the condition of ?: must be bool, not " +
                        type_name(condition));
  }
  return evaluate(*node.args[condition.as_boolean() ? 1 : 2]);
}

Value Evaluation::list_literal(const Expr& node) {
  Strict strict;
  std::vector<Value> elements;
  elements.reserve(node.args.size());
  for (const ExprPtr& child : node.args) {
    Value value = evaluate(*child);
    if (!strict.add(value)) continue;
    if (!is_optional_entry(*child)) {
      elements.push_back(std::move(value));
    } else if (const OptionalValue* optional = as_optional(value)) {
      if (optional->value()) elements.push_back(*optional->value());
    } else {
      strict.add(not_optional(value));
    }
  }
  if (std::optional<Value> fault = strict.result()) return *fault;
  return Value::list(std::move(elements));
}

Value Evaluation::map_literal(const Expr& node) {
  Strict strict;
  std::vector<Value> entries;
  for (std::size_t i = 0; i + 1 < node.args.size(); i += 2) {
    const Value key = evaluate(*node.args[i]);
    Value value = evaluate(*node.args[i + 1]);
    if (strict.add(key) && (key.kind() == Value::Kind::real || !as_key(key))) {
      strict.add(Value::error("a " + type_name(key) + " cannot be the key of a map"));
    }
    if (strict.add(value) && is_optional_entry(*node.args[i + 1])) {
      const OptionalValue* optional = as_optional(value);
      if (optional == nullptr) strict.add(not_optional(value));
      if (optional == nullptr || !optional->value()) continue;
      value = Value(*optional->value());
    }
    entries.push_back(key);
    entries.push_back(std::move(value));
  }
  if (std::optional<Value> fault = strict.result()) return *fault;
  return joined_entries(entries);
}

}  // namespace verilot::cel
