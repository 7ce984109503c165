// ingest: the lines of a page that are the body of a table.
//
// The body ends at a wide gap, at the next header, at sentences, labels, formulas and signatures;
// what stands beside the table and numbers of pages are no part of it.
#pragma once

#include <vector>

#include "ingest/table_headers.h"

namespace verilot {

// Words below the header and within its reach, as lines, down to where the table ends.
std::vector<Line> body_lines(const PageLayout&, const TableHeader&,
                             const std::vector<TableHeader>& headers, const Lexicon&);

}  // namespace verilot
