#include "trials/telling_apart.h"

#include <algorithm>

namespace verilot {

namespace {

constexpr std::size_t kDossiers[] = {400, 300, 300};  // with one, two and three facts changed

std::vector<std::string> new_lines(const Fact& from, const Fact& facts) {
  const std::vector<std::string> old = lines_of(from);
  std::vector<std::string> lines;
  for (std::string& line : lines_of(facts))
    if (std::ranges::find(old, line) == old.end()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace

TellingDossiers::TellingDossiers(const RulePack& pack, const std::vector<ReadyCase>& cases,
                                 const FactPool& pool, const Rulebook& rulebook, Names read)
    : pack_(pack), cases_(cases), pool_(pool), rulebook_(rulebook), read_(std::move(read)) {}

void TellingDossiers::make() {
  const DossierMaker maker(pool_, rulebook_.schema, read_, DossierMaker::Fields::stated);
  RandomNumbers random(1);
  std::size_t changes = 0;
  for (const std::size_t count : kDossiers) {
    ++changes;
    for (std::size_t i = 0; i < count; ++i) {
      const ReadyCase& start = cases_[i % cases_.size()];
      Made made;
      made.from = fact_tree(*start.evidence, rulebook_.schema);
      made.facts = made.from;
      for (std::size_t k = 0; k < changes; ++k) made.facts = maker.changed_once(made.facts, random);
      made.dossier = {start.written,
                      std::make_shared<const Evidence>(evidence_of(*made.facts, rulebook_)),
                      start.as_of,
                      {}};
      made.dossier.pathways =
          possible_pathways(pack_.tree, pack_.values, *made.dossier.evidence, start.as_of);
      made_.push_back(std::move(made));
    }
  }
}

std::optional<Hint> TellingDossiers::first(const Reading& original, const Reading& changed) {
  if (cases_.empty()) return std::nullopt;
  if (made_.empty()) make();
  for (const Made& made : made_) {
    const std::string before = original(made.dossier), after = changed(made.dossier);
    if (before != after)
      return Hint{made.dossier.written->name, new_lines(*made.from, *made.facts), before, after};
  }
  return std::nullopt;
}

}  // namespace verilot
