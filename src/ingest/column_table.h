// ingest: tables rebuilt from where words stand on a page.
//
//   for (const ColumnTable& table : find_tables(layout, lexicon)) ...
//
// Recognition rests on the words of column headers and on geometry; what the rows are about does
// not matter, and rulings are not needed. A row may have several lines, a name may wrap above and
// below the line of its values.
#pragma once

#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"
#include "ingest/table_headers.h"

namespace verilot {

struct TableCell {
  std::string text;
  Box box;
};

struct TableRow {
  std::vector<TableCell> cells;  // as the columns; an empty text where nothing is printed
  std::string section;           // heading within the table
  Box box;
};

struct ColumnTable {
  int page = 0;
  std::vector<HeaderCell> columns;
  std::vector<TableRow> rows;
  std::string section;  // heading above the table
  Box box;              // header and rows
  Box heading = {};     // where the section above the table stands
};

std::vector<ColumnTable> find_tables(const PageLayout&, const Lexicon&);

// Tables side by side under one heading, which stands above the first of them.
void share_headings(std::vector<ColumnTable>&);

// The rest of a table that ran to the foot of the page before and goes on without its header:
// rows at the head of this page whose words stand in its columns. Without any: no rows.
ColumnTable continued_table(const PageLayout&, const ColumnTable& before, const Lexicon&);

// The table of given columns whose rows stand between two heights of the page.
ColumnTable table_below(const PageLayout&, std::vector<HeaderCell> columns, double top,
                        double bottom, const Lexicon&);

// Tables of another kind: the first column names samples, every other column is an analyte.
std::vector<ColumnTable> find_sample_tables(const PageLayout&, const Lexicon&);

}  // namespace verilot
