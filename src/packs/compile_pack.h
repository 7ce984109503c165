// packs: the expressions of a pack that was read, type-checked and compiled, and its names
// resolved.
//
// Errors: every fault with its place in the file, and "did you mean".
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/problem.h"
#include "model/quantity.h"
#include "model/schema.h"
#include "packs/pack.h"

namespace verilot {

struct CompileFrom {
  const Schema& schema;
  const UnitTable& units;
  const std::map<std::string, SourceLocation, std::less<>>& places;  // of the pack's own values
};

void compile_pack(RulePack&, const CompileFrom&, Problems&);

// The function that looks into the pack's own lists. Every other is the same in all packs.
inline constexpr std::string_view kListedFunction = "listed";

}  // namespace verilot
