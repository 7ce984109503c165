// Dossiers that tell two readings of a rule apart: what the case could be that kills a survivor.
//
// They begin as cases of the rule and have up to three facts changed, the fewest first.
#pragma once

#include <functional>
#include <optional>

#include "trials/dossier_maker.h"
#include "trials/mutation.h"

namespace verilot {

class TellingDossiers {
 public:
  // `read`: the names that the readings read. Made when they are first asked for; refers to all.
  TellingDossiers(const RulePack& pack, const std::vector<ReadyCase>& cases, const FactPool& pool,
                  const Rulebook& rulebook, Names read);

  // What a reading says of a dossier, in words.
  using Reading = std::function<std::string(const ReadyCase&)>;
  std::optional<Hint> first(const Reading& original, const Reading& changed);

 private:
  struct Made {
    ReadyCase dossier;
    FactPtr from, facts;
  };
  void make();

  const RulePack& pack_;
  const std::vector<ReadyCase>& cases_;
  const FactPool& pool_;
  const Rulebook& rulebook_;
  const Names read_;
  std::vector<Made> made_;
};

}  // namespace verilot
