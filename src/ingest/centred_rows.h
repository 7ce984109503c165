// ingest: rows whose cells are centred on one another, so that their lines stand at half steps.
#pragma once

#include <string>
#include <vector>

#include "ingest/table_rows.h"

namespace verilot {

struct Kinds {
  std::size_t name = 0;  // the analyte column
  std::vector<std::size_t> values;
};

// Lines that touch: those of one row, or of a whole table set without space between its rows.
using Block = std::vector<BodyLine>;

// Text continued on the next line of a cell; a name broken at a hyphen closes up.
void append(TableCell&, const TableCell& more);

// The rows of a staggered block: each cell goes to the name whose middle is nearest to its own.
// Nothing when that does not give every cell a name of its own. Names alone head the rows below
// them: `section` is the one above the block, and then the last of its own.
std::vector<TableRow> centred_rows(const Block&, const Kinds&, std::string& section);

}  // namespace verilot
