// Two dossiers of which the second knows more than the first, under one pack.
#pragma once

#include "trials/fact_pool.h"
#include "trials/fact_tree.h"
#include "trials/monotonicity.h"

namespace verilot {

// A pack on one day, with what its expressions read.
class PackOnDay {
 public:
  PackOnDay(const RulePack&, const Date& as_of, const Rulebook&);

  struct Outcomes {
    std::vector<ArticlePathway> pathways;
    std::vector<std::vector<SubjectOutcome>> of_rules;  // in the order of the pack
  };
  Outcomes judge(const Fact& dossier) const;
  // The same for a dossier that differs from a judged one in facts of these names alone.
  Outcomes judge_again(const Fact& dossier, const Outcomes& before, const Names& changed) const;

  const RulePack& pack() const { return pack_; }
  std::string pathway_rule() const { return pack_.id + ".pathway"; }

  // What the poorer dossier's outcomes say against those of the richer one; of one rule where
  // `only` names it. At most one a rule, without the dossiers.
  std::vector<Contradiction> contradictions(const Outcomes& poorer, const Outcomes& richer,
                                            const std::string& only = "") const;

 private:
  const RulePack& pack_;
  const Rulebook& rulebook_;
  Date as_of_;
  std::vector<RuleOnDay> rules_;
  std::vector<Names> names_;  // of the rules
  Names tree_names_;
};

// Takes away what both dossiers have as long as they contradict each other, and fills in what is
// left of them.
void shrink(const PackOnDay&, FactPtr poorer, FactPtr richer, Contradiction&);

}  // namespace verilot
