// packs: what a pack that loads may still have wrong: conditions that cannot be otherwise, branches
// that nothing reaches, outcomes that no case shows, names that nothing reads.
//
//   for (const LintFinding& finding : lint(pack)) print(finding);
//
// Errors: none; the pack has loaded. Every finding is proven, but not everything wrong is found.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "packs/pack.h"

namespace verilot {

struct LintFinding {
  std::string code;  // "L012"; stable
  ProblemLevel level = ProblemLevel::warning;
  SourceLocation where;
  std::string message;
  std::string excerpt;  // the line of the expression and carets under the part; may be empty
  std::string help;     // what would be right
};

// In order of file, line and code.
std::vector<LintFinding> lint(const RulePack&);

}  // namespace verilot
