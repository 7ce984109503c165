// ingest: the columns of a table as its rows show them, under header cells found by their words.
//
// Headers may be centred over left-aligned columns, have two levels, or leave a column without a
// word. Where most rows leave the same gaps, the columns stand between them: header cells take over
// the width of their column, and columns without a cell get one, by the words above them or by what
// stands in them.
#pragma once

#include <vector>

#include "ingest/table_headers.h"

namespace verilot {

// `bottom` is where the next header begins.
void fit_to_body(std::vector<HeaderCell>& cells, const PageLayout&, double bottom, const Lexicon&);

}  // namespace verilot
