// ingest: the cells of one header row: which words are columns, and what further lines, units and
// neighbours belong to them.
#pragma once

#include <string>
#include <vector>

#include "ingest/table_headers.h"

namespace verilot {

HeaderCell header_cell(const std::string& text, const Box& box, const Lexicon&);

// Header words may stand so close that they look like one phrase ("mg/unit %"): cut into the
// longest runs that are columns, or nothing when some word is none.
std::vector<HeaderCell> cut_into_columns(const Phrase&, const Lexicon&);

// A number or an outcome stands in a table, not in its header.
bool looks_like_body(const std::string& text, const Lexicon&);

Box box_of(const std::vector<HeaderCell>& cells);

// The whole row that `cells` were found of, from left to right: with the lines above and below that
// go on with them, and with the columns of other names between and after them.
std::vector<HeaderCell> complete_cells(std::vector<HeaderCell> cells, const PageLayout&,
                                       const Lexicon&);

}  // namespace verilot
