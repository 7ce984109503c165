// packs: the lint of a pathway tree, and what both halves of the lint share.
#pragma once

#include "packs/lint.h"
#include "packs/pack.h"

namespace verilot {

// Puts the finding at a part of an expression, with the line and carets under the part.
void show(const Expression& in, const cel::Expr& part, LintFinding&);

// Adds what is wrong with the tree: questions and leaves that nothing leads to, answers that cannot
// come where they are asked, questions whose answer changes nothing.
void lint_tree(const RulePack&, std::vector<LintFinding>&);

}  // namespace verilot
