#include "ingest/workbook_sheet.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "ingest/number_format.h"
#include "ingest/text_fold.h"
#include "ingest/xml_standards.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxRows = 20'000;
constexpr std::size_t kMaxColumns = 200;
constexpr std::size_t kMaxMergedCells = 20'000;
constexpr std::size_t kMaxCells = 200'000;
constexpr std::size_t kMaxTextBytes = 32u << 20;  // of all cells: one text may stand in many
constexpr std::size_t kMaxProblems = 100;

bool is_true(const pugi::xml_attribute& attribute) {
  const std::string_view value = attribute.value();
  return value == "1" || value == "true" || value == "on";
}

// "C7": both from 0; nothing for what is no cell or far outside of any sheet.
struct CellAddress {
  std::size_t row = 0;
  std::size_t column = 0;
};
std::optional<CellAddress> address_of(std::string_view text) {
  CellAddress at;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z' && i < 4; ++i)
    at.column = at.column * 26 + static_cast<std::size_t>(text[i] - 'A' + 1);
  const std::size_t letters = i;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && i < letters + 8; ++i)
    at.row = at.row * 10 + static_cast<std::size_t>(text[i] - '0');
  if (letters == 0 || at.row == 0 || i != text.size()) return std::nullopt;
  return CellAddress{at.row - 1, at.column - 1};
}

std::string quoted(const std::string& sheet) {
  const bool plain = std::ranges::all_of(sheet, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain ? sheet : "'" + sheet + "'";
}

class SheetParser {
 public:
  SheetParser(const pugi::xml_node& worksheet, const WorkbookContext& context)
      : worksheet_(worksheet), context_(context) {}

  SheetRows read() {
    read_hidden_columns();
    std::size_t next = 0;
    for (const pugi::xml_node& row : child_named(worksheet_, "sheetData").children()) {
      if (local_name(row) != "row") continue;
      const std::size_t number = row.attribute("r").as_ullong(next + 1);
      if (number == 0 || number > kMaxRows) {
        refuse_rest(in_file(context_.file), "more than 20,000 rows");
        break;
      }
      if (cells_ >= kMaxCells || text_bytes_ >= kMaxTextBytes) {
        refuse_rest(place(number - 1, 0), "more than 200,000 cells or 32 MB of text");
        break;
      }
      next = number;
      read_row(row, number - 1);
    }
    fill_merged();
    report_hidden();
    return take();
  }

 private:
  using Row = std::map<std::size_t, SheetCell>;

  void read_hidden_columns() {
    for (const pugi::xml_node& column : child_named(worksheet_, "cols").children()) {
      if (!is_true(column.attribute("hidden"))) continue;
      const std::size_t last =
          std::min<std::size_t>(column.attribute("max").as_uint(), kMaxColumns);
      for (std::size_t i = column.attribute("min").as_uint(); i >= 1 && i <= last; ++i)
        hidden_columns_[i - 1] = false;
    }
  }

  void read_row(const pugi::xml_node& node, std::size_t row) {
    const bool hidden = is_true(node.attribute("hidden"));
    std::size_t next = 0;
    bool any = false;
    for (const pugi::xml_node& cell : node.children()) {
      if (local_name(cell) != "c") continue;
      const auto address = address_of(cell.attribute("r").value());
      const std::size_t column = address ? address->column : next;
      next = column + 1;
      SheetCell read = cell_of(cell, place(row, column));
      if (read.shown.text.empty()) continue;
      if (column >= kMaxColumns) {
        refuse_rest(read.shown.where, "more than 200 columns");
        break;
      }
      any = true;
      ++cells_;
      text_bytes_ += read.shown.text.size();
      if (text_bytes_ > kMaxTextBytes) break;
      if (hidden) doubt(read, "stands in a hidden row");
      if (const auto it = hidden_columns_.find(column); it != hidden_columns_.end()) {
        it->second = true;
        doubt(read, "stands in a hidden column");
      }
      rows_[row][column] = std::move(read);
    }
    hidden_rows_ += hidden && any;
  }

  SourceLocation place(std::size_t row, std::size_t column) const {
    SourceLocation where = in_file(context_.file);
    where.pointer = quoted(context_.sheet) + "!" + column_name(column) + std::to_string(row + 1);
    return where;
  }

  static void doubt(SheetCell& cell, const char* why) {
    if (cell.shown.doubt.empty()) cell.shown.doubt = why;
  }

  SheetCell cell_of(const pugi::xml_node& node, SourceLocation where) {
    SheetCell cell{{"", std::move(where)}};
    const std::string_view type = node.attribute("t").value();
    const pugi::xml_node value = child_named(node, "v");
    const pugi::xml_node formula = child_named(node, "f");
    if (type == "inlineStr") {
      cell.shown.text = squeezed(rich_text(child_named(node, "is")));
    } else if (!value) {
      if (formula) read_formula(formula, cell);
    } else if (type == "s") {
      read_shared(value, cell);
    } else if (type == "b") {
      cell.shown.text = is_true_text(value.child_value()) ? "TRUE" : "FALSE";
    } else if (type == "e") {
      cell.shown.text = squeezed(value.child_value());
      doubt(cell, "is an error of the spreadsheet");
    } else if (type == "str" || type == "d") {
      cell.shown.text = squeezed(value.child_value());
      if (type == "d") cell.shown.text = cell.shown.text.substr(0, 10);
      cell.date = type == "d";
    } else {
      read_number(node, squeezed(value.child_value()), cell);
    }
    return cell;
  }

  static bool is_true_text(std::string_view text) { return text == "1" || text == "true"; }

  void read_formula(const pugi::xml_node& formula, SheetCell& cell) {
    cell.shown.text = "=" + squeezed(formula.child_value());
    doubt(cell, "is a formula without a stored value; open the file, save it and send it again");
    problem(cell.shown.where, "holds a formula without its value, which is not computed here");
  }

  void read_shared(const pugi::xml_node& value, SheetCell& cell) {
    const std::size_t index = value.text().as_ullong(context_.strings.size());
    if (index < context_.strings.size()) {
      cell.shown.text = context_.strings[index];
    } else {
      cell.shown.text = "?";
      doubt(cell, "refers to a text that the file does not hold");
      problem(cell.shown.where, "refers to a text that the file does not hold");
    }
  }

  void read_number(const pugi::xml_node& node, const std::string& stored, SheetCell& cell) {
    const std::size_t style = node.attribute("s").as_ullong(0);
    const std::string& format =
        style < context_.formats.size() ? context_.formats[style] : kGeneral;
    const ShownNumber number = show_number(stored, format, context_.from_1904);
    cell.shown.text = number.text;
    cell.stored = number.full;
    cell.date = number.date;
    if (number.full.empty() && !stored.empty()) doubt(cell, "is no number, but stored as one");
    if (number.time) doubt(cell, "is stored as a time of day");
    if (number.rounded)
      report(ProblemLevel::note, cell.shown.where,
             "shows " + number.text + " of a stored " + number.full);
  }

  // What is merged over rows is said of each of them; over columns it is said once.
  void fill_merged() {
    std::size_t filled = 0;
    for (const pugi::xml_node& merge : child_named(worksheet_, "mergeCells").children()) {
      const std::string_view range = merge.attribute("ref").value();
      const std::size_t colon = range.find(':');
      if (colon == std::string_view::npos) continue;
      const auto first = address_of(range.substr(0, colon));
      const auto last = address_of(range.substr(colon + 1));
      if (!first || !last || last->row >= kMaxRows) continue;
      const auto row = rows_.find(first->row);
      if (row == rows_.end()) continue;
      const auto source = row->second.find(first->column);
      if (source == row->second.end()) continue;
      const SheetCell cell = source->second;
      for (std::size_t i = first->row + 1; i <= last->row && filled < kMaxMergedCells; ++i) {
        const auto below = rows_.find(i);
        if (below == rows_.end() || text_bytes_ >= kMaxTextBytes) continue;
        ++filled;
        text_bytes_ += cell.shown.text.size();
        below->second.try_emplace(first->column, cell);
      }
    }
  }

  void report_hidden() {
    const auto columns = std::ranges::count_if(hidden_columns_, [](auto& c) { return c.second; });
    if (hidden_rows_ == 0 && columns == 0) return;
    SourceLocation where = in_file(context_.file);
    where.pointer = quoted(context_.sheet);
    out_.problems.push_back({ProblemLevel::warning, where,
                             "has " + std::to_string(hidden_rows_) + " hidden rows and " +
                                 std::to_string(columns) +
                                 " hidden columns with values; what they say is not relied on"});
  }

  void refuse_rest(const SourceLocation& where, const std::string& limit) {
    if (!out_.incomplete.empty()) return;
    out_.incomplete = limit;
    problem(where, limit + " in sheet '" + context_.sheet + "'; the rest is not read");
  }

  void problem(const SourceLocation& where, std::string message) {
    report(ProblemLevel::error, where, std::move(message));
  }

  // The limits are told of however many cells were before them.
  void report(ProblemLevel level, const SourceLocation& where, std::string message) {
    if (++reported_ <= kMaxProblems || message.starts_with("more than"))
      out_.problems.push_back({level, where, std::move(message)});
    else if (reported_ == kMaxProblems + 1)
      out_.problems.push_back({level, where, "and more cells; the rest are not listed"});
  }

  // Rows without a cell between others part tables, so one empty row stands for each gap.
  SheetRows take() {
    std::size_t next = 0;
    for (auto& [number, cells] : rows_) {
      if (cells.empty()) continue;
      if (number > next) out_.rows.push_back({{{"", place(number - 1, 0)}}});
      next = number + 1;
      SheetRow& row = out_.rows.emplace_back();
      for (std::size_t i = 0; i <= cells.rbegin()->first; ++i) {
        const auto cell = cells.find(i);
        row.push_back(cell == cells.end() ? SheetCell{{"", place(number, i)}}
                                          : std::move(cell->second));
      }
    }
    return std::move(out_);
  }

  inline static const std::string kGeneral = "General";
  pugi::xml_node worksheet_;
  const WorkbookContext& context_;
  std::map<std::size_t, Row> rows_;
  std::map<std::size_t, bool> hidden_columns_;  // whether one holds a value
  std::size_t hidden_rows_ = 0;                 // with values
  std::size_t cells_ = 0, text_bytes_ = 0, reported_ = 0;
  SheetRows out_;
};

bool is_raised(const pugi::xml_node& run) {
  const pugi::xml_node alignment = child_named(child_named(run, "rPr"), "vertAlign");
  return std::string_view(alignment.attribute("val").value()) == "superscript";
}

bool ends_with_digit(const std::string& text) {
  return !text.empty() && text.back() >= '0' && text.back() <= '9';
}

}  // namespace

std::string rich_text(const pugi::xml_node& string) {
  std::string text;
  for (const pugi::xml_node& part : string.children()) {
    const std::string_view name = local_name(part);
    if (name == "t") text += part.child_value();
    if (name != "r") continue;
    const std::string run = child_named(part, "t").child_value();
    const bool number = !run.empty() && run.find_first_not_of("+-0123456789") == std::string::npos;
    if (is_raised(part) && number && ends_with_digit(text)) text += '^';
    text += run;
  }
  return text;
}

SheetRows read_workbook_sheet(const pugi::xml_node& worksheet, const WorkbookContext& context) {
  return SheetParser(worksheet, context).read();
}

}  // namespace verilot
