// audit: the lint of rules that contradict each other, each with a dossier on which one passes and
// the other fails.
#pragma once

#include "audit/audit.h"
#include "packs/lint.h"

namespace verilot {

// L072, where nothing can pass both and a dossier shows that both judge it: one made from the facts
// they compare, or one of their cases.
std::vector<LintFinding> lint_overlaps(const RulePack&, const Rulebook&);

}  // namespace verilot
