// Which outcomes a rule can come to, and which of them its cases show.
//
//   for (const OutcomeCoverage& rule : outcome_coverage(pack, &shared))
//     if (!rule.missing().empty()) report(rule);
//
// What a rule can come to follows from its own conditions, in all its versions: the pathway, the
// days it is in force and a list that is stated empty may make any rule not applicable, and are
// asked of it only where `applies_to` names leaves.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/finding.h"
#include "packs/pack.h"

namespace verilot {

struct OutcomeCoverage {
  std::string rule;
  SourceLocation where;
  std::set<Outcome> possible;
  std::set<Outcome> shown;  // by cases that expect them, or of the rule that it binds

  std::vector<Outcome> missing() const;
};

// In the order of the pack. A binding shows what the shared rule can come to: that is asked of the
// cases of the shared rule, with the rules of `shared` themselves.
std::vector<OutcomeCoverage> outcome_coverage(const RulePack&, const RulePack* shared);

}  // namespace verilot
