// Monotonicity of packs: learning a fact never overturns an outcome.
//
//   MonotonyReport report = try_monotony(packs, rulebook, {.dossiers = 100'000, .seed = 1});
//   report.contradictions      // none, or two dossiers each, as few facts as show it
//
// Of every made-up dossier some facts are forgotten one after another: left out, unread,
// contradicted, a list cut off. Read backwards that is a dossier of which more and more becomes
// known: what a rule says of the poorer one (pass, fail, not applicable) it must say of the richer
// one, and a pathway that was closed stays closed. What was unverified may become anything.
//
// Evidence is built in memory and judged as it stands: what `examine` adds is a fact like others.
// The result depends on the seed, not on the number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trials/ready_cases.h"

namespace verilot {

struct MonotonyOptions {
  std::size_t dossiers = 0;  // over all packs, each by the number of its rules
  std::uint64_t seed = 1;
  std::size_t threads = 1;
};

struct Contradiction {
  std::string rule;     // or "<pack>.pathway"
  std::string subject;  // "lots[0]"
  std::string before, after;
  std::vector<std::string> known;   // the poorer dossier, a line a fact
  std::vector<std::string> learnt;  // what the richer one has instead or besides
};

struct MonotonyReport {
  std::string pack;
  std::size_t dossiers = 0;
  std::size_t refinements = 0;                // pairs of a dossier and one that knows more
  std::size_t decided = 0;                    // outcomes of the poorer ones that must stay
  std::size_t settled = 0;                    // outcomes that the fact learnt decided
  std::vector<Contradiction> contradictions;  // one a rule, in the order of the pack
};

std::vector<MonotonyReport> try_monotony(const std::vector<const ReadyCases*>&, const Rulebook&,
                                         const MonotonyOptions&);

}  // namespace verilot
