#include "trials/pack_coverage.h"

#include <algorithm>
#include <set>

#include "cel/ast.h"

namespace verilot {

namespace {

using cel::Expr;

struct ReadPaths {
  std::set<std::string> paths;
  bool only_booleans = true;
};

// "product.sterile" of a chain of names; "" of anything else.
std::string chain(const Expr& node) {
  if (node.kind == Expr::Kind::variable || node.kind == Expr::Kind::local) return node.name;
  if (node.kind != Expr::Kind::select) return "";
  const std::string of = chain(*node.args[0]);
  return of.empty() ? "" : of + "." + node.name;
}

void note_paths(const Expr& node, ReadPaths& read) {
  const std::string path = chain(node);
  if (!path.empty()) {
    read.paths.insert(path);
    if (node.type.kind != cel::Type::Kind::boolean) read.only_booleans = false;
    return;
  }
  for (const cel::ExprPtr& child : node.args) note_paths(*child, read);
}

bool restates_one_fact(const Rule& rule) {
  ReadPaths read;
  for (const Expression* condition : {&rule.when, &rule.require})
    if (condition->program) note_paths(condition->program->root(), read);
  return read.only_booleans && read.paths.size() == 1;
}

void add_outcomes(const OutcomeCoverage& rule, PackCoverage& coverage) {
  for (std::size_t i = 0; i < kCoveredOutcomes.size(); ++i) {
    coverage.outcomes[i].possible += rule.possible.count(kCoveredOutcomes[i]);
    coverage.outcomes[i].shown +=
        rule.possible.count(kCoveredOutcomes[i]) * rule.shown.count(kCoveredOutcomes[i]);
  }
  if (!rule.missing().empty()) coverage.rules_without.push_back(rule.rule);
}

}  // namespace

PackCoverage pack_coverage(const RulePack& pack, const RulePack* shared, const ClauseUsers& users) {
  PackCoverage coverage;
  coverage.pack = pack.id;
  coverage.cases = pack.tree.cases.size();
  coverage.examples = pack.examples.size();
  for (const Rule& rule : pack.rules) {
    coverage.cases += rule.cases.size();
    if (restates_one_fact(rule)) {
      ++coverage.restating;
      continue;
    }
    ++coverage.live;
    coverage.advisory += rule.advisory() ? 1 : 0;
  }
  for (const OutcomeCoverage& rule : outcome_coverage(pack, shared)) add_outcomes(rule, coverage);
  coverage.clauses = pack.law.size();
  for (const auto& [id, clause] : pack.law) {
    const auto those = users.find(id);
    const bool cited = those != users.end() && !those->second.empty();
    coverage.cited += cited ? 1 : 0;
    coverage.explained += !cited && !clause.no_rule.empty() ? 1 : 0;
    if (!cited && clause.no_rule.empty()) coverage.clauses_without.push_back(id);
  }
  return coverage;
}

}  // namespace verilot
