// examine: facts from facts. Reads what the dossier says and adds what follows from it.
//
//   EvidenceBuilder builder = ...;          // filled by ingest
//   examine(builder, tables, problems);     // adds every fact the schema calls `derived: examine`
//   Evidence evidence = std::move(builder).finish();
//
// What cannot be told is an unknown fact with its reason, never a guess: a missing fact below gives
// an unknown fact above, an incomplete list an incomplete one.
//
// Reads:  its arguments and nothing else.
// Errors: only a table's own faults are problems (a pattern that is no RE2); evidence has none.
// Limits: kMaxRecognised claims a text; one more makes the list incomplete.
#pragma once

#include <span>
#include <string_view>

#include "model/evidence.h"
#include "model/problem.h"
#include "model/tables.h"

namespace verilot {

constexpr std::size_t kMaxRecognised = 2'000;

struct Examiner {
  std::string_view name;
  void (*examine)(EvidenceBuilder&, const Tables&, Problems&);
};

// In the order they run: a later one may read what an earlier one added.
std::span<const Examiner> examiners();

void examine(EvidenceBuilder&, const Tables&, Problems&);

}  // namespace verilot
