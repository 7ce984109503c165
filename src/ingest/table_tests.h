// ingest: rows under known columns to the tests of a certificate; the same for PDF and CSV.
//
// Chooses the result among several columns (mg/g beside %, a verdict beside a value), finds the
// unit (its own column, the header, the cells), and takes methods out of names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/printed_dates.h"
#include "model/certificate.h"

namespace verilot {

struct TestColumn {
  std::string role;
  std::string unit;
};

struct TestRow {
  std::vector<Printed> cells;  // as the columns; empty texts where nothing is printed
  std::string section;
  SourceLocation where;
};

std::vector<CertificateTest> tests_of(std::vector<TestColumn> columns,
                                      const std::vector<TestRow>& rows, const Lexicon&, DateOrder);

// One limit from two: "10 to 20", "NLT 10", "NMT 20"; a dash is no limit.
std::optional<Printed> limit_between(std::optional<Printed> low, std::optional<Printed> high);

// Fills analyte_id, method and method_id from what is printed.
void recognise(CertificateTest&, const Lexicon&);

}  // namespace verilot
