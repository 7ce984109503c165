#include "ingest/unheaded_table.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <iterator>
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
  static const re2::RE2 kPattern("[0-9]{1,2}(?:\\.[0-9]{1,2})?[.)]?");
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
  if (name.text.size() > 80 ||
      std::string_view("(),.").find(name.text.front()) != std::string_view::npos ||
      lexicon.is_value(name.text))
    return std::nullopt;
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

// A number with its unit, known or not ("34 HRC"), or a word of results.
bool is_measured(const std::string& text, const Lexicon& lexicon) {
  if (lexicon.is_value(text)) return true;
  const std::size_t space = text.rfind(' ');
  return space != std::string::npos && text.size() - space <= 12 &&
         lexicon.is_number(text.substr(0, space));
}

// "Citral | 14 | Linalool | 106": where the next list begins, whose name follows a value and has a
// value behind it.
bool begins_list(const Line& line, std::size_t i, const Lexicon& lexicon) {
  const std::string& text = line.phrases[i].text;
  return i > 0 && i + 1 < line.phrases.size() && is_measured(line.phrases[i - 1].text, lexicon) &&
         is_measured(line.phrases[i + 1].text, lexicon) && !is_measured(text, lexicon) &&
         !lexicon.is_unit(text) && !lexicon.is_limit(text) && text.find(':') == std::string::npos &&
         lexicon.method_id(text, "").empty();
}

std::vector<Line> lists_in(const Line& line, const Lexicon& lexicon) {
  std::vector<Line> lists;
  for (std::size_t i = 0; i < line.phrases.size(); ++i) {
    if (lists.empty() || begins_list(line, i, lexicon)) lists.push_back({line.phrases[i].box, {}});
    lists.back().phrases.push_back(line.phrases[i]);
    lists.back().box = joined(lists.back().box, line.phrases[i].box);
  }
  return lists;
}

// Rows in line; what stands between two of them and is none does not end the run while they stand
// near one another.
std::vector<std::vector<Row>> runs_of(const std::vector<Line>& lines,
                                      const std::vector<ColumnTable>& found,
                                      const Lexicon& lexicon) {
  std::vector<std::vector<Row>> runs;
  for (const Line& line : lines) {
    const auto row = row_in(line, found, lexicon);
    if (!row) continue;
    const auto run = std::find_if(runs.rbegin(), runs.rend(), [&](const std::vector<Row>& rows) {
      return goes_on(rows.back(), *row);
    });
    if (run == runs.rend())
      runs.push_back({*row});
    else
      run->push_back(*row);
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
  // Names in a second language, conditions, methods that no table knows.
  if (share(texts, [&](const auto& text) { return is_measured(text, lexicon); }) == 0)
    return "ignore";
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
  // Words alone are results where nothing else could be.
  const auto words = std::ranges::find(columns, std::string("ignore"), &HeaderCell::role);
  const bool one = std::ranges::count(columns, std::string("ignore"), &HeaderCell::role) == 1;
  if (results.empty() && one) {
    words->role = "result";
    results.push_back(static_cast<std::size_t>(words - columns.begin()));
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

// Names that no table knows, each with a limit and something measured beside it.
bool shows_itself(const std::vector<Row>& rows, const Lexicon& lexicon) {
  constexpr std::size_t kFewest = 4;
  if (rows.size() < kFewest) return false;
  const auto full = std::ranges::count_if(rows, [&](const Row& row) {
    const auto begin = row.line->phrases.begin() + static_cast<std::ptrdiff_t>(row.name) + 1;
    const auto count = [&](const auto& wanted) {
      return std::count_if(begin, row.line->phrases.end(), wanted);
    };
    const auto limits = count([&](const Phrase& phrase) { return lexicon.is_limit(phrase.text); });
    const auto measured = count([&](const Phrase& phrase) {
      return !lexicon.is_limit(phrase.text) && is_measured(phrase.text, lexicon);
    });
    return limits == 1 && measured == 1;
  });
  return static_cast<std::size_t>(full) * 10 >= rows.size() * 7;
}

bool names_unit(const std::string& heading, const Lexicon& lexicon) {
  const std::size_t open = heading.find('(');
  const std::size_t close = heading.find(')', std::min(open, heading.size()));
  return close != std::string::npos && lexicon.is_unit(heading.substr(open + 1, close - open - 1));
}

// "Allergens (mg/kg)" close above names that each have one number beside them.
bool is_counted(const PageLayout& page, const std::vector<Row>& rows, const Lexicon& lexicon) {
  constexpr std::size_t kFewest = 5;
  constexpr double kHeading = 40;  // points
  const bool plain = std::ranges::all_of(rows, [&](const Row& row) {
    return row.line->phrases.size() == row.name + 2 &&
           lexicon.is_number(row.line->phrases.back().text);
  });
  if (!plain || rows.size() < kFewest) return false;
  const double top = rows.front().line->box.y0;
  return std::ranges::any_of(page.lines, [&](const Line& line) {
    const double gap = top - line.box.y1;
    return gap > -1 && gap < kHeading && line.phrases.size() == 1 &&
           names_unit(line.phrases.front().text, lexicon);
  });
}

bool is_table(const std::vector<Row>& rows, bool counted, const Lexicon& lexicon) {
  if (rows.size() < kFewestRows) return false;
  const auto known = std::ranges::count_if(rows, &Row::known);
  const auto valued = std::ranges::count_if(rows, [&](const Row& row) {
    return std::any_of(row.line->phrases.begin() + static_cast<std::ptrdiff_t>(row.name) + 1,
                       row.line->phrases.end(),
                       [&](const Phrase& phrase) { return lexicon.is_value(phrase.text); });
  });
  const auto all = static_cast<std::ptrdiff_t>(rows.size());
  return counted || shows_itself(rows, lexicon) || (valued * 2 >= all && known * 10 >= all * 6);
}

}  // namespace

std::vector<ColumnTable> find_unheaded_tables(const PageLayout& page,
                                              const std::vector<ColumnTable>& found,
                                              const Lexicon& lexicon) {
  std::vector<ColumnTable> tables;
  std::vector<Line> lines;
  for (const Line& line : page.lines)
    std::ranges::move(lists_in(line, lexicon), std::back_inserter(lines));
  for (std::vector<Row>& rows : runs_of(lines, found, lexicon)) {
    const auto is_row = [&](const Row& row) {
      const auto& phrases = row.line->phrases;
      return row.known ||
             std::any_of(phrases.begin() + static_cast<std::ptrdiff_t>(row.name) + 1, phrases.end(),
                         [&](const Phrase& phrase) { return is_measured(phrase.text, lexicon); });
    };
    const bool counted = is_counted(page, rows, lexicon);
    const bool plain = counted || shows_itself(rows, lexicon);
    while (!rows.empty() && !rows.front().known && !(plain && is_row(rows.front())))
      rows.erase(rows.begin());
    while (!rows.empty() && !is_row(rows.back())) rows.pop_back();
    if (!is_table(rows, counted, lexicon)) continue;
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
  share_headings(tables);
  return tables;
}

}  // namespace verilot
