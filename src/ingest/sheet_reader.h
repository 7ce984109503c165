// ingest: rows of cells, of a CSV file or a sheet of a workbook, to the certificates they hold.
//
//   Laboratory | Northbridge Analytical | Lot | EXO-24117        labels beside their values,
//   Product    | Lot                                             or above them
//   Test       | Method | Specification | Result | Unit          a header and one row a test
//   Lot        | Endotoxin (EU/mL) | Sterility                   or one row a lot
//
// Header and labels are recognised by the words of rules/tables/certificate-words.yaml. A row with
// one cell inside a table is a heading. Labels of lot, product or certificate number after a table
// begin the next certificate; others still belong to the one above. A column of lots (or of
// certificate numbers) makes each lot a certificate; columns beside it tell of that lot.
//
// What a spreadsheet does to values is seen: a result or lot stored as a day, a lot of more digits
// than a number keeps, a lot shortened to "1.2E+10" are doubtful.
//
// Errors: a row that cannot be read is a problem, and its certificate incomplete.
#pragma once

#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/printed_dates.h"
#include "model/certificate.h"

namespace verilot {

struct SheetCell {
  Printed shown;
  std::string stored = {};  // the number behind it, all digits; "" where it is a text
  bool date = false;        // the number is a day, and `shown` its ISO date
};
using SheetRow = std::vector<SheetCell>;

struct SheetContent {
  std::vector<Certificate> certificates;
  bool found_table = false;
};

SheetContent read_sheet(const std::vector<SheetRow>&, const Lexicon&, DateOrder);

// "A", "Z", "AA": the name of the column with this index.
std::string column_name(std::size_t index);

}  // namespace verilot
