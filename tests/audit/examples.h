// Every pack of the project, and the dossiers that its cases are.
#pragma once

#include <string>
#include <vector>

#include "audit/rulebook.h"
#include "audit/run_cases.h"

namespace verilot {

// Those of the jurisdictions and `rules`, with all shared rules.
inline const std::vector<RulePack>& all_packs() {
  static const std::vector<RulePack> packs = [] {
    std::vector<std::string> ids;
    for (const PackName& name : the_rulebook().packs) ids.push_back(name.id);
    const Rulebook& book = the_rulebook();
    std::vector<RulePack> all = load_packs(book.root, ids, book.schema, book.tables).packs;
    all.back() = load_packs(book.root, {}, book.schema, book.tables).packs.at(0);
    return all;
  }();
  return packs;
}

struct CaseDossier {
  std::string name;
  YamlNode dossier;
};

// The dossiers of the pack: its bases, and its cases.
inline std::vector<CaseDossier> examples_of(const RulePack& pack) {
  std::vector<CaseDossier> examples;
  for (const auto& [name, base] : pack.bases) examples.push_back({name, base});
  const auto add = [&](const std::string& rule, const std::vector<Case>& cases) {
    for (const Case& c : cases) {
      if (!c.given.is_map()) continue;
      const auto base = pack.bases.find(c.base);
      examples.push_back({rule + " / " + c.name,
                          base == pack.bases.end() ? c.given : merged(base->second, c.given)});
    }
  };
  add("pathways", pack.tree.cases);
  for (const Rule& rule : pack.rules) add(rule.id, rule.cases);
  return examples;
}

}  // namespace verilot
