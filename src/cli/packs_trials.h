// What `packs test` prints of trials of packs beside their cases.
#pragma once

#include <algorithm>
#include <cstdint>
#include <thread>

#include "cli/command.h"

namespace verilot {

struct TrialOptions {
  bool mutations = false;
  std::size_t dossiers = 0;  // to be generated for monotonicity, over all packs
  std::uint64_t seed = 1;
  std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
};

// False when the packs do not stand them.
bool try_packs(const std::vector<const RulePack*>&, const Rulebook&, const TrialOptions&,
               Environment&);

}  // namespace verilot
