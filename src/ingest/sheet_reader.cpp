#include "ingest/sheet_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ingest/certificate_fields.h"
#include "ingest/certificate_labels.h"
#include "ingest/certificate_reader.h"
#include "ingest/sheet_cells.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxCellBytes = 10'000;
constexpr std::size_t kMaxHeadersTried = 500;  // rows looked at for a header of lot and tests

// Labels that tell one certificate from another: after a table they begin the next one.
bool begins_certificate(const std::string& role) {
  return role == "lot" || role == "number" || role == "product_name";
}

class SheetReader {
 public:
  SheetReader(const Lexicon& lexicon, DateOrder order)
      : lexicon_(lexicon), header_(lexicon), order_(order) {}

  SheetContent read(const std::vector<SheetRow>& rows) {
    for (const SheetRow& row : rows) {
      if (count_filled(row) == 0)
        commit_labels();
      else
        read_row(row);
    }
    commit_labels();
    end_certificate();
    return {std::move(certificates_), found_table_};
  }

 private:
  void read_row(const SheetRow& row) {
    if (in_table() && header_.refine(row, columns_)) return;
    if (begin_table(row) || begin_lots(row)) return;
    if (read_values_below(row) || read_labels(row)) return;
    if (read_heading(row)) return;
    if (in_table()) add_row(row);
  }

  bool in_table() const { return !columns_.empty() || lots_; }

  bool begin_table(const SheetRow& row) {
    auto columns = header_.columns_of(row);
    if (columns.empty()) return false;
    commit_labels();
    end_table();
    columns_ = std::move(columns);
    note_table(row);
    return true;
  }

  // A header of lot and tests: each row below is a lot.
  bool begin_lots(const SheetRow& row) {
    if (count_filled(row) < 3 || ++headers_tried_ > kMaxHeadersTried) return false;
    auto lots = LotTable::under(row, lexicon_);
    if (!lots) return false;
    commit_labels();
    end_table();
    lots_ = std::move(lots);
    note_table(row);
    return true;
  }

  void note_table(const SheetRow& row) {
    found_table_ = true;
    section_.clear();
    label_header_.clear();
    if (current_.table.file.empty()) current_.table = row.front().shown.where;
  }

  // "Lot | Product | Expiry" was above: their values.
  bool read_values_below(const SheetRow& row) {
    if (label_header_.empty()) return false;
    const std::vector<std::string> roles = std::exchange(label_header_, {});
    if (!lexicon_.label_role(first_filled(row).shown.text).empty()) return false;
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (!roles[i].empty() && i < row.size()) add_label(roles[i], row[i]);
    }
    return true;
  }

  bool read_labels(const SheetRow& row) {
    const LabelRow labels = labels_in(row, lexicon_, in_table());
    if (labels.over_values) {
      label_header_ = labels.roles;
      return true;
    }
    for (const auto& [role, cell] : labels.pairs) add_label(role, cell);
    return !labels.pairs.empty();
  }

  // After a table a label waits until what follows shows which certificate it belongs to.
  void add_label(const std::string& role, const SheetCell& cell) {
    if (role == "other") return;
    const bool after_table = in_table() || !rows_.empty();
    if (after_table && (begins_certificate(role) || labels_.count(role) != 0)) {
      auto waiting = std::exchange(waiting_, {});
      end_certificate();
      for (const auto& [earlier, value] : waiting) labels_.emplace(earlier, value);
    }
    Printed value = is_date_role(role) ? cell.shown : role == "lot" ? lot_of(cell) : value_of(cell);
    if (in_table())
      waiting_.emplace_back(role, std::move(value));
    else
      labels_.emplace(role, std::move(value));
  }

  void commit_labels() {
    for (auto& [role, value] : waiting_) labels_.emplace(role, std::move(value));
    waiting_.clear();
  }

  // A row with one cell: title, laboratory or accreditation above the tables, a section within.
  bool read_heading(const SheetRow& row) {
    if (count_filled(row) != 1 && in_table()) return false;
    const Printed& cell = first_filled(row).shown;
    if (lexicon_.is_title(cell.text)) {
      if (in_table()) end_certificate();
      if (!current_.title) current_.title = cell;
    } else if (lexicon_.claims_accreditation(cell.text)) {
      if (!current_.accreditation) current_.accreditation = cell;
    } else if (in_table()) {
      section_ = cell.text.size() <= 200 ? cell.text : "";
      return cell.text.size() <= kMaxCellBytes && !lots_ && columns_.size() > 1;
    } else if (lexicon_.names_laboratory(cell.text) && cell.text.size() <= 120) {
      if (!letterhead_) letterhead_ = cell;
    }
    return true;
  }

  void add_row(const SheetRow& row) {
    if (rows_.size() + (lots_ ? lots_->count() : 0) >= kMaxTests) return refuse_more(row);
    for (const SheetCell& cell : row) {
      if (cell.shown.text.size() > kMaxCellBytes) return refuse_long(cell);
    }
    if (lots_) return lots_->add(row);
    TestRow out{{}, section_, row.front().shown.where};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i < row.size())
        out.cells.push_back(columns_[i].of(row[i]));
      else
        out.cells.push_back({"", row.back().shown.where});
    }
    if (count_filled(row, columns_.size()) > 0) refuse_wide(row);
    rows_.push_back(std::move(out));
  }

  void refuse_more(const SheetRow& row) {
    if (current_.incomplete.starts_with("more than")) return;
    current_.incomplete = "more than " + std::to_string(kMaxTests) + " test rows";
    problem(row.front().shown.where, current_.incomplete + "; the rest is not read");
  }

  void refuse_long(const SheetCell& cell) {
    problem(cell.shown.where,
            "this cell is longer than 10,000 bytes, so its row is not read; a cell holds one name "
            "or one value");
    current_.incomplete = "a row has a cell longer than 10,000 bytes";
  }

  void refuse_wide(const SheetRow& row) {
    problem(row.front().shown.where, "this row has more cells than its header has columns");
    current_.incomplete = "a row has more cells than the header";
  }

  void problem(const SourceLocation& where, std::string message) {
    current_.problems.push_back({ProblemLevel::error, where, std::move(message)});
  }

  void end_table() {
    if (lots_) {
      for (auto& [labels, rows] : lots_->groups())
        add_tests(certificate_of(labels), LotTable::columns(), rows);
    } else if (!columns_.empty()) {
      std::vector<TestColumn> columns;
      for (const SheetColumn& column : columns_) columns.push_back(column.test);
      for (auto& [labels, rows] : groups_by_lot(columns_, rows_))
        add_tests(labels.empty() ? current_ : certificate_of(labels), columns, rows);
    }
    lots_.reset();
    columns_.clear();
    rows_.clear();
  }

  void add_tests(Certificate& certificate, const std::vector<TestColumn>& columns,
                 const std::vector<TestRow>& rows) {
    for (CertificateTest& test : tests_of(columns, rows, lexicon_, order_))
      certificate.tests.push_back(std::move(test));
  }

  // Several tables may list the same lots.
  Certificate& certificate_of(const Labels& labels) {
    for (auto& [known, certificate] : by_lot_) {
      if (same_lot(known, labels)) return certificate;
    }
    Certificate certificate = current_;
    certificate.tests.clear();
    certificate.problems.clear();
    return by_lot_.emplace_back(labels, std::move(certificate)).second;
  }

  void end_certificate() {
    end_table();
    end_lots();
    finish(current_);
    if (!labels_.empty() || !current_.tests.empty() || current_.title)
      certificates_.push_back(std::move(current_));
    current_ = {};
    labels_.clear();
    letterhead_.reset();
    section_.clear();
  }

  void finish(Certificate& certificate) {
    apply_labels(certificate, labels_, order_);
    if (!certificate.laboratory && letterhead_) certificate.laboratory = letterhead_;
  }

  // Each lot with its own labels and, behind them, those around the table.
  void end_lots() {
    if (by_lot_.empty()) return;
    for (auto& [labels, certificate] : by_lot_) {
      apply_labels(certificate, labels, order_);
      finish(certificate);
      if (certificate.incomplete.empty()) certificate.incomplete = current_.incomplete;
      certificates_.push_back(std::move(certificate));
    }
    const std::size_t first = certificates_.size() - by_lot_.size();
    std::ranges::move(current_.problems, std::back_inserter(certificates_[first].problems));
    by_lot_.clear();
    labels_.clear();
    if (current_.tests.empty()) current_ = {};
  }

  const Lexicon& lexicon_;
  SheetHeader header_;
  DateOrder order_;
  std::vector<SheetColumn> columns_;  // of the table being read; empty outside of one
  std::optional<LotTable> lots_;      // or the table with a row for each lot
  std::vector<TestRow> rows_;
  std::string section_;
  std::vector<std::string> label_header_;                 // roles of labels over their values
  std::vector<std::pair<std::string, Printed>> waiting_;  // labels after a table
  std::vector<std::pair<Labels, Certificate>> by_lot_;
  Labels labels_;
  std::optional<Printed> letterhead_;
  Certificate current_;
  std::vector<Certificate> certificates_;
  std::size_t headers_tried_ = 0;
  bool found_table_ = false;
};

}  // namespace

SheetContent read_sheet(const std::vector<SheetRow>& rows, const Lexicon& lexicon,
                        DateOrder order) {
  return SheetReader(lexicon, order).read(rows);
}

}  // namespace verilot
