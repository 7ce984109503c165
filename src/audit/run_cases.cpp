#include "audit/run_cases.h"

#include <algorithm>
#include <array>

namespace verilot {

namespace {

std::string joined(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

const std::string kExamples = "examples";
constexpr std::array kByGravity = {Outcome::fail,   Outcome::error, Outcome::unverified,
                                   Outcome::waived, Outcome::pass,  Outcome::not_applicable};

class CaseRunner {
 public:
  CaseRunner(const RulePack& pack, const Rulebook& rulebook, const std::string& only)
      : pack_(pack), rulebook_(rulebook), only_(only) {
    alone_ = pack;
    alone_.rules.clear();
    alone_.bases.clear();
  }

  CaseReport run() {
    for (const Case& c : pack_.tree.cases)
      if (wanted("", c)) run_tree_case(c);
    for (const Rule& rule : pack_.rules) {
      report_.shown[rule.id];
      alone_.rules = {rule};
      for (const Case& c : rule.cases)
        if (wanted(rule.id, c)) run_rule_case(rule, c);
    }
    for (const Example& example : pack_.examples)
      if (wanted(kExamples, example.dossier)) run_example(example);
    return std::move(report_);
  }

 private:
  bool wanted(const std::string& rule, const Case& c) const {
    return only_.empty() || case_name(rule, c) == only_;
  }

  struct Judged {
    Judgement judgement;
    std::string fault;  // "" when the case's dossier is sound
  };

  Judged judge(const Case& c, const RulePack& by) const {
    const ExaminedDossier examined = case_dossier(c, pack_, rulebook_);
    if (any_error(examined.problems)) return {{}, to_string(examined.problems.front())};
    return {evaluate(by, examined.evidence, {c.as_of ? *c.as_of : pack_.law_as_found, "case"}), ""};
  }

  // fail > error > unverified > pass > not-applicable; "nothing" without a finding.
  static std::string gravest(const Judgement& judgement, const std::string& rule) {
    const Finding* worst = nullptr;
    const auto rank = [](const Finding& f) {
      return std::ranges::find(kByGravity, f.outcome) - kByGravity.begin();
    };
    for (const Finding& finding : judgement.findings)
      if (finding.rule == rule && (worst == nullptr || rank(finding) < rank(*worst)))
        worst = &finding;
    return worst == nullptr ? "nothing" : std::string(to_string(worst->outcome));
  }

  void run_example(const Example& example) {
    const Case& c = example.dossier;
    const Judged judged = judge(c, pack_);
    std::string expected, got, because = judged.fault;
    const auto compare = [&](const std::string& what, const std::string& wanted,
                             const std::string& found) {
      if (wanted == found) return;
      expected += (expected.empty() ? "" : "; ") + what + wanted;
      got += (got.empty() ? "" : "; ") + what + found;
    };
    const Judgement& judgement = judged.judgement;
    if (!judged.fault.empty()) compare("", "a sound dossier", "a faulty one");
    if (!example.verdict.empty()) {
      compare("", example.verdict, std::string(to_string(judgement.verdict)));
      if (!expected.empty()) because += grave_findings(judgement);
    }
    if (!example.pathway.empty())
      compare("pathway ", joined(example.pathway),
              joined(judgement.pathways.empty() ? std::vector<std::string>{}
                                                : leaf_ids(judgement.pathways.front())));
    for (const auto& [rule, outcome] : example.expect)
      compare(rule + " ", outcome, gravest(judgement, rule));
    report_.results.push_back(
        {kExamples, c.name, expected.empty(), expected, got, because, c.where});
  }

  static std::vector<std::string> leaf_ids(const ArticlePathway& article) {
    std::vector<std::string> ids;
    for (const Leaf* leaf : article.possible) ids.push_back(leaf->id);
    return ids;
  }

  // What moves the verdict.
  static std::string grave_findings(const Judgement& judgement) {
    std::string text;
    for (const Finding& f : judgement.findings) {
      const bool bad = f.outcome == Outcome::fail || f.outcome == Outcome::error ||
                       f.outcome == Outcome::unverified;
      if (!bad || f.advisory || f.severity < Severity::medium) continue;
      text += (text.empty() ? "" : "; ") + f.rule + " " + std::string(to_string(f.outcome));
    }
    return text;
  }

  void add(const std::string& rule, const Case& c, const std::string& got,
           const std::string& because) {
    CaseResult result{rule, c.name, false, joined(c.expect), got, because, c.where};
    result.ok = result.expected == got;
    report_.results.push_back(std::move(result));
  }

  void run_tree_case(const Case& c) {
    const Judged judged = judge(c, alone_);
    if (!judged.fault.empty()) return add("", c, "a faulty case", judged.fault);
    std::vector<std::string> got;
    std::string answers;
    for (const ArticlePathway& article : judged.judgement.pathways) {
      if (!c.subject.empty() ? article.subject != c.subject
                             : &article != &judged.judgement.pathways.front())
        continue;
      got = leaf_ids(article);
      for (const Answer& answer : article.answers)
        answers += answer.question->id + "=" + cel::to_display(answer.value).substr(0, 60) + " ";
    }
    if (got.size() == 1) report_.leaves_shown.insert(got.front());
    add("", c, joined(got), answers);
  }

  void run_rule_case(const Rule& rule, const Case& c) {
    const Judged judged = judge(c, alone_);
    if (!judged.fault.empty()) return add(rule.id, c, "a faulty case", judged.fault);
    std::vector<const Finding*> findings;
    for (const Finding& finding : judged.judgement.findings)
      if (finding.rule == rule.id && (c.subject.empty() || finding.subject == c.subject))
        findings.push_back(&finding);
    if (findings.empty() && c.expect == std::vector<std::string>{"nothing"})
      return add(rule.id, c, "nothing", "");
    if (findings.size() != 1)
      return add(rule.id, c, std::to_string(findings.size()) + " findings",
                 "name one with `subject:`");
    const Finding& finding = *findings.front();
    report_.shown[rule.id].insert(finding.outcome);
    std::string because = finding.message;
    for (const MissingFact& fact : finding.unknown)
      because += "; " + fact.path + " (" + fact.reason + ")";
    add(rule.id, c, std::string(to_string(finding.outcome)), because);
  }

  const RulePack& pack_;
  RulePack alone_;  // the pack with none but the rule whose cases run: no other one matters to them
  const Rulebook& rulebook_;
  const std::string& only_;
  CaseReport report_;
};

}  // namespace

std::string case_name(const std::string& rule, const Case& c) {
  return (rule.empty() ? "pathways" : rule) + " / " + c.name;
}

ExaminedDossier case_dossier(const Case& c, const RulePack& pack, const Rulebook& rulebook) {
  if (!c.base.empty() && pack.bases.count(c.base) == 0) {
    ExaminedDossier none;
    none.problems.push_back(
        {ProblemLevel::error, c.where, "no base '" + c.base + "' in bases.yaml"});
    return none;
  }
  return examine_dossier(read_case(dossier_of(c, pack), rulebook.schema, rulebook.tables),
                         rulebook);
}

std::vector<std::string> case_names(const RulePack& pack) {
  std::vector<std::string> names;
  for (const Case& c : pack.tree.cases) names.push_back(case_name("", c));
  for (const Rule& rule : pack.rules)
    for (const Case& c : rule.cases) names.push_back(case_name(rule.id, c));
  for (const Example& example : pack.examples)
    names.push_back(case_name(kExamples, example.dossier));
  return names;
}

CaseReport run_cases(const RulePack& pack, const Rulebook& rulebook, const std::string& only) {
  return CaseRunner(pack, rulebook, only).run();
}

}  // namespace verilot
