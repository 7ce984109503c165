#include "cel/equality.h"

#include "cel/numbers.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kBudget = 1'000'000;

// Elements are joined like operands of &&: one unequal pair decides.
class Conjunction {
 public:
  // Returns false where the result is decided.
  bool add(const Value& equal) {
    if (equal.is_false()) decided_ = true;
    if (equal.is_unknown()) {
      unknown_ = true;
      missing_ = merged(missing_, equal.missing());
    }
    if (equal.is_error() && !error_) error_ = equal;
    return !decided_;
  }

  Value result() const {
    if (decided_) return Value::boolean(false);
    if (unknown_) return Value::unknown(missing_);
    return error_.value_or(Value::boolean(true));
  }

 private:
  bool decided_ = false;
  bool unknown_ = false;
  MissingSet missing_;
  std::optional<Value> error_;
};

Value equal_lists(const List& a, const List& b, std::size_t& budget) {
  if (a.rest() != nullptr || b.rest() != nullptr) {
    static const MissingSet kNothing;
    return Value::unknown(merged(a.rest() ? *a.rest() : kNothing, b.rest() ? *b.rest() : kNothing));
  }
  if (a.size() != b.size()) return Value::boolean(false);
  Conjunction all;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!all.add(equals_within(a.at(i), b.at(i), budget))) break;
  }
  return all.result();
}

// Which keys there are is not known of one of them: only a value that differs decides.
Value equal_where_known(const Map& a, const Map& b, std::size_t& budget) {
  static const MissingSet kNothing;
  Conjunction all;
  for (const Value& key : a.keys()) {
    const std::optional<Value> in_a = a.find(key);
    const std::optional<Value> in_b = b.find(key);
    if (in_a && in_b && !all.add(equals_within(*in_a, *in_b, budget))) return all.result();
  }
  return Value::unknown(
      merged(a.unread() ? *a.unread() : kNothing, b.unread() ? *b.unread() : kNothing));
}

Value equal_maps(const Map& a, const Map& b, std::size_t& budget) {
  if (a.unread() != nullptr || b.unread() != nullptr) return equal_where_known(a, b, budget);
  if (a.size() != b.size()) return Value::boolean(false);
  Conjunction all;
  for (const Value& key : a.keys()) {
    const std::optional<Value> in_a = a.find(key);
    const std::optional<Value> in_b = b.find(key);
    if (!in_a || !in_b) return Value::boolean(false);
    if (!all.add(equals_within(*in_a, *in_b, budget))) break;
  }
  return all.result();
}

Value equal_opaques(const Value& a, const Value& b, std::size_t& budget) {
  if (a.as_opaque().type_name() != b.as_opaque().type_name()) return Value::boolean(false);
  const OptionalValue* x = as_optional(a);
  const OptionalValue* y = as_optional(b);
  if (x == nullptr || y == nullptr) return a.as_opaque().equals(b.as_opaque());
  if (!x->value() || !y->value()) return Value::boolean(!x->value() && !y->value());
  return equals_within(*x->value(), *y->value(), budget);
}

bool equal_scalars(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Value::Kind::boolean:
      return a.as_boolean() == b.as_boolean();
    case Value::Kind::text:
      return a.as_text() == b.as_text();
    case Value::Kind::bytes:
      return a.as_bytes() == b.as_bytes();
    case Value::Kind::type:
      return a.as_type_name() == b.as_type_name();
    case Value::Kind::timestamp:
      return a.as_timestamp() == b.as_timestamp();
    case Value::Kind::duration:
      return a.as_duration() == b.as_duration();
    default:
      return a.is_null();
  }
}

// Both of one of the kinds that have an order; lists, maps, types and null have none.
std::optional<std::strong_ordering> compare_scalars(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Value::Kind::boolean:
      return a.as_boolean() <=> b.as_boolean();
    case Value::Kind::text:
      return a.as_text() <=> b.as_text();
    case Value::Kind::bytes:
      return a.as_bytes() <=> b.as_bytes();
    case Value::Kind::timestamp:
      return a.as_timestamp() <=> b.as_timestamp();
    case Value::Kind::duration:
      return a.as_duration() <=> b.as_duration();
    default:
      return std::nullopt;
  }
}

Value no_order(const Value& a, const Value& b) {
  return Value::error("no such overload: " + type_name(a) + " and " + type_name(b) +
                      " have no order");
}

}  // namespace

Value equals_within(const Value& a, const Value& b, std::size_t& budget) {
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  if (a.is_unknown() && b.is_unknown()) return Value::unknown(merged(a.missing(), b.missing()));
  if (a.is_unknown()) return a;
  if (b.is_unknown()) return b;
  if (budget == 0) return Value::error("the compared values are too large");
  --budget;
  if (is_number(a) && is_number(b)) return Value::boolean(compare_numbers(a, b) == 0);
  if (a.kind() != b.kind()) return Value::boolean(false);
  switch (a.kind()) {
    case Value::Kind::list:
      return equal_lists(a.as_list(), b.as_list(), budget);
    case Value::Kind::map:
      return equal_maps(a.as_map(), b.as_map(), budget);
    case Value::Kind::opaque:
      return equal_opaques(a, b, budget);
    default:
      return Value::boolean(equal_scalars(a, b));
  }
}

Value equals(const Value& a, const Value& b) {
  std::size_t budget = kBudget;
  return equals_within(a, b, budget);
}

Value ordered(const Value& a, const Value& b, Order order) {
  const auto holds = [order](auto compared) {
    return Value::boolean(order == Order::less ? compared < 0 : compared <= 0);
  };
  if (is_number(a) && is_number(b)) return holds(compare_numbers(a, b));
  if (a.kind() == Value::Kind::opaque && b.kind() == Value::Kind::opaque) {
    if (a.as_opaque().type_name() != b.as_opaque().type_name()) return no_order(a, b);
    return order == Order::less ? a.as_opaque().less(b.as_opaque())
                                : a.as_opaque().less_or_equal(b.as_opaque());
  }
  const auto compared = compare_scalars(a, b);
  return compared ? holds(*compared) : no_order(a, b);
}

bool collect_unknown(const Value& value, bool into_maps, MissingSet& missing, std::size_t& budget) {
  const auto add = [&missing](const MissingSet& more) {
    missing = merged(missing, more);
    return true;
  };
  if (value.is_unknown()) return add(value.missing());
  if (budget == 0) return false;
  --budget;
  bool found = false;
  if (value.kind() == Value::Kind::list) {
    const List& list = value.as_list();
    if (list.rest() != nullptr) found = add(*list.rest());
    for (std::size_t i = 0; i < list.size() && budget > 0; ++i) {
      found = collect_unknown(list.at(i), into_maps, missing, budget) || found;
    }
  } else if (value.kind() == Value::Kind::map && into_maps) {
    for (const Value& key : value.as_map().keys()) {
      const std::optional<Value> entry = value.as_map().find(key);
      if (entry) found = collect_unknown(*entry, into_maps, missing, budget) || found;
    }
  } else if (const OptionalValue* optional = as_optional(value)) {
    if (optional->value()) found = collect_unknown(*optional->value(), into_maps, missing, budget);
  }
  return found;
}

std::size_t count_values(const Value& value, std::size_t limit) {
  std::size_t count = 1;
  if (value.kind() == Value::Kind::list) {
    const List& list = value.as_list();
    for (std::size_t i = 0; i < list.size() && count < limit; ++i) {
      count += count_values(list.at(i), limit - count);
    }
  } else if (value.kind() == Value::Kind::map) {
    for (const Value& key : value.as_map().keys()) {
      if (count >= limit) break;
      const std::optional<Value> entry = value.as_map().find(key);
      if (entry) count += count_values(*entry, limit - count);
    }
  } else if (const OptionalValue* optional = as_optional(value)) {
    if (optional->value() && count < limit)
      count += count_values(*optional->value(), limit - count);
  }
  return count;
}

}  // namespace verilot::cel
