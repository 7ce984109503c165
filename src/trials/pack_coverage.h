// trials: how much of the law a pack holds and how far its cases show it.
//
//   const PackCoverage coverage = pack_coverage(pack, &shared, users);
//
// A rule that reads one yes-or-no fact and nothing else restates that fact: it is counted apart,
// not as a live rule.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "packs/reference.h"
#include "trials/outcome_coverage.h"

namespace verilot {

struct PackCoverage {
  // pass, fail, unverified, not-applicable.
  struct Share {
    std::size_t shown = 0, possible = 0;
  };

  std::string pack;
  std::size_t live = 0;      // rules, without those that restate one fact
  std::size_t advisory = 0;  // of the live ones
  std::size_t restating = 0;
  std::array<Share, 4> outcomes;
  std::size_t cases = 0, examples = 0;
  std::size_t clauses = 0, cited = 0, explained = 0;
  std::vector<std::string> rules_without;    // a case for an outcome that they can come to
  std::vector<std::string> clauses_without;  // a rule, a leaf or a reason
};

inline constexpr std::array kCoveredOutcomes = {Outcome::pass, Outcome::fail, Outcome::unverified,
                                                Outcome::not_applicable};

// `shared` has the rules that the pack binds; `users` what any pack rests on a clause.
PackCoverage pack_coverage(const RulePack&, const RulePack* shared, const ClauseUsers& users);

}  // namespace verilot
