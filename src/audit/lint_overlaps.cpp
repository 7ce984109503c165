#include "audit/lint_overlaps.h"

#include <algorithm>

#include "audit/run_cases.h"
#include "packs/overlaps.h"

namespace verilot {

namespace {

// Whether one of the two rules passes and the other fails on one subject.
bool disagree(const Overlap& overlap, const Case& c, const RulePack& pack,
              const Rulebook& rulebook) {
  const ExaminedDossier dossier = case_dossier(c, pack, rulebook);
  if (any_error(dossier.problems)) return false;
  const Judgement judgement =
      evaluate(pack, dossier.evidence, {c.as_of ? *c.as_of : pack.law_as_found, "case"});
  const auto has = [&](const Rule& rule, Outcome outcome, const std::string& subject) {
    return std::ranges::any_of(judgement.findings, [&](const Finding& finding) {
      return finding.rule == rule.id && finding.outcome == outcome && finding.subject == subject;
    });
  };
  return std::ranges::any_of(judgement.findings, [&](const Finding& finding) {
    const bool a = finding.rule == overlap.a->id, b = finding.rule == overlap.b->id;
    return finding.outcome == Outcome::pass && (a || b) &&
           has(a ? *overlap.b : *overlap.a, Outcome::fail, finding.subject);
  });
}

// A dossier on which they do; nothing where none is known.
std::optional<std::string> shown_by(const Overlap& overlap, const RulePack& pack,
                                    const Rulebook& rulebook) {
  Case made;
  made.given = overlap.example;
  made.where = overlap.a->where;
  if (disagree(overlap, made, pack, rulebook)) return as_yaml(overlap.example);
  for (const Rule* rule : {overlap.a, overlap.b})
    for (const Case& c : rule->cases)
      if (disagree(overlap, c, pack, rulebook)) return as_yaml(dossier_of(c, pack));
  return std::nullopt;
}

}  // namespace

std::vector<LintFinding> lint_overlaps(const RulePack& pack, const Rulebook& rulebook) {
  std::vector<LintFinding> findings;
  for (const Overlap& overlap : overlaps_of(pack, rulebook.schema)) {
    const auto dossier = shown_by(overlap, pack, rulebook);
    if (!dossier) continue;
    findings.push_back(
        {"L072", ProblemLevel::warning, overlap.b->where,
         "nothing that rule '" + overlap.b->id + "' passes can pass rule '" + overlap.a->id +
             "' (" + to_string(overlap.a->where) + "), and both judge it",
         "", "let `when` of one leave the other alone; they disagree on " + *dossier});
  }
  return findings;
}

}  // namespace verilot
