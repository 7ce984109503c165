#include "trials/outcome_coverage.h"

#include <algorithm>

#include "packs/possible.h"

namespace verilot {

namespace {

using cel::Expr;

constexpr Outcome kOfCases[] = {Outcome::pass, Outcome::fail, Outcome::unverified,
                                Outcome::not_applicable};

// Whether it asks anything of the evidence: constants are known.
bool asks(const Expr& node, const RulePack& pack) {
  const bool constant =
      node.name == "as_of" || node.name == "parameters" || pack.values.count(node.name) > 0;
  if (node.kind == Expr::Kind::variable && !constant) return true;
  return std::ranges::any_of(node.args, [&](const auto& part) { return asks(*part, pack); });
}
bool asks(const Expression& expression, const RulePack& pack) {
  return expression.program && asks(expression.program->root(), pack);
}

class RuleOutcomes {
 public:
  RuleOutcomes(const RulePack& pack, const Rule& rule)
      : pack_(pack), rule_(rule), possible_(constants_of(pack, rule)) {}

  std::set<Outcome> possible() {
    reading(rule_.when, rule_.require);
    for (const RuleVersion& version : rule_.versions)
      if (version.when || version.require)
        reading(version.when ? *version.when : rule_.when,
                version.require ? *version.require : rule_.require);
    if (!rule_.element.empty()) outcomes_.insert(Outcome::unverified);
    if (!rule_.applies_to.empty()) outcomes_.insert({Outcome::unverified, Outcome::not_applicable});
    return outcomes_;
  }

 private:
  static Possible::Constants constants_of(const RulePack& pack, const Rule& rule) {
    Possible::Constants constants(pack.values.begin(), pack.values.end());
    for (const auto& [name, value] : rule.parameters)
      constants.insert_or_assign("parameters." + name, value);
    return constants;
  }

  void reading(const Expression& when, const Expression& require) {
    if (can(when, nullptr, false)) outcomes_.insert(Outcome::not_applicable);
    if (can(require, &when, true)) outcomes_.insert(Outcome::pass);
    if (can(require, &when, false)) outcomes_.insert(Outcome::fail);
    if (asks(when, pack_) || asks(require, pack_)) outcomes_.insert(Outcome::unverified);
  }
  bool can(const Expression& expression, const Expression* where, bool truth) const {
    if (!expression.program) return false;
    std::vector<WantedTruth> wanted = {{&expression.program->root(), expression.text, truth}};
    if (where != nullptr && where->program)
      wanted.push_back({&where->program->root(), where->text, true});
    return possible_.together(wanted);
  }

  const RulePack& pack_;
  const Rule& rule_;
  const Possible possible_;
  std::set<Outcome> outcomes_;
};

void add_shown(const std::vector<Case>& cases, std::set<Outcome>& shown) {
  for (const Case& c : cases)
    for (const Outcome outcome : kOfCases)
      if (std::ranges::find(c.expect, to_string(outcome)) != c.expect.end()) shown.insert(outcome);
}

}  // namespace

std::vector<Outcome> OutcomeCoverage::missing() const {
  std::vector<Outcome> all;
  std::ranges::set_difference(possible, shown, std::back_inserter(all));
  return all;
}

std::vector<OutcomeCoverage> outcome_coverage(const RulePack& pack, const RulePack* shared) {
  std::vector<OutcomeCoverage> all;
  for (const Rule& rule : pack.rules) {
    OutcomeCoverage coverage{rule.id, rule.where, RuleOutcomes(pack, rule).possible(), {}};
    add_shown(rule.cases, coverage.shown);
    if (shared != nullptr && !rule.shared_id.empty()) {
      const auto bound = std::ranges::find(shared->rules, rule.shared_id, &Rule::id);
      if (bound != shared->rules.end())
        coverage.shown.merge(RuleOutcomes(*shared, *bound).possible());
    }
    all.push_back(std::move(coverage));
  }
  return all;
}

}  // namespace verilot
