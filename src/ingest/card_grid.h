// ingest: results in cards side by side, without rows and columns.
//
//   Total yeast and mould    E. coli            Lead
//   <100 CFU/g               Absent in 1 g      0.011 ppm
//   Passed                   Passed             Passed
//
// Values may stand above their names, and verdicts may be all that is printed. At least two cards
// in line, one of them of a known analyte; then the others are analytes too.
#pragma once

#include <string>
#include <vector>

#include "ingest/column_table.h"
#include "model/certificate.h"

namespace verilot {

std::vector<CertificateTest> card_grids(const PageLayout&, const std::vector<ColumnTable>&,
                                        const Lexicon&, const std::string& file);

}  // namespace verilot
