#include "ingest/body_columns.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ingest/header_cells.h"
#include "ingest/printed_marks.h"

namespace verilot {
namespace {

constexpr double kOutside = 160;    // points beyond the header a column may reach
constexpr double kRowGap = 34;      // points between rows, at most
constexpr double kStray = 0.08;     // of the rows: how many may run across a gap
constexpr int kNarrowestGap = 3;    // points
constexpr int kNeighbourhood = 60;  // points: where the number of rows is compared

struct BodyColumn {
  Box box;
  std::vector<const Phrase*> phrases;
};

bool is_row(const Line& line, const Lexicon& lexicon) {
  return line.phrases.size() >= 2 && std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
           return lexicon.is_value(without_mark(phrase.text));
         });
}

// The lines of the body with at least two phrases, one of them a value.
std::vector<const Line*> rows_below(const PageLayout& page, const Box& header, double bottom,
                                    const Lexicon& lexicon) {
  std::vector<const Line*> rows;
  double last = header.y1;
  for (const Line& line : page.lines) {
    if (line.box.y0 < header.y1 - 0.3 * height_of(line.box)) continue;
    if (line.box.y1 > bottom || line.box.y0 - last > kRowGap) break;
    if (shared_x(line.box, header) <= 0) continue;
    last = std::max(last, line.box.y1);
    if (is_row(line, lexicon)) rows.push_back(&line);
  }
  return rows;
}

// How many rows stand over each point of the width.
std::vector<int> coverage(const std::vector<const Line*>& rows, double left, double right,
                          const Lexicon& lexicon) {
  std::vector<int> covered(static_cast<std::size_t>(std::max(0.0, right - left)) + 1);
  for (const Line* row : rows) {
    for (const Phrase& phrase : row->phrases) {
      // A verdict begins a column however close the number before it stands.
      const std::string role = lexicon.result_role(phrase.text);
      const double shrunk = role == "pass" || role == "fail" ? kNarrowestGap : 0;
      const double from = std::max(phrase.box.x0 + shrunk, left) - left;
      const double to = std::min(phrase.box.x1, right) - left;
      for (double at = from; at < to; at += 1) ++covered[static_cast<std::size_t>(at)];
    }
  }
  return covered;
}

std::vector<bool> gaps_of(const std::vector<int>& covered) {
  std::vector<bool> gap(covered.size());
  for (std::size_t at = 0; at < covered.size(); ++at) {
    const std::size_t from = at < kNeighbourhood ? 0 : at - kNeighbourhood;
    const std::size_t to = std::min(covered.size(), at + kNeighbourhood + 1);
    const int most = *std::max_element(covered.begin() + static_cast<std::ptrdiff_t>(from),
                                       covered.begin() + static_cast<std::ptrdiff_t>(to));
    gap[at] = covered[at] <= static_cast<int>(kStray * most);
  }
  return gap;
}

std::vector<BodyColumn> columns_of(const std::vector<const Line*>& rows, double left, double right,
                                   const Lexicon& lexicon) {
  const std::vector<bool> gap = gaps_of(coverage(rows, left, right, lexicon));
  std::vector<BodyColumn> columns;
  int since = kNarrowestGap;
  for (std::size_t at = 0; at < gap.size(); ++at) {
    if (gap[at]) {
      ++since;
      continue;
    }
    const double x = left + static_cast<double>(at);
    if (since >= kNarrowestGap) columns.push_back({{x, 0, x + 1, 0}, {}});
    columns.back().box.x1 = x + 1;
    since = 0;
  }
  for (const Line* row : rows) {
    for (const Phrase& phrase : row->phrases) {
      for (BodyColumn& column : columns) {
        if (shared_x(column.box, phrase.box) > 0.5 * (phrase.box.x1 - phrase.box.x0))
          column.phrases.push_back(&phrase);
      }
    }
  }
  std::erase_if(columns, [](const BodyColumn& column) { return column.phrases.empty(); });
  return columns;
}

template <typename Wanted>
double share(const BodyColumn& column, const Wanted& wanted) {
  return static_cast<double>(std::ranges::count_if(
             column.phrases, [&](const Phrase* phrase) { return wanted(phrase->text); })) /
         static_cast<double>(column.phrases.size());
}

// "1.", "12)": the number of a row.
bool is_row_number(const std::string& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string rest = text.substr(digits);
  return digits >= 1 && digits <= 2 && (rest == "." || rest == ")");
}

// What a column without a known header holds; "" when that does not show.
std::string role_by_content(const BodyColumn& column, const Lexicon& lexicon) {
  constexpr double kMost = 0.7;
  const auto verdict = [&](const std::string& text) {
    const std::string role = lexicon.result_role(without_mark(text));
    return role == "pass" || role == "fail";
  };
  if (share(column, is_row_number) > kMost) return "ignore";
  if (share(column, [&](const std::string& text) { return lexicon.is_unit(text); }) > kMost)
    return "unit";
  if (share(column, verdict) > kMost) return "status";
  const auto method = [&](const std::string& text) {
    return !lexicon.is_value(text) && !lexicon.method_id(text, "").empty();
  };
  return share(column, method) >= 0.5 ? "method" : "";
}

// The words above a column, down to its first row.
HeaderCell cell_above(const BodyColumn& column, const PageLayout& page, double top, double bottom,
                      const Lexicon& lexicon) {
  HeaderCell cell;
  std::string lowest;
  for (const Line& line : page.lines) {
    if (centre_y(line.box) < top || centre_y(line.box) > bottom) continue;
    for (const Phrase& phrase : line.phrases) {
      if (shared_x(phrase.box, column.box) <= 0) continue;
      lowest = phrase.text;
      cell.box = cell.text.empty() ? phrase.box : joined(cell.box, phrase.box);
      cell.text += (cell.text.empty() ? "" : " ") + phrase.text;
    }
  }
  Column known = lexicon.column(cell.text);
  if (known.role.empty()) known = lexicon.column(lowest);
  cell.role = known.role;
  cell.unit = known.unit;
  return cell;
}

// Where the rows begin: the first that has a value and something in the column of names.
double top_of_rows(const std::vector<const Line*>& rows) { return rows.front()->box.y0; }

// Which column a cell heads: the one it stands over most, else the nearest within reach.
std::optional<std::size_t> column_below(const HeaderCell& cell,
                                        const std::vector<BodyColumn>& columns) {
  std::optional<std::size_t> best;
  double most = -25;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const double shared = shared_x(columns[i].box, cell.box);
    if (shared <= most) continue;
    most = shared;
    best = i;
  }
  return best;
}

// Cells and columns one to one where that is plain; the rest stays as it is.
class Fit {
 public:
  Fit(std::vector<HeaderCell>& cells, std::vector<BodyColumn> columns)
      : cells_(cells), columns_(std::move(columns)), heads_(columns_.size()) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (const auto column = column_below(cells[i], columns_)) heads_[*column].push_back(i);
    }
    if (match_in_order()) return;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (column_below(cells[i], columns_)) continue;
      if (const auto column = column_between(i)) heads_[*column].push_back(i);
    }
  }

  void widen() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (heads_[i].size() != 1) continue;
      Box& box = cells_[heads_[i].front()].box;
      // Numbers under a wide header keep clear of its neighbours.
      const double left = heads_[i].front() == 0 ? -1e6 : cells_[heads_[i].front() - 1].box.x1;
      box.x0 = std::max(std::min(box.x0, columns_[i].box.x0), std::min(left, box.x0));
      box.x1 = std::max(box.x1, columns_[i].box.x1);
      if (heads_[i].front() + 1 < cells_.size())
        box.x1 = std::max(std::min(box.x1, cells_[heads_[i].front() + 1].box.x0 - 1), box.x0 + 1);
    }
  }

  const std::vector<BodyColumn>& columns() const { return columns_; }
  bool is_headless(std::size_t column) const { return heads_[column].empty(); }
  std::optional<std::size_t> only_head(std::size_t column) const {
    return heads_[column].size() == 1 ? std::optional(heads_[column].front()) : std::nullopt;
  }

 private:
  // A header far from its column, as one centred over left-aligned words may be: the one column
  // without a header that stands on the same side of the cell's neighbours.
  std::optional<std::size_t> column_between(std::size_t cell) const {
    constexpr double kFar = 120;
    const double left = cell == 0 ? -1e6 : cells_[cell - 1].box.x1;
    const double right = cell + 1 == cells_.size() ? 1e6 : cells_[cell + 1].box.x0;
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Box& box = columns_[i].box;
      if (!heads_[i].empty() || box.x1 < left || box.x0 > right) continue;
      if (-shared_x(box, cells_[cell].box) > kFar || found) return std::nullopt;
      found = i;
    }
    return found;
  }

  // As many columns as heads, and some column under two heads or none: numbers set at the right
  // edge of wide columns stand nearer to the next head than to their own.
  bool match_in_order() {
    constexpr double kFar = 60;
    if (columns_.size() != cells_.size()) return false;
    if (std::ranges::all_of(heads_, [](const auto& heads) { return heads.size() == 1; }))
      return false;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (shared_x(columns_[i].box, cells_[i].box) < -kFar) return false;
      for (std::size_t j = 0; j < cells_.size(); ++j)
        if (i != j && shared_x(columns_[i].box, cells_[j].box) > 0) return false;
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      heads_[i] = {i};
      // The head stands over its own column alone from here on.
      if (shared_x(columns_[i].box, cells_[i].box) > 0) continue;
      cells_[i].box.x0 = columns_[i].box.x0;
      cells_[i].box.x1 = columns_[i].box.x1;
    }
    return true;
  }

  std::vector<HeaderCell>& cells_;
  std::vector<BodyColumn> columns_;
  std::vector<std::vector<std::size_t>> heads_;
};

// "Specification" over "Method": the lower words tell what the column holds.
void take_lower_role(HeaderCell& cell, const BodyColumn& column, const PageLayout& page,
                     double bottom, const Lexicon& lexicon) {
  const HeaderCell below = cell_above(column, page, cell.box.y1, bottom, lexicon);
  if (below.role.empty() || below.role == "unit value" || below.role == cell.role) return;
  cell.role = below.role;
  cell.text += " " + below.text;
  if (!below.unit.empty()) cell.unit = below.unit;
}

// Columns without a meaning count between others only: beyond them something else begins.
void drop_outer_unknown(std::vector<HeaderCell>& cells, const Box& header) {
  double left = header.x0;
  double right = header.x1;
  for (const HeaderCell& cell : cells) {
    if (cell.role.empty()) continue;
    left = std::min(left, cell.box.x0);
    right = std::max(right, cell.box.x1);
  }
  std::erase_if(cells, [&](const HeaderCell& cell) {
    return cell.role.empty() && (cell.box.x1 <= left || cell.box.x0 >= right);
  });
}

}  // namespace

void fit_to_body(std::vector<HeaderCell>& cells, const PageLayout& page, double bottom,
                 const Lexicon& lexicon) {
  std::ranges::stable_sort(cells, {}, [](const HeaderCell& cell) { return cell.box.x0; });
  const Box header = box_of(cells);
  const std::vector<const Line*> rows = rows_below(page, header, bottom, lexicon);
  if (rows.size() < 2) return;
  const double left = std::max(0.0, header.x0 - kOutside);
  const double right = std::min(page.width, header.x1 + kOutside);
  Fit fit(cells, columns_of(rows, left, right, lexicon));
  const double first = top_of_rows(rows);
  std::vector<HeaderCell> more;
  for (std::size_t i = 0; i < fit.columns().size(); ++i) {
    const BodyColumn& column = fit.columns()[i];
    if (const auto head = fit.only_head(i)) {
      take_lower_role(cells[*head], column, page, first, lexicon);
      // Units and verdicts show themselves under any word.
      if (cells[*head].role.empty() && column.phrases.size() * 2 >= rows.size() &&
          lexicon.analyte_id(cells[*head].text).empty())
        cells[*head].role = role_by_content(column, lexicon);
    } else if (fit.is_headless(i) && column.phrases.size() * 4 >= rows.size()) {
      HeaderCell cell = cell_above(column, page, header.y0 - 12, first, lexicon);
      if (cell.role.empty() && column.phrases.size() * 2 < rows.size()) continue;
      if (cell.role.empty()) cell.role = role_by_content(column, lexicon);
      cell.box = {column.box.x0, header.y0, column.box.x1, header.y1};
      more.push_back(std::move(cell));
    }
  }
  drop_outer_unknown(more, header);
  fit.widen();
  std::ranges::move(more, std::back_inserter(cells));
  std::ranges::stable_sort(cells, {}, [](const HeaderCell& cell) { return cell.box.x0; });
}

}  // namespace verilot
