#include "packs/lint_law.h"

#include <set>

#include "packs/law.h"

namespace verilot {

namespace {

constexpr auto kError = ProblemLevel::error;
constexpr auto kWarning = ProblemLevel::warning;

void lint_seal(const Clause& clause, std::vector<LintFinding>& findings) {
  if (clause.sha256 == seal_of(clause)) return;
  findings.push_back({"L061", kError, clause.where,
                      clause.sha256.empty() ? "clause '" + clause.id + "' has no seal"
                                            : "clause '" + clause.id + "' is not as it was sealed",
                      "", "compare it with its source, then run `verilot packs review`"});
}

void lint_mark(const PlacedCitation& citation, std::vector<LintFinding>& findings) {
  const CitedClause& cited = *citation.cited;
  if (cited.mark == cited.now) return;
  const std::string whom = "'" + citation.by + "' ";
  findings.push_back(
      {"L060", kError, cited.where,
       cited.mark.empty() ? whom + "was never reviewed against clause '" + cited.id + "'"
                          : whom + "was reviewed against another text of clause '" + cited.id + "'",
       "", "compare the two, then run `verilot packs review --rule " + citation.by + "`"});
}

void lint_use(const Clause& clause, bool used, std::vector<LintFinding>& findings) {
  if (!used && clause.no_rule.empty())
    findings.push_back({"L062", kWarning, clause.where,
                        "no rule and no leaf cites clause '" + clause.id + "'", "",
                        "write the rule, or say why there is none in `no_rule:`"});
  if (used && !clause.no_rule.empty())
    findings.push_back({"L063", kWarning, clause.where,
                        "clause '" + clause.id + "' is cited and says why no rule rests on it", "",
                        "delete `no_rule:`"});
}

void lint_ground(const Rule& rule, std::vector<LintFinding>& findings) {
  if (rule.severity >= Severity::high && rule.cited.empty() && !rule.safety_ground)
    findings.push_back({"L064", kWarning, rule.where,
                        "rule '" + rule.id + "' is " + std::string(to_string(rule.severity)) +
                            " without a clause or a ground of its own",
                        "", "cite the clause, or write `ground: safety`"});
}

}  // namespace

void lint_law(const RulePack& pack, std::vector<LintFinding>& findings) {
  std::set<std::string> used;
  for (const PlacedCitation& citation : citations_of(pack)) {
    used.insert(citation.cited->id);
    if (is_own(pack, citation.cited->where)) lint_mark(citation, findings);
  }
  for (const auto& [id, clause] : pack.law) {
    lint_seal(clause, findings);
    lint_use(clause, used.count(id) != 0, findings);
  }
  for (const Rule& rule : pack.rules) lint_ground(rule, findings);
}

}  // namespace verilot
