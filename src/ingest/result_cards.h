// ingest: results outside tables: "Total THC: 21.7 %", a panel with "Passed" under its name, and
// tables whose columns are the analytes.
#pragma once

#include <string>
#include <vector>

#include "ingest/column_table.h"
#include "ingest/lexicon.h"
#include "ingest/page_layout.h"
#include "model/certificate.h"

namespace verilot {

// Labels that are analytes with values beside or below them.
std::vector<CertificateTest> labelled_results(const PageLayout&, const std::vector<ColumnTable>&,
                                              const Lexicon&, const std::string& file);

// Lines that name an analyte and a value beside it and that none of the readers took.
std::vector<Printed> unread_rows(const PageLayout&, const std::vector<ColumnTable>& tables,
                                 const std::vector<CertificateTest>& read, const Lexicon&,
                                 const std::string& file);

// Names of tests with a verdict alone below them: "Sterility" over "NOT TESTED".
std::vector<CertificateTest> verdict_cards(const PageLayout&, const std::vector<ColumnTable>&,
                                           const Lexicon&, const std::string& file);

// Rows of values whose first cell is a unit or the sample's name, under a line of analytes.
std::vector<CertificateTest> transposed_results(const PageLayout&, const std::vector<ColumnTable>&,
                                                const Lexicon&, const std::string& file);

// A table whose first column lists lots: the results of each.
struct LotResults {
  Printed lot;
  std::vector<CertificateTest> tests;
};
std::vector<LotResults> results_by_lot(const PageLayout&, const Lexicon&, const std::string& file);

}  // namespace verilot
