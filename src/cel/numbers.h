// Comparison of int, uint and double on one number line, exactly: no operand is rounded.
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "cel/value.h"

namespace verilot::cel {

bool is_number(const Value&);

// Unordered where one is NaN.
std::partial_ordering compare_numbers(const Value& a, const Value& b);

// An int, or a uint above the range of int; nothing where `number` has a fraction or fits neither.
std::optional<Value> whole_number(double number);

// The shortest text without an exponent that reads back as the same double: "0.0000001".
std::string shortest_fixed(double number);

// The shortest text that reads back as the same double: "0.1", "1e+30", "NaN", "-Infinity".
std::string shortest(double number);

}  // namespace verilot::cel
