#include "trials/ready_cases.h"

#include <algorithm>
#include <set>

#include "audit/run_cases.h"
#include "trials/in_parallel.h"

namespace verilot {

namespace {

constexpr Outcome kByGravity[] = {Outcome::fail, Outcome::error, Outcome::unverified, Outcome::pass,
                                  Outcome::not_applicable};

struct Job {
  std::vector<std::string> rules;  // "" for a case of the tree
  const Case* written = nullptr;
  bool is_example = false;
  std::optional<ReadyCase> ready;
};

std::vector<Job> jobs_of(const RulePack& pack) {
  std::vector<Job> jobs;
  for (const Case& c : pack.tree.cases) jobs.push_back({{""}, &c, false, {}});
  for (const Rule& rule : pack.rules)
    for (const Case& c : rule.cases) jobs.push_back({{rule.id}, &c, false, {}});
  for (const Example& example : pack.examples) {
    std::vector<std::string> rules;
    for (const auto& [rule, outcome] : example.expect) rules.push_back(rule);
    if (!example.pathway.empty()) rules.emplace_back();
    jobs.push_back({std::move(rules), &example.dossier, true, {}});
  }
  return jobs;
}

std::optional<ReadyCase> ready_case(const Case& c, const RulePack& pack, const Rulebook& rulebook) {
  ExaminedDossier examined = case_dossier(c, pack, rulebook);
  if (any_error(examined.problems)) return std::nullopt;
  ReadyCase ready{&c,
                  std::make_shared<const Evidence>(std::move(examined.evidence)),
                  c.as_of ? *c.as_of : pack.law_as_found,
                  {}};
  ready.pathways = possible_pathways(pack.tree, pack.values, *ready.evidence, ready.as_of);
  return ready;
}

}  // namespace

ReadyCases::ReadyCases(const RulePack& pack, const Rulebook& rulebook, std::size_t threads)
    : pack_(&pack) {
  std::vector<Job> jobs = jobs_of(pack);
  in_parallel(jobs.size(), threads,
              [&](std::size_t i) { jobs[i].ready = ready_case(*jobs[i].written, pack, rulebook); });
  for (Job& job : jobs) {
    if (!job.ready) continue;
    job.ready->is_example = job.is_example;
    for (const std::string& rule : job.rules)
      (rule.empty() ? of_tree_ : of_rules_[rule]).push_back(*job.ready);
  }
}

const std::vector<ReadyCase>& ReadyCases::of_rule(const std::string& id) const {
  static const std::vector<ReadyCase> kNone;
  const auto found = of_rules_.find(id);
  return found == of_rules_.end() ? kNone : found->second;
}

std::vector<const ReadyCase*> ReadyCases::all() const {
  std::vector<const ReadyCase*> cases;
  std::set<const Case*> seen;
  const auto add = [&](const std::vector<ReadyCase>& more) {
    for (const ReadyCase& c : more)
      if (seen.insert(c.written).second) cases.push_back(&c);
  };
  add(of_tree_);
  for (const Rule& rule : pack_->rules) add(of_rule(rule.id));
  return cases;
}

std::vector<SubjectOutcome> outcomes_of(const RuleOnDay& rule, const ReadyCase& c,
                                        const RuleActivation::Constants& values) {
  std::vector<SubjectOutcome> all = rule.outcomes(*c.evidence, c.pathways, values);
  const std::string& subject = c.written->subject;
  if (!subject.empty())
    std::erase_if(all, [&](const SubjectOutcome& one) { return one.subject != subject; });
  if (!c.is_example || all.empty()) return all;
  for (const Outcome outcome : kByGravity)
    if (std::ranges::find(all, outcome, &SubjectOutcome::outcome) != all.end())
      return {{"", outcome}};
  return all;
}

std::vector<std::string> leaves_of(const PathwayTree& tree, const ReadyCase& c,
                                   const RuleActivation::Constants& values) {
  const std::vector<ArticlePathway> all = possible_pathways(tree, values, *c.evidence, c.as_of);
  std::set<std::string> leaves;
  for (const ArticlePathway& article : all) {
    const std::string& subject = c.written->subject;
    if (subject.empty() ? &article != &all.front() : article.subject != subject) continue;
    for (const Leaf* leaf : article.possible) leaves.insert(leaf->id);
  }
  return {leaves.begin(), leaves.end()};
}

}  // namespace verilot
