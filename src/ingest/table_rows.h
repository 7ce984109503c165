// ingest: lines of a table's body joined into its rows.
#pragma once

#include <vector>

#include "ingest/column_table.h"

namespace verilot {

// One printed line, its words already in their columns.
struct BodyLine {
  std::vector<TableCell> cells;
  Box box;
};

// A row begins with a name or a value. A name alone is the other half of a wrapped name when it
// stands close to a row, a section heading otherwise; values alone continue the row above, unless
// halves of a name stand around them.
std::vector<TableRow> rows_of(const std::vector<BodyLine>&, const TableHeader&, const Lexicon&);

}  // namespace verilot
