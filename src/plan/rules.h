// Bare rules: CEL texts over records of which nothing is declared.
#pragma once

#include <string_view>

#include "cel/program.h"

namespace verilot::plan {

// Every name that is no loop variable is evidence of any type. Issues as of cel::compile, and one
// more where the result cannot be a bool.
cel::Compiled compile_rule(std::string_view text);

}  // namespace verilot::plan
