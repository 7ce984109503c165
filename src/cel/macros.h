// Macros: calls that the parser turns into nodes of their own.
#pragma once

#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/issues.h"

namespace verilot::cel {

// Turns `call` into the node it stands for where it is a macro; otherwise leaves it as it is.
void expand_macro(Expr& call, Issues& issues);

// "all", "exists", ..., each once.
std::vector<std::string> loop_macro_names();

}  // namespace verilot::cel
