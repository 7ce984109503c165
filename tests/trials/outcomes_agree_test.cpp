// The outcomes that trials go by are those of evaluate(), for every case of every pack.
#include <doctest/doctest.h>

#include "audit/run_cases.h"
#include "support/samples.h"
#include "trials/fact_tree.h"
#include "trials/ready_cases.h"

namespace verilot {
namespace {

using Lines = std::vector<std::string>;

std::string line(const std::string& rule, const std::string& subject, Outcome outcome) {
  return rule + " " + subject + " " + std::string(to_string(outcome));
}

Lines by_findings(const RulePack& pack, const Evidence& evidence, const Date& as_of) {
  Lines lines;
  const Judgement judgement = evaluate(pack, evidence, {as_of, "case"});
  for (const ArticlePathway& article : judgement.pathways)
    for (const Leaf* leaf : article.possible) lines.push_back(article.subject + " " + leaf->id);
  for (const Finding& finding : judgement.findings)
    if (finding.rule != pack.id + ".pathway")
      lines.push_back(line(finding.rule, finding.subject, finding.outcome));
  std::sort(lines.begin(), lines.end());
  return lines;
}

Lines by_outcomes(const RulePack& pack, const Evidence& evidence, const Date& as_of) {
  Lines lines;
  const auto pathways = possible_pathways(pack.tree, pack.values, evidence, as_of);
  for (const ArticlePathway& article : pathways)
    for (const Leaf* leaf : article.possible) lines.push_back(article.subject + " " + leaf->id);
  for (const Rule& rule : pack.rules)
    for (const SubjectOutcome& one :
         RuleOnDay(rule, as_of).outcomes(evidence, pathways, pack.values))
      lines.push_back(line(rule.id, one.subject, one.outcome));
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_CASE("outcomes: alone they are those of the findings, also of a dossier built in memory") {
  const Rulebook rulebook = load_rulebook(VERILOT_SOURCE_DIR);
  std::vector<std::string> ids = {"rules"};
  for (const PackName& name : rulebook.packs) ids.push_back(name.id);
  std::size_t compared = 0;
  for (const std::string& id : ids) {
    const std::vector<std::string> chosen = id == "rules" ? Lines{} : Lines{id};
    const LoadedPacks loaded = load_packs(rulebook.root, chosen, rulebook.schema, rulebook.tables);
    const RulePack& pack = loaded.packs.front();
    const ReadyCases ready(pack, rulebook, 1);
    for (const ReadyCase* c : ready.all()) {
      CAPTURE(c->written->name);
      CHECK(by_outcomes(pack, *c->evidence, c->as_of) == by_findings(pack, *c->evidence, c->as_of));
      const Evidence built = evidence_of(*fact_tree(*c->evidence, rulebook.schema), rulebook);
      CHECK(by_findings(pack, built, c->as_of) == by_findings(pack, *c->evidence, c->as_of));
      ++compared;
    }
  }
  CHECK(compared > 1000);
}

}  // namespace
}  // namespace verilot
