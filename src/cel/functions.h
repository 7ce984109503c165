// The families of standard functions, one source file each, and the operators beside them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/ast.h"
#include "cel/function_registry.h"

namespace verilot::cel {

void add_conversion_functions(FunctionRegistry&);  // int(), string(), type(), dyn(), ...
void add_text_functions(FunctionRegistry&);        // size, contains, startsWith, matches, ...
void add_time_functions(FunctionRegistry&);        // timestamp(), duration(), getHours, ...
void add_strings_extension(FunctionRegistry&);     // charAt, split, format, strings.quote, ...
void add_math_extension(FunctionRegistry&);        // math.greatest, math.abs, ...
void add_lists_extension(FunctionRegistry&);     // distinct, sort, lists.range, sets.contains, ...
void add_optional_functions(FunctionRegistry&);  // optional.of, orValue, first, last, ...
void add_encoders_extension(FunctionRegistry&);  // base64.encode, base64.decode

// The overloads of + - * / % - !, nullptr for the operators that work on every type.
std::shared_ptr<const std::vector<Function>> operator_overloads(Operator);

// "%s and %d" with the elements of a list in place of the clauses.
Value format(std::string_view pattern, const List& arguments);

// Elements in ascending order; an error where they are not of one comparable type. `keys` decide
// and have the size of `elements`.
Value sorted(const std::vector<Value>& elements, const std::vector<Value>& keys);

// Whether `text` contains a match of the RE2 pattern; an error where the pattern is none.
Value matches(const std::string& text, const std::string& pattern);

Value no_such_overload(std::string_view function, std::span<const Value> arguments);

}  // namespace verilot::cel
