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

bool is_live(const Finding& finding) {
  return finding.outcome != Outcome::pass && finding.outcome != Outcome::not_applicable;
}

// A finding, as far as all of them are made.
std::string in_brief(const Finding& f) {
  const bool told = f.outcome == Outcome::fail || f.outcome == Outcome::error;
  return line(f.pack + " " + f.rule, f.subject, f.outcome) + " " +
         std::string(to_string(f.severity)) + (f.advisory ? " advisory " : " ") +
         (told ? f.message : "");
}

std::string whole(const Finding& f) {
  std::string text = in_brief(f) + f.id + f.title + f.subject_name + f.message + f.when + f.require;
  for (const ReadFact& fact : f.applies_because) text += "\n" + fact.path + fact.value;
  for (const ReadFact& fact : f.evidence) text += "\n" + fact.path + fact.value + fact.reason;
  for (const SearchedList& list : f.searched) text += "\n" + list.path + list.reason;
  for (const MissingFact& fact : f.unknown) text += "\n" + fact.path + fact.reason;
  for (const std::string& ask : f.ask) text += "\n" + ask;
  for (const WhatIf& what_if : f.what_if) text += "\n" + what_if.condition + what_if.result;
  for (const Step& step : f.trace) text += "\n" + step.text + step.value;
  return text;
}

// What several packs say of a dossier.
struct Said {
  Lines findings, live;
  std::vector<Verdict> verdicts;
  std::set<NodeId> known;
  std::set<std::string> unknown;
  std::optional<std::chrono::sys_days> next_change;
};

Said said(const std::vector<const RulePack*>& packs, const ReadyCase& c, Detail detail,
          SharedParts& parts) {
  Said all;
  DossierMemory memory(c.as_of);
  for (const RulePack* pack : packs) {
    EvaluateOptions options{c.as_of, "case", detail};
    if (detail != Detail::whole) options.memory = &memory;
    if (detail != Detail::whole) options.parts = parts.of(*pack);
    const Judgement judgement = evaluate(*pack, *c.evidence, options);
    for (const Finding& finding : judgement.findings) {
      all.findings.push_back(in_brief(finding));
      if (is_live(finding)) all.live.push_back(whole(finding));
    }
    all.verdicts.push_back(judgement.verdict);
    all.known.insert(judgement.known.begin(), judgement.known.end());
    all.unknown.insert(judgement.unknown.begin(), judgement.unknown.end());
    if (judgement.next_change && (!all.next_change || *judgement.next_change < *all.next_change))
      all.next_change = judgement.next_change;
  }
  return all;
}

void check_same(const Said& brief, const Said& full) {
  CHECK(brief.findings == full.findings);
  CHECK(brief.verdicts == full.verdicts);
  CHECK(brief.known == full.known);
  CHECK(brief.unknown == full.unknown);
  CHECK(brief.next_change == full.next_change);
}

TEST_CASE("evaluate: findings made in brief, with what packs share computed once, are the same") {
  const Rulebook rulebook = load_rulebook(VERILOT_SOURCE_DIR);
  std::vector<std::string> ids;
  for (const PackName& name : rulebook.packs) ids.push_back(name.id);
  const LoadedPacks loaded = load_packs(rulebook.root, ids, rulebook.schema, rulebook.tables);
  SharedParts parts;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < loaded.packs.size(); ++i) {
    const RulePack& pack = loaded.packs[i];
    const std::vector<const RulePack*> both = {&loaded.packs[(i + 1) % loaded.packs.size()], &pack};
    const ReadyCases ready(pack, rulebook, 1);
    for (const ReadyCase* c : ready.all()) {
      CAPTURE(c->written->name);
      const Said full = said(both, *c, Detail::whole, parts);
      check_same(said(both, *c, Detail::outcomes, parts), full);
      const Said live = said(both, *c, Detail::live, parts);
      check_same(live, full);
      CHECK(live.live == full.live);
      ++compared;
    }
  }
  CHECK(compared > 1000);
}

}  // namespace
}  // namespace verilot
