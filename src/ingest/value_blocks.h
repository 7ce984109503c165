// ingest: tables turned by a quarter: the analytes stand side by side above, and each row says what
// it holds.
//
//             C       Si      Mn
//   min.      -       -       -
//   max.      0.07    0.70    1.50
//   actual    0.032   0.41    0.78
//
// A row is told by a unit ("%", "mg/g"), by a word of column headers ("max.", "LOD (%)", "actual").
#pragma once

#include <string>
#include <vector>

#include "ingest/column_table.h"
#include "model/certificate.h"

namespace verilot {

std::vector<CertificateTest> block_results(const PageLayout&, const std::vector<ColumnTable>&,
                                           const Lexicon&, const std::string& file);

}  // namespace verilot
