// What would be right: for words of other languages, and for values of a type that is near.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cel/function_registry.h"
#include "cel/type.h"

namespace verilot::cel {

// ": write &&" for "and", ": write !" for "not"; empty for other words.
std::string operator_hint(std::string_view word);

// ": write size(x)" for "length"; empty for names that no other language is known for.
std::string function_hint(std::string_view name);

// How a value of one type becomes one of the other, "; a string becomes a date with date()";
// empty where nothing is known.
std::string conversion_hint(const Type& a, const Type& b, const FunctionRegistry& functions);

// The overloads that take at least one of the arguments as it is; all where none does.
std::string overloads_tried(std::span<const Function> overloads, std::span<const Type> arguments);

}  // namespace verilot::cel
