// Mutation testing of packs: every small slip in a condition or a limit must make some case fail.
//
//   const std::vector<MutationReport> reports = try_mutations({&us_fda, &rules}, rulebook, {});
//   reports[0].score()        // killed of those that can be, in percent
//   reports[0].survivors      // the slips that no case of their rule noticed
//
// A mutant of a rule is tried on the cases of that rule, one of a question on those of the tree,
// one of a pack's value on those of every rule and tree of the packs given that reads it. What the
// checker refuses, and what provably changes nothing, is no mutant.
//
// The result does not depend on the number of threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trials/ready_cases.h"

namespace verilot {

// A dossier that a case could be made of.
struct Hint {
  std::string from;                // the case that it is, but for
  std::vector<std::string> given;  // these facts
  std::string before, after;       // what the rule says of it, and what it says with the slip
};

struct Survivor {
  SourceLocation where;
  std::string of;  // the rule, "pathways / <question>" or "value <name>"
  std::string original, mutated;
  std::optional<Hint> hint;
};

struct MutationReport {
  std::string pack;
  std::size_t killed = 0;
  std::size_t equivalent = 0;
  std::vector<Survivor> survivors;  // in order of file, line and column

  std::size_t mutants() const { return killed + survivors.size(); }
  double score() const;  // in percent; 100 where there is nothing to kill
};

struct MutationOptions {
  std::size_t threads = 1;
  bool hints = false;  // look for a dossier that tells a survivor from what is written
};

// One report a pack, in their order.
std::vector<MutationReport> try_mutations(const std::vector<const ReadyCases*>&, const Rulebook&,
                                          const MutationOptions&);

}  // namespace verilot
