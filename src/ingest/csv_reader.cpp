// Certificates of analysis in CSV: one row a test under a header, label rows above it.
//
//   Laboratory;Northbridge Analytical
//   Lot;EXO-24117
//
//   Test;Method;Specification;Result;Unit;Status
//   Endotoxin;LAL;<= 0.5;0.1;EU/mL;Pass
//
// Header and labels are recognised by the words of rules/tables/certificate-words.yaml. Label rows
// after a table begin the next certificate. A column of lots (or of certificate numbers) makes each
// lot a certificate of its own; columns of products and dates beside it tell of that lot.
#include <algorithm>
#include <iterator>
#include <utility>

#include "ingest/certificate_labels.h"
#include "ingest/certificate_reader.h"
#include "ingest/delimited_text.h"
#include "ingest/lexicon.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {

CertificateFile read_csv_certificates(const DocumentFile&, const Tables&);

namespace {

constexpr std::size_t kMaxCellBytes = 10'000;

using Row = std::vector<Printed>;

class CsvReader {
 public:
  CsvReader(const Tables& tables, const std::string& bytes)
      : lexicon_(tables), order_(order_of_dates(bytes, tables.certificate)) {}

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
    std::vector<std::string> described;
    for (const Printed& cell : row) {
      const Column column = lexicon_.column(cell.text);
      described.push_back(role_beside(column.role, cell.text));
      columns.push_back({column.role, column.unit});
      analyte = analyte || column.role == "analyte";
      value = value || column.role == "result" || column.role == "limit" || column.role == "status";
    }
    if (!analyte || !value) return false;
    end_table();
    columns_ = std::move(columns);
    described_ = std::move(described);
    found_table_ = true;
    if (current_.table.file.empty()) current_.table = row.front().where;
    return true;
  }

  // What a column that holds no part of a test says of its rows: "lot", "product_name", "expiry".
  std::string role_beside(const std::string& column, const std::string& header) const {
    if (!column.empty() && column != "sample" && column != "ignore") return "";
    const std::string role = lexicon_.label_role(header);
    return role == "other" || role == "overall_status" || role == "signatory" ? "" : role;
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
    for (const Printed& cell : row) {
      if (cell.text.size() <= kMaxCellBytes) continue;
      current_.problems.push_back({ProblemLevel::error, cell.where,
                                   "this cell is longer than 10,000 bytes, so its row is not read; "
                                   "a cell holds one name or one value"});
      current_.incomplete = "a row has a cell longer than 10,000 bytes";
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
    for (auto& [labels, rows] : groups_of_rows()) {
      if (labels.empty())
        add_tests(current_, rows);
      else
        add_tests(certificate_of(labels), rows);
    }
    columns_.clear();
    rows_.clear();
  }

  void add_tests(Certificate& certificate, const std::vector<TestRow>& rows) {
    for (CertificateTest& test : tests_of(columns_, rows, lexicon_, order_)) {
      certificate.tests.push_back(std::move(test));
    }
  }

  struct Group {
    Labels labels;
    std::vector<TestRow> rows;
  };

  // Rows by what their columns of lots and numbers say; in the order of the file.
  std::vector<Group> groups_of_rows() const {
    std::vector<Group> groups;
    for (const TestRow& row : rows_) {
      Labels labels;
      for (std::size_t i = 0; i < described_.size(); ++i) {
        if (!described_[i].empty()) labels.emplace(described_[i], row.cells[i]);
      }
      const auto same = std::ranges::find_if(groups, [&](const Group& group) {
        return same_text(group.labels, labels, "lot") && same_text(group.labels, labels, "number");
      });
      if (same == groups.end())
        groups.push_back({labels, {row}});
      else
        same->rows.push_back(row);
    }
    return groups;
  }

  static bool same_text(const Labels& a, const Labels& b, const char* role) {
    const auto in_a = a.find(role);
    const auto in_b = b.find(role);
    if (in_a == a.end() || in_b == b.end()) return in_a == a.end() && in_b == b.end();
    return in_a->second.text == in_b->second.text;
  }

  // Several tables may list the same lots.
  Certificate& certificate_of(const Labels& labels) {
    for (auto& [known, certificate] : by_lot_) {
      if (same_text(known, labels, "lot") && same_text(known, labels, "number")) return certificate;
    }
    Certificate certificate = current_;
    certificate.tests.clear();
    certificate.problems.clear();
    return by_lot_.emplace_back(labels, std::move(certificate)).second;
  }

  void end_certificate() {
    end_table();
    end_lots();
    apply_labels(current_, labels_, order_);
    if (!labels_.empty() || !current_.tests.empty() || current_.title) {
      certificates_.push_back(std::move(current_));
    }
    current_ = {};
    labels_.clear();
  }

  // Each lot with its own labels and, behind them, those above the table.
  void end_lots() {
    if (by_lot_.empty()) return;
    for (auto& [labels, certificate] : by_lot_) {
      apply_labels(certificate, labels, order_);
      apply_labels(certificate, labels_, order_);
      if (certificate.incomplete.empty()) certificate.incomplete = current_.incomplete;
      certificates_.push_back(std::move(certificate));
    }
    const std::size_t first = certificates_.size() - by_lot_.size();
    std::ranges::move(current_.problems, std::back_inserter(certificates_[first].problems));
    by_lot_.clear();
    labels_.clear();
    if (current_.tests.empty()) current_ = {};
  }

  Lexicon lexicon_;
  DateOrder order_;
  std::vector<TestColumn> columns_;
  std::vector<std::string> described_;  // as columns_: the label a column stands for, or ""
  std::vector<std::pair<Labels, Certificate>> by_lot_;
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
