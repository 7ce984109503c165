// One row of results as verilot judges it.
//
//   const ResultRow row = read_row(evidence, test, grammar);
//   judge_row(row).outcome
#pragma once

#include "examine/cell.h"
#include "examine/criterion.h"
#include "examine/judge.h"
#include "model/evidence.h"

namespace verilot {

// What the row says, cell by cell. The verdict column stands in where a certificate has no column
// for results.
struct ResultRow {
  Cell result;
  Cell limit;
  Criterion criterion;
  Cell status;
  Nature nature = Nature::other;
  bool limit_known = false;
};

ResultRow read_row(const Evidence&, NodeId test, const CellGrammar&);

// The decimal sign is decided once for a certificate.
bool certificate_uses_comma(const Evidence&, const std::vector<NodeId>& tests);

// The result against its limit, and what stands against that: a limit nobody read, a verdict that
// says the opposite.
Judgement judge_row(const ResultRow&);

// The result against its limit and nothing else.
Judgement compare_row(const ResultRow&);

// Whether a single number that breaks its limit keeps it once it is rounded to the places of the
// limit, as pharmacopoeias do (USP General Notices 7.20).
bool passes_when_rounded(const ResultRow&);

}  // namespace verilot
