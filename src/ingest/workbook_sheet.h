// ingest: one sheet of a workbook to rows of cells as a person sees them.
//
//   SheetRows rows = read_workbook_sheet(xml, {"Results", strings, formats, from_1904, file});
//
// Numbers are shown by their formats; a value merged over rows stands in each of them. What a
// person does not see, or the file does not hold, is doubtful and told of: cells of hidden rows and
// columns, formulas without a stored value, errors of the spreadsheet, times of day.
//
// Errors: problems with the cell; `incomplete` where cells beyond the limits were not read.
// Limits: 20,000 rows, 200 columns, 200,000 cells, 32 MB of text; 100 problems are listed.
// Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings).
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "ingest/sheet_reader.h"

namespace verilot {

struct WorkbookContext {
  std::string sheet;  // its name, for places: "Results!C7"
  const std::vector<std::string>& strings;
  const std::vector<std::string>& formats;  // format code by index of the cell's style
  bool from_1904 = false;
  std::string file;
};

struct SheetRows {
  std::vector<SheetRow> rows;
  Problems problems;
  std::string incomplete;
};

SheetRows read_workbook_sheet(const pugi::xml_node& worksheet, const WorkbookContext&);

// A string with its runs joined; a raised number behind a digit is an exponent: "10^5".
std::string rich_text(const pugi::xml_node&);

}  // namespace verilot
