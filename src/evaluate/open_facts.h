// evaluate: which facts an expression can read, and which of them nobody knows.
//
//   FactPaths paths = read_paths(program.root(), activation);   // "lots[].expiry"
//   std::set<std::string> open = open_facts(paths, evidence);   // "lots[0].expiry"
//
// Every path that may be read whatever the facts are; what is read of a list's element stands under
// "[]". A path is open where evidence has nothing, knows it to be unknown, or did not read a list
// to its end.
#pragma once

#include <set>
#include <string>

#include "cel/ast.h"
#include "evaluate/supposed.h"

namespace verilot {

using FactPaths = std::set<std::string>;

FactPaths read_paths(const cel::Expr&, const WorldActivation&);
std::set<std::string> open_facts(const FactPaths&, const Evidence&);

}  // namespace verilot
