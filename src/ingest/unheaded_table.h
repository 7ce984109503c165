// ingest: tables that name no columns, told by what stands in their rows.
//
//   Lead (Pb)     NMT 0.5 ppm    0.02 ppm
//   Sterility     No growth      No growth
//
// Three or more rows in line that begin with names of analytes. A column of units, of methods or of
// limits ("NMT 5", "5.0 - 7.0") shows itself; one column must be left to hold the results. Where
// two could hold them nobody knows which is the limit, and nothing is read.
#pragma once

#include <vector>

#include "ingest/column_table.h"

namespace verilot {

// Tables of the page outside those that were found by their headers.
std::vector<ColumnTable> find_unheaded_tables(const PageLayout&,
                                              const std::vector<ColumnTable>& found,
                                              const Lexicon&);

}  // namespace verilot
