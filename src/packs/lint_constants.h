// packs: parts of conditions that are the same for every dossier, and branches of ?: that nothing
// reaches.
#pragma once

#include "packs/lint.h"
#include "packs/possible.h"

namespace verilot {

// L013 for a part that has one truth, L015 for one that is always an error, L016 for a branch that
// is never taken.
void lint_constants(const RulePack&, const Expression&, const Possible&, std::vector<LintFinding>&);

}  // namespace verilot
