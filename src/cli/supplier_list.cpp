#include "cli/supplier_list.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/command.h"
#include "registry/csv_rows.h"
#include "yaml/utf8.h"

namespace verilot {

namespace {

constexpr std::size_t kMostRows = 10'000;
constexpr std::uintmax_t kMostBytes = 16 << 20;

std::string bytes_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    throw UsageError(path + " is no file; name a list of suppliers (.csv)");
  if (std::filesystem::file_size(path, error) > kMostBytes && !error)
    throw UnreadableList(path + ": a list of suppliers has at most 16 MB; part it");
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw UnreadableList(path + " cannot be read; check its permissions");
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  // A letter that is lost makes another name.
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(std::string_view(text).substr(at));
    const auto line = [&] {
      return path + ":" +
             std::to_string(1 + std::count(text.begin(), text.begin() + long(at), '\n'));
    };
    if (length != 0 && text[at] == '\0')
      throw UnreadableList(line() + ": has a zero byte, as UTF-16 has; save the list as CSV UTF-8");
    if (length == 0) throw UnreadableList(line() + ": is not UTF-8; save the list as CSV UTF-8");
    at += length;
  }
  return text;
}

// A spreadsheet in another country parts by semicolons.
char separator_of(const std::string& text) {
  const std::string head = text.substr(0, text.find('\n'));
  return std::ranges::count(head, ';') > std::ranges::count(head, ',') ? ';' : ',';
}

std::string plain(std::string word) {
  std::erase_if(word, [](char c) { return c == '\r'; });
  word.erase(0, word.find_first_not_of(" \t"));
  word.erase(word.find_last_not_of(" \t") + 1);
  return word;
}

std::vector<std::string> columns_of(CsvRows& rows, const std::string& path) {
  std::vector<std::string> columns, cells;
  if (!rows.next(cells)) throw UnreadableList(path + " is empty; the first line names columns");
  for (std::string& cell : cells) {
    std::string column = plain(cell);
    for (char& c : column) c = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    if (std::ranges::find(supplier_columns(), column) == supplier_columns().end()) {
      std::string known;
      for (const std::string& one : supplier_columns()) known += (known.empty() ? "" : ", ") + one;
      throw UsageError(path + ":1: no column '" + column + "'" +
                       did_you_mean(column, supplier_columns()) + "; known are " + known);
    }
    if (std::ranges::find(columns, column) != columns.end())
      throw UsageError(path + ":1: the column '" + column + "' comes twice");
    columns.push_back(std::move(column));
  }
  return columns;
}

bool names_somebody(const SupplierRow& row) {
  return std::ranges::any_of(row.facts, [](const auto& fact) {
    return fact.first != "id" && fact.first != "country" && fact.first != "address" &&
           !fact.second.empty();
  });
}

}  // namespace

const std::vector<std::string>& supplier_columns() {
  static const std::vector<std::string> kColumns = {
      "id", "name", "country", "address", "fei", "lei", "duns", "npi", "company_number"};
  return kColumns;
}

std::vector<SupplierRow> read_supplier_list(const std::string& path) {
  const std::string text = bytes_of(path);
  CsvRows rows(text, separator_of(text));
  const std::vector<std::string> columns = columns_of(rows, path);
  std::vector<SupplierRow> list;
  std::vector<std::string> cells;
  while (rows.next(cells)) {
    if (list.size() == kMostRows)
      throw UnreadableList(path + ": a list of suppliers has at most 10,000 rows; part it");
    SupplierRow row{.line = rows.line()};
    for (std::size_t i = 0; i < cells.size() && i < columns.size(); ++i)
      row.facts[columns[i]] = plain(cells[i]);
    if (cells.empty() || cells.size() > columns.size())
      row.fault = "has " + std::to_string(cells.size()) + " cells; the head names " +
                  std::to_string(columns.size()) + " columns";
    else if (!names_somebody(row))
      row.fault = "names nobody: a name or a number is needed";
    // What else it has may stand in other columns.
    if (!row.fault.empty())
      std::erase_if(row.facts, [](const auto& fact) { return fact.first != "id"; });
    list.push_back(std::move(row));
  }
  if (rows.open_quote_line() != 0)
    list.push_back({.line = rows.open_quote_line(),
                    .facts = {},
                    .fault = "a quote is opened and never closed; what follows was not read"});
  return list;
}

}  // namespace verilot
