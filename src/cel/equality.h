// Equality and order of values, with a budget for what is deeply nested.
#pragma once

#include <optional>

#include "cel/value.h"

namespace verilot::cel {

// As equals() of value.h. Every pair of values that is looked at takes 1 from `budget`; when it is
// spent, the result is an error.
Value equals_within(const Value& a, const Value& b, std::size_t& budget);

enum class Order { less, less_or_equal };

// a < b or a <= b: boolean, unknown (opaque values), or the error "no such overload".
Value ordered(const Value& a, const Value& b, Order);

// Adds what makes `value` partly unknown: unknown elements and the rest of incomplete lists, at
// every depth of lists, and of maps where `into_maps`. Returns whether there was anything. Every
// value that is looked at takes 1 from `budget`, and nothing more is looked at when it is spent:
// lists that share their parts can be exponentially larger than the memory they take.
bool collect_unknown(const Value& value, bool into_maps, MissingSet& missing, std::size_t& budget);

// How many values there are in `value` at every depth; stops counting at `limit`.
std::size_t count_values(const Value& value, std::size_t limit);

}  // namespace verilot::cel
