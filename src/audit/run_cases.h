// audit: the cases of a pack, judged like dossiers.
//
//   CaseReport report = run_cases(pack, rulebook);
//
// A case's dossier is its base with `given` merged in: maps by key, lists and values replace.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/audit.h"

namespace verilot {

struct CaseResult {
  std::string rule;      // "" for a case of the pathway tree
  std::string name;
  bool ok = false;
  std::string expected, got;
  std::string because;   // the finding's message, or what is wrong with the case
  SourceLocation where;
};

struct CaseReport {
  std::vector<CaseResult> results;
  // Of every rule: the outcomes its cases show.
  std::map<std::string, std::set<Outcome>> shown;
  std::set<std::string> leaves_shown;
};

CaseReport run_cases(const RulePack&, const Rulebook&);

}  // namespace verilot
