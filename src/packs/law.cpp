#include "packs/law.h"

#include "digest/digest.h"

namespace verilot {

namespace {

constexpr std::size_t kMarkDigits = 8;

}  // namespace

std::string seal_of(const Clause& clause) {
  const std::string from = clause.in_force.from ? to_string(*clause.in_force.from) : "";
  const std::string until = clause.in_force.until ? to_string(*clause.in_force.until) : "";
  return sha256_of(
      {clause.clause, "\n", clause.status, "\n", clause.text, "\n", from, "\n", until, "\n"});
}

std::string mark_of(const Clause& clause) { return seal_of(clause).substr(0, kMarkDigits); }

bool is_own(const RulePack& pack, const SourceLocation& where) {
  const std::string folder = (pack.id == "rules" ? "" : "jurisdictions/") + pack.id + "/";
  return where.file.starts_with(folder);
}

std::vector<PlacedCitation> citations_of(const RulePack& pack) {
  std::vector<PlacedCitation> citations;
  const auto note = [&](const std::string& by, const std::vector<CitedClause>& cited) {
    for (const CitedClause& one : cited) citations.push_back({by, &one});
  };
  for (const auto& [id, leaf] : pack.tree.leaves) note(id, leaf.cited);
  for (const Rule& rule : pack.rules) {
    note(rule.id, rule.cited);
    for (const RuleVersion& version : rule.versions) note(rule.id, version.cited);
  }
  return citations;
}

}  // namespace verilot
