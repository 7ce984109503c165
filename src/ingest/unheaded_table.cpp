#include "ingest/unheaded_table.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kFewestRows = 3;
constexpr double kSameEdge = 4;     // points between left edges of one column
constexpr double kRowPitch = 34;    // points from row to row, at most
constexpr double kWidestGap = 320;  // points from a name to the first value

struct Row {
  const Line* line = nullptr;
  std::size_t name = 0;  // which phrase; before it may stand the number of the row
  bool known = false;    // the name is in the table of analytes
};

std::string name_of(const Row& row) {
  std::string name = row.line->phrases[row.name].text;
  while (name.ends_with(':') || name.ends_with(' ')) name.pop_back();
  return name;
}

bool in_any(const Box& box, const std::vector<ColumnTable>& tables) {
  return std::ranges::any_of(tables, [&](const ColumnTable& table) {
    return shared_x(table.box, box) > 0 && shared_y(table.box, box) > 0;
  });
}

bool is_row_number(const std::string& text) {
  static const re2::RE2 kPattern("[0-9]{1,2}[.)]?");
  return re2::RE2::FullMatch(text, kPattern);
}

// A line that could be a row: a name, and something beside it that is no label of its own.
std::optional<Row> row_in(const Line& line, const std::vector<ColumnTable>& found,
                          const Lexicon& lexicon) {
  Row row{&line, 0, false};
  if (is_row_number(line.phrases.front().text)) row.name = 1;
  if (row.name + 1 >= line.phrases.size()) return std::nullopt;
  const Phrase& name = line.phrases[row.name];
  const Phrase& value = line.phrases[row.name + 1];
  if (name.text.size() > 80 || lexicon.is_value(name.text)) return std::nullopt;
  if (name.text.find(':') < name.text.size() - 1) return std::nullopt;
  if (value.box.x0 - name.box.x1 > kWidestGap || in_any(name.box, found)) return std::nullopt;
  if (std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
        return &phrase != &name && phrase.text.ends_with(':');
      })) {
    return std::nullopt;
  }
  row.known = !lexicon.analyte_id(name_of(row)).empty();
  const std::string label = lexicon.label_role(name_of(row));
  if (!row.known && !label.empty()) return std::nullopt;
  return row;
}

bool goes_on(const Row& above, const Row& below) {
  const Box& a = above.line->phrases[above.name].box;
  const Box& b = below.line->phrases[below.name].box;
  return std::abs(a.x0 - b.x0) < kSameEdge && b.y0 - a.y1 < kRowPitch;
}

// Rows in line; a line between them that is none ends the run unless it is a part of a row.
std::vector<std::vector<Row>> runs_of(const PageLayout& page, const std::vector<ColumnTable>& found,
                                      const Lexicon& lexicon) {
  std::vector<std::vector<Row>> runs;
  for (const Line& line : page.lines) {
    const auto row = row_in(line, found, lexicon);
    if (!row) continue;
    if (runs.empty() || !goes_on(runs.back().back(), *row)) runs.emplace_back();
    runs.back().push_back(*row);
  }
  return runs;
}

// What stands beside the names, as columns from left to right.
std::vector<HeaderCell> columns_beside(const std::vector<Row>& rows) {
  std::vector<Box> boxes;
  for (const Row& row : rows) {
    for (std::size_t i = row.name + 1; i < row.line->phrases.size(); ++i) {
      boxes.push_back(row.line->phrases[i].box);
    }
  }
  std::ranges::sort(boxes, {}, &Box::x0);
  std::vector<HeaderCell> columns;
  for (const Box& box : boxes) {
    if (columns.empty() || shared_x(columns.back().box, box) <= 0) {
      columns.push_back({"", "", "", box});
    } else {
      columns.back().box.x1 = std::max(columns.back().box.x1, box.x1);
    }
  }
  return columns;
}

std::vector<std::string> texts_in(const std::vector<Row>& rows, const Box& column) {
  std::vector<std::string> texts;
  for (const Row& row : rows) {
    for (const Phrase& phrase : row.line->phrases) {
      if (shared_x(phrase.box, column) > 0) texts.push_back(phrase.text);
    }
  }
  return texts;
}

bool is_verdict(const std::string& text, const Lexicon& lexicon) {
  const std::string role = lexicon.result_role(text);
  return role == "pass" || role == "fail";
}

template <typename Wanted>
double share(const std::vector<std::string>& texts, const Wanted& wanted) {
  if (texts.empty()) return 0;
  return static_cast<double>(std::ranges::count_if(texts, wanted)) /
         static_cast<double>(texts.size());
}

std::string role_of(const std::vector<std::string>& texts, const Lexicon& lexicon) {
  constexpr double kMost = 0.7;
  constexpr double kSome = 0.3;
  if (share(texts, [&](const auto& text) { return lexicon.is_unit(text); }) > kMost) return "unit";
  if (share(texts, [&](const auto& text) { return lexicon.is_limit(text); }) >= kSome)
    return "limit";
  const auto names_method = [&](const auto& text) {
    return !lexicon.is_value(text) && !lexicon.method_id(text, "").empty();
  };
  if (share(texts, names_method) >= 0.5) return "method";
  return "result";
}

// One column of results, or nothing: of two alike nobody knows which is the limit.
bool decide_roles(std::vector<HeaderCell>& columns, const std::vector<Row>& rows,
                  const Lexicon& lexicon) {
  std::vector<std::size_t> results;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].role = role_of(texts_in(rows, columns[i].box), lexicon);
    if (columns[i].role == "result") results.push_back(i);
  }
  const auto verdicts = [&](std::size_t i) {
    return share(texts_in(rows, columns[i].box),
                 [&](const auto& text) { return is_verdict(text, lexicon); }) > 0.9;
  };
  if (results.size() == 2 && verdicts(results[1]) && !verdicts(results[0])) {
    columns[results[1]].role = "status";
    results.pop_back();
  }
  const auto limits = std::ranges::count(columns, std::string("limit"), &HeaderCell::role);
  return results.size() == 1 && limits <= 1;
}

bool is_table(const std::vector<Row>& rows, const Lexicon& lexicon) {
  if (rows.size() < kFewestRows) return false;
  const auto known = std::ranges::count_if(rows, &Row::known);
  const auto valued = std::ranges::count_if(rows, [&](const Row& row) {
    return std::any_of(row.line->phrases.begin() + static_cast<std::ptrdiff_t>(row.name) + 1,
                       row.line->phrases.end(),
                       [&](const Phrase& phrase) { return lexicon.is_value(phrase.text); });
  });
  const auto all = static_cast<std::ptrdiff_t>(rows.size());
  return known * 10 >= all * 6 && valued * 2 >= all;
}

}  // namespace

std::vector<ColumnTable> find_unheaded_tables(const PageLayout& page,
                                              const std::vector<ColumnTable>& found,
                                              const Lexicon& lexicon) {
  std::vector<ColumnTable> tables;
  for (std::vector<Row>& rows : runs_of(page, found, lexicon)) {
    const auto is_row = [&](const Row& row) {
      return row.known || lexicon.is_value(row.line->phrases[row.name + 1].text);
    };
    while (!rows.empty() && !rows.front().known) rows.erase(rows.begin());
    while (!rows.empty() && !is_row(rows.back())) rows.pop_back();
    if (!is_table(rows, lexicon)) continue;
    std::vector<HeaderCell> columns = columns_beside(rows);
    if (!decide_roles(columns, rows, lexicon)) continue;
    HeaderCell names{"", "analyte", "", rows.front().line->phrases[rows.front().name].box};
    for (const Row& row : rows) {
      const Box& box = row.line->phrases[row.name].box;
      names.box.x1 = std::max(names.box.x1, box.x1);
    }
    if (names.box.x1 > columns.front().box.x0) continue;
    columns.insert(columns.begin(), std::move(names));
    ColumnTable table = table_below(page, std::move(columns), rows.front().line->box.y0,
                                    rows.back().line->box.y1, lexicon);
    if (!table.rows.empty()) tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace verilot
