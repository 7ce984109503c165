// One place of a pack that mutants are made of, tried out: a rule, a question, a value.
#pragma once

#include "trials/constants.h"
#include "trials/fact_pool.h"
#include "trials/mutation.h"

namespace verilot {

// What all trials of one pack share.
struct MutationGround {
  const ReadyCases& cases;
  const Rulebook& rulebook;
  const WrittenConstants& constants;
  std::string folder;              // as in folder_in_places()
  const FactPool* pool = nullptr;  // where hints are wanted
};

struct Tried {
  std::size_t killed = 0, equivalent = 0;
  std::vector<Survivor> survivors;
};

// The conditions and parameters that stand with the rule itself: those of a shared rule are tried
// where it stands.
Tried try_rule(const MutationGround&, const Rule&);
Tried try_question(const MutationGround&, const Question&);
// `readers`: the packs whose rules and questions may read the value.
Tried try_value(const MutationGround&, const ChangedConstant&,
                const std::vector<const ReadyCases*>& readers);

}  // namespace verilot
