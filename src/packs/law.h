// packs: the seal of a clause, by which a later change of its text is noticed.
//
//   clause.sha256 == seal_of(clause)              the text is as it was sealed
//   cited.mark == mark_of(clause)                 the rule was reviewed against this text
//
// Shapes: a seal is the SHA-256 of citation, status, words and days in force, in 64 hexadecimal
//         digits; a mark is its first eight.
#pragma once

#include <string>
#include <vector>

#include "packs/pack.h"

namespace verilot {

std::string seal_of(const Clause&);
std::string mark_of(const Clause&);

// Whether the place is in the pack's own folder, not in one that it takes over or binds from.
bool is_own(const RulePack&, const SourceLocation&);

// Every citation of the pack: of its rules, their versions and its leaves; also those of what it
// takes over or binds, which stand in files that are not its own.
struct PlacedCitation {
  std::string by;  // the id of the rule or leaf
  const CitedClause* cited = nullptr;
};
std::vector<PlacedCitation> citations_of(const RulePack&);

}  // namespace verilot
