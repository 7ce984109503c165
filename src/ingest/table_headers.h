// ingest: the header rows of tables on a page, found by their words and put together from cells
// that stand side by side and above one another.
//
// "Analyte | LOD (mg/g) | Result (mg/g)" may be printed over three lines, twice side by side.
#pragma once

#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"

namespace verilot {

struct HeaderCell {
  std::string text;  // as printed, its lines joined
  std::string role;  // of Lexicon::column; "unit value" for a cell that is only a unit
  std::string unit;
  Box box;
};

struct TableHeader {
  std::vector<HeaderCell> cells;  // from left to right; the first is the analyte
  Box box;
  bool names_analytes = false;  // false: the rows have names but the column has none
  double left = 0;              // body words further out belong to something else
  double right = 0;
};

// Headers in reading order: top to bottom, then left to right. Headers of tables that list no
// results (requested tests, quality control) are there too: they end the table above them.
std::vector<TableHeader> find_headers(const PageLayout&, const Lexicon&);

// Headers whose first column names samples and whose other columns are analytes. The sample column
// has the role "analyte" here and all others "result", so that rows are built alike.
std::vector<TableHeader> find_sample_headers(const PageLayout&, const Lexicon&);

bool has_role(const TableHeader&, const std::string& role);

}  // namespace verilot
