// packs: cases that say what another case of the same dossier and day says already, or the
// opposite.
#pragma once

#include "packs/lint.h"

namespace verilot {

// L070 for one that adds nothing, L071 for one that contradicts.
void lint_cases(const RulePack&, std::vector<LintFinding>&);

}  // namespace verilot
