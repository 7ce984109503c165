#include "audit/resolve.h"

#include "digest/digest.h"
#include "evaluate/in_force.h"

namespace verilot {

namespace {

ResolvedRule resolved(const RulePack& pack, const Rule& written, const Date& as_of) {
  const RuleVersion* version = version_on(written, as_of);
  Rule rule = version == nullptr ? written : replaced_by(*version, written);
  rule.versions.clear();
  ResolvedRule result;
  result.pack = pack.id;
  result.id = rule.id;
  result.title = rule.title;
  result.severity = rule.severity;
  result.clause = rule.citation.clause;
  result.shared_id = rule.shared_id;
  for (const auto& [name, value] : rule.parameters)
    result.parameters.emplace_back(name, cel::to_display(value));
  for (const std::string& change : rule.tailored.changes)
    result.tailored.push_back(change + " by " + rule.tailored.file + ": " + rule.tailored.reason);
  result.advisory = rule.advisory();
  result.in_force = holds(rule.in_force, as_of);
  result.fields = described(rule);
  return result;
}

// Every part with its length before it, so that no two lists give one text.
void add_part(std::string& text, const std::string& part) {
  text += std::to_string(part.size()) + ":" + part;
}

}  // namespace

Resolution resolve(const std::vector<std::string>& packs, const Rulebook& rulebook,
                   const Date& as_of, Problems& problems) {
  const LoadedPacks loaded =
      load_packs(rulebook.root, packs, rulebook.schema, rulebook.tables, rulebook.tailoring.get());
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  Resolution resolution;
  std::string all;
  for (const RulePack& pack : loaded.packs) {
    resolution.packs.push_back({pack.id, pack.version, pack.title, pack.hash,
                                to_string(pack.law_as_found), pack.rules.size()});
    for (const Rule& rule : pack.rules) {
      ResolvedRule one = resolved(pack, rule, as_of);
      if (one.in_force) {
        add_part(all, pack.id);
        add_part(all, one.id);
        for (const auto& [name, text] : one.fields) {
          add_part(all, name);
          add_part(all, text);
        }
      }
      resolution.rules.push_back(std::move(one));
    }
  }
  resolution.hash = sha256_of({all});
  return resolution;
}

}  // namespace verilot
