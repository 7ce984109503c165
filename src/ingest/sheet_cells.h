// ingest: what the cells of one row are, for sheet_reader: values, labels, headers, lots.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ingest/certificate_labels.h"
#include "ingest/sheet_reader.h"
#include "ingest/table_tests.h"

namespace verilot {

// Cells from `first` on that hold anything.
std::size_t count_filled(const SheetRow&, std::size_t first = 0);
// The first cell that holds anything; the row has one.
const SheetCell& first_filled(const SheetRow&);

// The cell where a value is expected that is no day: doubtful when it is stored as one.
Printed value_of(const SheetCell&);
// The cell as a lot: all digits of a stored number; doubtful when a spreadsheet changed it.
Printed lot_of(const SheetCell&);

struct LabelRow {
  std::vector<std::pair<std::string, SheetCell>> pairs;  // role and value
  bool over_values = false;                              // nothing but labels: values are below
  std::vector<std::string> roles;                        // of each cell, where over_values
};
// Within a table only a pair that can be nothing else counts.
LabelRow labels_in(const SheetRow&, const Lexicon&, bool within_table);

struct SheetColumn {
  TestColumn test;
  std::string described;  // the label it stands for, where it tells of the row's lot: "expiry"
  Printed of(const SheetCell&) const;
};

class SheetHeader {
 public:
  explicit SheetHeader(const Lexicon& lexicon) : lexicon_(lexicon) {}
  // The columns when the row is a header of tests, else none.
  std::vector<SheetColumn> columns_of(const SheetRow&) const;
  // A second header row, "Min" and "Max" under "Specification": changes the columns.
  bool refine(const SheetRow&, std::vector<SheetColumn>&) const;

 private:
  const Lexicon& lexicon_;
};

// Rows of one lot.
struct LotRows {
  Labels labels;
  std::vector<TestRow> rows;
};
bool same_lot(const Labels&, const Labels&);
// In the order of the sheet; one group without labels where no column tells of lots.
std::vector<LotRows> groups_by_lot(const std::vector<SheetColumn>&, const std::vector<TestRow>&);

// A table whose header is "Lot" and names of tests: a row for each lot, or for what all lots
// share ("Specification", "Unit", "Method" where the lot would stand).
class LotTable {
 public:
  static std::optional<LotTable> under(const SheetRow& header, const Lexicon&);
  static const std::vector<TestColumn>& columns();  // of the rows that groups() makes
  void add(const SheetRow&);
  std::size_t count() const;  // of test rows so far
  std::vector<LotRows> groups() const;

 private:
  struct Test {
    std::size_t column = 0;
    Printed name, limit, unit, method;
  };
  explicit LotTable(const Lexicon& lexicon) : lexicon_(&lexicon) {}

  const Lexicon* lexicon_;
  std::size_t lot_column_ = 0;
  std::vector<std::pair<std::size_t, std::string>> described_;  // column and label
  std::vector<Test> tests_;
  std::vector<SheetRow> lots_;
};

}  // namespace verilot
