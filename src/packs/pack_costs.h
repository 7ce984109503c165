// packs: conditions of rules and pathways that may not end within the budget of an evaluation.
#pragma once

#include "cel/cost.h"
#include "model/schema.h"
#include "packs/pack.h"

namespace verilot {

// How large the facts of a dossier can be, as the schema declares and the readers enforce.
cel::Sizes sizes_of_evidence(const Schema&);

struct ExpressionCost {
  std::string name;            // "rule 'test.a'", "question 'q1'"
  const Rule* rule = nullptr;  // of the pack; nullptr for a question
  const Expression* expression = nullptr;
  cel::CostEstimate most;
};
// Of every condition of the pack, on a dossier that is as large as the schema allows.
std::vector<ExpressionCost> costs_of(const RulePack&, const Schema&);

// One for each rule and question that may cost more; in the order of the pack.
Problems faults_of_cost(const RulePack&, const Schema&);

}  // namespace verilot
