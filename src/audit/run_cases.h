// audit: the cases of a pack, judged like dossiers.
//
//   CaseReport report = run_cases(pack, rulebook);
//
// A case's dossier is its base with `given` merged in: maps by key, lists and values replace. An
// example is a case of several rules: each by the gravest outcome over its subjects.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "packs/merged_case.h"

namespace verilot {

struct CaseResult {
  std::string rule;  // "" for a case of the pathway tree, "examples" for an example
  std::string name;
  bool ok = false;
  std::string expected, got;
  std::string because;  // the finding's message, or what is wrong with the case
  SourceLocation where;
};

struct CaseReport {
  std::vector<CaseResult> results;
  // Of every rule: the outcomes its cases show.
  std::map<std::string, std::set<Outcome>> shown;
  std::set<std::string> leaves_shown;
};

// `only` names one case as case_name() does; "" runs all.
CaseReport run_cases(const RulePack&, const Rulebook&, const std::string& only = "");

// The dossier that a case is, read and examined; a base that there is not is among its problems.
ExaminedDossier case_dossier(const Case&, const RulePack&, const Rulebook&);

// "us-fda.610.12 / a passing USP <71> result", "pathways / a laser cap".
std::string case_name(const std::string& rule, const Case&);
std::vector<std::string> case_names(const RulePack&);

}  // namespace verilot
