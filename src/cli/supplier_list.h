// cli: a list of suppliers to vet, as CSV with a header.
//
// Columns: supplier_columns(), in any order; `name` or a number is needed in each row.
// Errors:  UsageError for a column that is not known, with "did you mean"; UnreadableList for a
// file
//          that cannot be read or is beyond the limits; a row that cannot be read has a fault, and
//          of its facts the id alone, and the others are vetted.
// Limits:  10,000 rows, 16 MB.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace verilot {

struct SupplierRow {
  int line = 0;
  std::map<std::string, std::string> facts;  // by column
  std::string fault;
};

// Nothing of it was vetted: exit 3.
struct UnreadableList : std::runtime_error {
  using std::runtime_error::runtime_error;
};

const std::vector<std::string>& supplier_columns();
std::vector<SupplierRow> read_supplier_list(const std::string& path);

}  // namespace verilot
