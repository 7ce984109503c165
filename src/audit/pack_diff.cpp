#include "audit/pack_diff.h"

#include <algorithm>

namespace verilot {

namespace {

template <typename Map>
std::vector<typename Map::key_type> keys_of_both(const Map& a, const Map& b) {
  std::vector<typename Map::key_type> keys;
  for (const auto& [key, value] : a) keys.push_back(key);
  for (const auto& [key, value] : b)
    if (a.count(key) == 0) keys.push_back(key);
  std::ranges::sort(keys);
  return keys;
}

std::string text_in(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

std::vector<FieldChange> compare(const Fields& before, const Fields& after) {
  std::vector<FieldChange> changes;
  for (const std::string& name : keys_of_both(before, after)) {
    FieldChange change{name, text_in(before, name), text_in(after, name)};
    if (change.before != change.after) changes.push_back(std::move(change));
  }
  return changes;
}

std::string words_of(const Finding& finding) {
  return std::string(to_string(finding.outcome)) + " " + std::string(to_string(finding.severity)) +
         (finding.advisory ? " advisory" : "");
}

const Finding* with_id(const DossierResult& dossier, const std::string& id) {
  const auto found = std::ranges::find(dossier.findings, id, &Finding::id);
  return found == dossier.findings.end() ? nullptr : &*found;
}

void note(const Finding& finding, std::string before, std::string after, DossierChange& change) {
  if (before == after) return;
  change.findings.push_back({finding.id, finding.pack, finding.rule, finding.subject,
                             std::move(before), std::move(after)});
}

// A finding that says nothing of a product is not missed.
bool is_silent(const Finding& finding) { return finding.outcome == Outcome::not_applicable; }

void compare_findings(const DossierResult& before, const DossierResult& after,
                      DossierChange& change) {
  for (const Finding& old : before.findings) {
    const Finding* now = with_id(after, old.id);
    if (now != nullptr) {
      const bool both_silent = is_silent(old) && is_silent(*now);
      if (!both_silent) note(old, words_of(old), words_of(*now), change);
    } else if (!is_silent(old)) {
      note(old, words_of(old), "", change);
    }
  }
  for (const Finding& now : after.findings)
    if (with_id(before, now.id) == nullptr && !is_silent(now)) note(now, "", words_of(now), change);
}

std::string verdict_in(const DossierResult& dossier, const std::string& pack) {
  const auto found = std::ranges::find(dossier.verdicts, pack, &PackVerdict::pack);
  return found == dossier.verdicts.end() ? "" : std::string(to_string(found->verdict));
}

void compare_verdicts(const DossierResult& before, const DossierResult& after,
                      DossierChange& change) {
  std::vector<std::string> packs;
  for (const DossierResult* one : {&before, &after})
    for (const PackVerdict& verdict : one->verdicts)
      if (std::ranges::count(packs, verdict.pack) == 0) packs.push_back(verdict.pack);
  for (const std::string& pack : packs) {
    VerdictChange verdict{pack, verdict_in(before, pack), verdict_in(after, pack), {}};
    if (verdict.before == verdict.after) continue;
    for (const FindingChange& finding : change.findings)
      if (finding.pack == pack && std::ranges::count(verdict.rules, finding.rule) == 0)
        verdict.rules.push_back(finding.rule);
    change.verdicts.push_back(std::move(verdict));
  }
}

}  // namespace

std::vector<PartChange> compare(const RulePack& before, const RulePack& after) {
  const auto a = described(before), b = described(after);
  std::vector<PartChange> changes;
  for (const auto& key : keys_of_both(a, b)) {
    PartChange change{key.first, key.second, PartChange::How::changed, {}};
    if (a.count(key) == 0) change.how = PartChange::How::added;
    if (b.count(key) == 0) change.how = PartChange::How::removed;
    if (change.how == PartChange::How::changed) change.fields = compare(a.at(key), b.at(key));
    if (change.how != PartChange::How::changed || !change.fields.empty())
      changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<DossierChange> compare(const Run& before, const Run& after) {
  std::vector<DossierChange> changes;
  const std::size_t both = std::min(before.dossiers.size(), after.dossiers.size());
  for (std::size_t i = 0; i < both; ++i) {
    const DossierResult& now = after.dossiers[i];
    DossierChange change{now.id, now.path, {}, {}};
    compare_findings(before.dossiers[i], now, change);
    compare_verdicts(before.dossiers[i], now, change);
    if (!change.findings.empty() || !change.verdicts.empty()) changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace verilot
