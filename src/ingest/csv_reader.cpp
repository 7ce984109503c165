// Certificates of analysis in CSV: one row a test under a header, label rows above it.
//
//   Laboratory;Northbridge Analytical
//   Lot;EXO-24117
//
//   Test;Method;Specification;Result;Unit;Status
//   Endotoxin;LAL;<= 0.5;0.1;EU/mL;Pass
//
// Header and labels are recognised by the words of rules/tables/certificate-words.yaml. Label rows
// after a table begin the next certificate.
#include <algorithm>

#include "ingest/certificate_labels.h"
#include "ingest/certificate_reader.h"
#include "ingest/delimited_text.h"
#include "ingest/lexicon.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {

CertificateFile read_csv_certificates(const DocumentFile&, const Tables&);

namespace {

using Row = std::vector<Printed>;

class CsvReader {
 public:
  CsvReader(const Tables& tables, const std::string& bytes)
      : lexicon_(tables), order_(order_of_dates(bytes)) {}

  void read(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
      if (std::ranges::all_of(row, [](const Printed& cell) { return cell.text.empty(); })) continue;
      if (begin_table(row)) continue;
      if (read_label(row)) continue;
      if (!columns_.empty())
        add_row(row);
      else
        read_title(row);
    }
    end_certificate();
  }

  std::vector<Certificate> take() { return std::move(certificates_); }
  bool found_table() const { return found_table_; }

 private:
  bool begin_table(const Row& row) {
    std::vector<TestColumn> columns;
    bool analyte = false;
    bool value = false;
    for (const Printed& cell : row) {
      const Column column = lexicon_.column(cell.text);
      columns.push_back({column.role, column.unit});
      analyte = analyte || column.role == "analyte";
      value = value || column.role == "result" || column.role == "limit" || column.role == "status";
    }
    if (!analyte || !value) return false;
    end_table();
    columns_ = std::move(columns);
    found_table_ = true;
    if (current_.table.file.empty()) current_.table = row.front().where;
    return true;
  }

  // "Lot;EXO-24117", "Lot: EXO-24117" or "Lot:" alone.
  bool read_label(const Row& row) {
    const auto filled =
        std::ranges::count_if(row, [](const Printed& c) { return !c.text.empty(); });
    const std::string& first = row.front().text;
    const std::size_t colon = first.find(':');
    std::string role = lexicon_.label_role(first.substr(0, colon));
    if (role.empty()) return false;
    // Within a table a row may begin with a word that is also a label ("Appearance").
    if (!columns_.empty() && filled > 2) return false;
    if (!columns_.empty() && role == "other") return false;
    Printed value = row.size() > 1 ? row[1] : Printed{"", row.front().where};
    if (colon != std::string::npos && !squeezed(first.substr(colon + 1)).empty()) {
      value = {squeezed(first.substr(colon + 1)), row.front().where};
    }
    if (!columns_.empty()) end_certificate();
    if (role != "other") labels_.emplace(role, value);
    return true;
  }

  void read_title(const Row& row) {
    if (!current_.title && lexicon_.is_title(row.front().text)) current_.title = row.front();
    if (!current_.accreditation && lexicon_.claims_accreditation(row.front().text)) {
      current_.accreditation = row.front();
    }
  }

  void add_row(const Row& row) {
    if (rows_.size() >= kMaxTests) {
      if (!current_.incomplete.starts_with("more than")) {
        current_.incomplete = "more than " + std::to_string(kMaxTests) + " test rows";
        current_.problems.push_back({ProblemLevel::error, row.front().where,
                                     current_.incomplete + "; the rest is not read"});
      }
      return;
    }
    TestRow out{row, "", row.front().where};
    Printed missing{"", row.back().where};
    out.cells.resize(columns_.size(), missing);
    const auto extra = std::ranges::count_if(
        row.begin() + static_cast<std::ptrdiff_t>(std::min(row.size(), columns_.size())), row.end(),
        [](const Printed& cell) { return !cell.text.empty(); });
    if (extra > 0) {
      current_.problems.push_back({ProblemLevel::error, row.front().where,
                                   "this row has more cells than its header has columns"});
      current_.incomplete = "a row has more cells than the header";
    }
    rows_.push_back(std::move(out));
  }

  void end_table() {
    if (columns_.empty()) return;
    for (CertificateTest& test : tests_of(columns_, rows_, lexicon_, order_)) {
      current_.tests.push_back(std::move(test));
    }
    columns_.clear();
    rows_.clear();
  }

  void end_certificate() {
    end_table();
    apply_labels(current_, labels_, order_);
    if (!labels_.empty() || !current_.tests.empty() || current_.title) {
      certificates_.push_back(std::move(current_));
    }
    current_ = {};
    labels_.clear();
  }

  Lexicon lexicon_;
  DateOrder order_;
  std::vector<TestColumn> columns_;
  std::vector<TestRow> rows_;
  Labels labels_;
  Certificate current_;
  std::vector<Certificate> certificates_;
  bool found_table_ = false;
};

}  // namespace

CertificateFile read_csv_certificates(const DocumentFile& document, const Tables& tables) {
  CertificateFile file;
  file.format = "csv";
  DelimitedText text = parse_delimited(document.bytes, document.name);
  file.problems = std::move(text.problems);
  const bool damaged = any_error(file.problems);
  CsvReader reader(tables, document.bytes);
  reader.read(text.rows);
  file.certificates = reader.take();
  if (!reader.found_table() && !damaged) {
    SourceLocation where;
    where.file = document.name;
    file.problems.push_back({ProblemLevel::error, where,
                             "no header row with a test column and a result column was found"});
  }
  for (Certificate& certificate : file.certificates) {
    if ((damaged || !reader.found_table()) && certificate.incomplete.empty()) {
      certificate.incomplete = damaged ? "the file is damaged" : "no table of tests was found";
    }
  }
  return file;
}

}  // namespace verilot
