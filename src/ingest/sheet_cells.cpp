#include "ingest/sheet_cells.h"

#include <algorithm>
#include <array>

#include "ingest/certificate_fields.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kDigitsKept = 15;  // of a number, by every common spreadsheet
constexpr std::size_t kMaxCellsOfHeader = 200;

bool is_filled(const SheetCell& cell) { return !cell.shown.text.empty(); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1.2E+10": what a spreadsheet shows, and exports, of a long lot number.
bool is_shortened(const std::string& text) {
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent == std::string::npos || exponent == 0 || exponent + 2 >= text.size()) return false;
  if (text[exponent + 1] != '+') return false;
  const auto digits = [](std::string_view part) {
    return std::ranges::all_of(part, [](char c) { return is_digit(c) || c == '.' || c == ','; });
  };
  return digits(std::string_view(text).substr(0, exponent)) &&
         digits(std::string_view(text).substr(exponent + 2));
}

std::string value_behind(const std::string& text, std::size_t colon) {
  return colon == std::string::npos ? "" : squeezed(std::string_view(text).substr(colon + 1));
}

}  // namespace

std::string column_name(std::size_t index) {
  std::string name;
  for (++index; index > 0; index = (index - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (index - 1) % 26));
  return name;
}

std::size_t count_filled(const SheetRow& row, std::size_t first) {
  if (first >= row.size()) return 0;
  return static_cast<std::size_t>(
      std::count_if(row.begin() + static_cast<std::ptrdiff_t>(first), row.end(), is_filled));
}

const SheetCell& first_filled(const SheetRow& row) {
  const auto found = std::ranges::find_if(row, is_filled);
  return found == row.end() ? row.front() : *found;
}

Printed value_of(const SheetCell& cell) {
  Printed value = cell.shown;
  if (cell.date && value.doubt.empty())
    value.doubt = "is stored as a date, which spreadsheets make of entries like 1-2";
  return value;
}

Printed lot_of(const SheetCell& cell) {
  Printed lot = value_of(cell);
  if (cell.date || !lot.doubt.empty()) return lot;
  if (!cell.stored.empty() && lot.text.find_first_of(".eE") != std::string::npos)
    lot.text = cell.stored;
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(lot.text, is_digit));
  if (!cell.stored.empty() && digits > kDigitsKept)
    lot.doubt = "is stored as a number of more than 15 digits, of which a spreadsheet keeps 15";
  else if (is_shortened(lot.text))
    lot.doubt = "is a number that a spreadsheet has shortened";
  return lot;
}

LabelRow labels_in(const SheetRow& row, const Lexicon& lexicon, bool within_table) {
  LabelRow found;
  std::vector<std::string> roles;
  std::vector<std::size_t> filled;
  bool colon_values = false;
  for (std::size_t i = 0; i < row.size() && i < kMaxCellsOfHeader; ++i) {
    const std::string& text = row[i].shown.text;
    const std::size_t colon = text.find(':');
    roles.push_back(text.empty() ? "" : lexicon.label_role(text.substr(0, colon)));
    if (!text.empty()) filled.push_back(i);
    colon_values = colon_values || (!roles.back().empty() && !value_behind(text, colon).empty());
  }
  if (filled.empty()) return found;
  const std::string& first = roles[filled.front()];
  if (first.empty() && (within_table || filled.size() < 3)) return found;
  // Within a table a row may begin with a word that is also a label ("Appearance").
  if (within_table && first == "other") return found;
  const bool second_pair = filled.size() > 3 && !roles[filled[2]].empty();
  if (within_table && filled.size() > 2 && !second_pair) return found;
  const bool all = std::ranges::all_of(filled, [&](std::size_t i) { return !roles[i].empty(); });
  if (all && filled.size() > 1 && !colon_values) {
    found.over_values = !within_table;
    found.roles = roles;
    if (found.over_values) return found;
  }
  for (std::size_t k = 0; k < filled.size(); ++k) {
    const std::size_t at = filled[k];
    if (roles[at].empty()) continue;
    const std::string& text = row[at].shown.text;
    SheetCell value{{"", row[at].shown.where}};
    if (const std::string own = value_behind(text, text.find(':')); !own.empty()) {
      value.shown.text = own;
    } else if (first.empty() && k + 1 == filled.size() && !text.ends_with(':')) {
      continue;  // behind other words the last one is a value, and no label without one
    } else if (k + 1 < filled.size() && (roles[filled[k + 1]].empty() || k == 0)) {
      value = row[filled[++k]];
    }
    found.pairs.emplace_back(roles[at], std::move(value));
  }
  return found;
}

Printed SheetColumn::of(const SheetCell& cell) const {
  if (is_date_role(described) || test.role == "started" || test.role == "completed")
    return cell.shown;
  return described == "lot" ? lot_of(cell) : value_of(cell);
}

namespace {

// What a column that holds no part of a test says of its rows: "lot", "product_name", "expiry".
std::string role_beside(const Lexicon& lexicon, const std::string& column,
                        const std::string& header) {
  if (!column.empty() && column != "sample" && column != "ignore") return "";
  const std::string role = lexicon.label_role(header);
  return role == "other" || role == "overall_status" || role == "signatory" ? "" : role;
}

}  // namespace

std::vector<SheetColumn> SheetHeader::columns_of(const SheetRow& row) const {
  std::vector<SheetColumn> columns;
  bool analyte = false;
  bool value = false;
  for (const SheetCell& cell : row) {
    const Column column = lexicon_.column(cell.shown.text);
    columns.push_back(
        {{column.role, column.unit}, role_beside(lexicon_, column.role, cell.shown.text)});
    analyte = analyte || column.role == "analyte";
    value = value || column.role == "result" || column.role == "limit" || column.role == "status";
  }
  if (!analyte || !value) columns.clear();
  return columns;
}

bool SheetHeader::refine(const SheetRow& row, std::vector<SheetColumn>& columns) const {
  std::vector<Column> below(columns.size());
  bool bounds = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!is_filled(row[i])) continue;
    if (i >= columns.size() || columns[i].test.role == "analyte") return false;
    below[i] = lexicon_.column(row[i].shown.text);
    if (below[i].role.empty()) return false;
    bounds = bounds || below[i].role == "minimum" || below[i].role == "maximum";
  }
  if (!bounds) return false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!below[i].role.empty()) columns[i] = {{below[i].role, below[i].unit}, ""};
  }
  return true;
}

namespace {

bool same_text(const Labels& a, const Labels& b, const char* role) {
  const auto in_a = a.find(role);
  const auto in_b = b.find(role);
  if (in_a == a.end() || in_b == b.end()) return in_a == a.end() && in_b == b.end();
  return in_a->second.text == in_b->second.text;
}

}  // namespace

bool same_lot(const Labels& a, const Labels& b) {
  return same_text(a, b, "lot") && same_text(a, b, "number");
}

std::vector<LotRows> groups_by_lot(const std::vector<SheetColumn>& columns,
                                   const std::vector<TestRow>& rows) {
  std::vector<LotRows> groups;
  for (const TestRow& row : rows) {
    Labels labels;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].described.empty()) labels.emplace(columns[i].described, row.cells[i]);
    }
    const auto same = std::ranges::find_if(
        groups, [&](const LotRows& group) { return same_lot(group.labels, labels); });
    if (same == groups.end())
      groups.push_back({labels, {row}});
    else
      same->rows.push_back(row);
  }
  return groups;
}

std::optional<LotTable> LotTable::under(const SheetRow& header, const Lexicon& lexicon) {
  LotTable table(lexicon);
  // Names of tests cost more to find than labels: only a row with a lot is worth it.
  const bool has_lot = std::ranges::any_of(header, [&](const SheetCell& cell) {
    return is_filled(cell) && lexicon.label_role(cell.shown.text) == "lot";
  });
  if (!has_lot) return std::nullopt;
  bool lot = false;
  for (std::size_t i = 0; i < header.size() && i < kMaxCellsOfHeader; ++i) {
    const Printed& cell = header[i].shown;
    if (cell.text.empty()) continue;
    const std::string role = lexicon.label_role(cell.text);
    if (role == "lot" && !lot) {
      lot = true;
      table.lot_column_ = i;
    } else if (!lexicon.analyte_id(cell.text).empty()) {
      table.tests_.push_back({i, cell, {"", cell.where}, {"", cell.where}, {"", cell.where}});
    } else if (!role.empty() && role != "other") {
      table.described_.emplace_back(i, role);
    }
  }
  if (!lot || table.tests_.size() < 2) return std::nullopt;
  return table;
}

const std::vector<TestColumn>& LotTable::columns() {
  static const std::vector<TestColumn> kColumns = {
      {"analyte", ""}, {"limit", ""}, {"result", ""}, {"unit", ""}, {"method", ""}};
  return kColumns;
}

void LotTable::add(const SheetRow& row) {
  const std::string lot = lot_column_ < row.size() ? row[lot_column_].shown.text : "";
  const std::string role = lexicon_->column(lot).role;
  if (role != "limit" && role != "unit" && role != "method") {
    lots_.push_back(row);
    return;
  }
  for (Test& test : tests_) {
    if (test.column >= row.size()) continue;
    Printed& shared = role == "limit" ? test.limit : role == "unit" ? test.unit : test.method;
    shared = value_of(row[test.column]);
  }
}

std::size_t LotTable::count() const { return lots_.size() * tests_.size(); }

std::vector<LotRows> LotTable::groups() const {
  std::vector<LotRows> groups;
  for (const SheetRow& row : lots_) {
    const SheetCell none{{"", row.front().shown.where}};
    const auto cell = [&](std::size_t i) -> const SheetCell& {
      return i < row.size() ? row[i] : none;
    };
    LotRows group;
    group.labels.emplace("lot", lot_of(cell(lot_column_)));
    for (const auto& [column, role] : described_)
      group.labels.emplace(role, SheetColumn{{}, role}.of(cell(column)));
    for (const Test& test : tests_) {
      const Printed result = value_of(cell(test.column));
      group.rows.push_back(
          {{test.name, test.limit, result, test.unit, test.method}, "", result.where});
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace verilot
