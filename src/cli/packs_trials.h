// What `packs test` prints of trials of packs beside their cases.
#pragma once

#include <algorithm>
#include <cstdint>
#include <thread>

#include "cli/command.h"

namespace verilot {

struct TrialOptions {
  bool all = false;  // mutations, and the dossiers that all packs are to stand
  bool mutations = false, hints = false;
  std::size_t dossiers = 0;  // to be generated for monotonicity, over all packs
  std::uint64_t seed = 1;
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
};

// The outcomes that rules can come to and their cases show; false where a rule lacks one. `shared`
// has the rules that the pack binds.
bool print_outcomes(const RulePack&, const RulePack* shared, Environment&);

// Adds the options to the command line; the trials asked for, and whether there are any.
void add_options(CLI::App&, TrialOptions&);
bool any(const TrialOptions&);

// False when the packs do not stand them.
bool try_packs(const std::vector<const RulePack*>&, const Rulebook&, const TrialOptions&,
               Environment&);

}  // namespace verilot
