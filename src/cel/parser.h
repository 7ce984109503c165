// Tokens to a syntax tree, by recursive descent.
#pragma once

#include <string_view>

#include "cel/ast.h"
#include "cel/issues.h"

namespace verilot::cel {

// Never null: a part that does not parse is a node of kind error, and an issue.
ExprPtr parse(std::string_view text, bool macros, Issues& issues);

}  // namespace verilot::cel
