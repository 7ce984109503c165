// packs: the lint of clauses and citations: texts that changed since they were reviewed, clauses on
// which no rule rests, grave rules without a ground.
#pragma once

#include "packs/lint.h"
#include "packs/pack.h"

namespace verilot {

void lint_law(const RulePack&, std::vector<LintFinding>&);

}  // namespace verilot
