#include "ingest/header_cells.h"

#include <algorithm>
#include <cmath>

namespace verilot {
namespace {

constexpr double kNextColumn = 70;  // points from the last known column to one of another name

std::string text_of(const Phrase& phrase, std::size_t from, std::size_t to, Box& box) {
  std::string text;
  box = phrase.words[from].box;
  for (std::size_t i = from; i < to; ++i) {
    text += (text.empty() ? "" : " ") + phrase.words[i].text;
    box = joined(box, phrase.words[i].box);
  }
  return text;
}

// "1. | Description | White powder | White powder" goes on from no header.
bool is_body(const Line& line, const Lexicon& lexicon) {
  for (std::size_t i = 0; i < line.phrases.size(); ++i) {
    if (looks_like_body(line.phrases[i].text, lexicon)) return true;
    for (std::size_t j = 0; j < i; ++j) {
      if (line.phrases[i].text == line.phrases[j].text) return true;
    }
  }
  return false;
}

// Whether the phrase, read with the cell above or below it, is still a header cell.
bool completes(HeaderCell& cell, const Phrase& phrase, bool only_units, const Lexicon& lexicon) {
  const double height = std::max(height_of(cell.box), height_of(phrase.box));
  const double gap = -shared_y(cell.box, phrase.box);
  const bool unit_below = lexicon.is_unit(phrase.text) && centre_y(phrase.box) > centre_y(cell.box);
  if (unit_below && (cell.role == "unit" || cell.role == "analyte")) return false;  // a first row
  if (gap > (unit_below && only_units ? 1.7 : 0.7) * height) return false;
  if (shared_x(cell.box, phrase.box) <= 0) return false;
  const bool above = centre_y(phrase.box) < centre_y(cell.box);
  const std::string text = above ? phrase.text + " " + cell.text : cell.text + " " + phrase.text;
  const HeaderCell both = header_cell(text, joined(cell.box, phrase.box), lexicon);
  if (both.role.empty()) return false;
  // "Property / Eigenschaft" reads as a header whatever follows: ask for a reason to go on.
  const bool is_bracket = phrase.text.starts_with('(') || phrase.text.starts_with('[');
  const bool open_end = (above ? phrase.text : cell.text).ends_with('/');
  const bool one_name =
      both.role == "lot_result" || (text.find('/') == std::string::npos &&
                                    phrase.text.find_first_of("0123456789") == std::string::npos);
  if (!is_bracket && !open_end && !one_name && !lexicon.is_unit(phrase.text)) return false;
  if (!both.unit.empty() && !cell.unit.empty() && both.unit != cell.unit) return false;
  cell = both;
  return true;
}

bool is_covered(const std::vector<HeaderCell>& cells, const Box& box) {
  return std::ranges::any_of(cells, [&](const HeaderCell& cell) {
    return shared_x(cell.box, box) > 0.5 * (box.x1 - box.x0) && shared_y(cell.box, box) > 0;
  });
}

bool body_follows(const Line& line, const Phrase& phrase, const Lexicon& lexicon) {
  return std::ranges::any_of(line.phrases, [&](const Phrase& other) {
    return other.box.x0 > phrase.box.x1 && looks_like_body(other.text, lexicon);
  });
}

// Words of the header line that are no known column: they still take up a column of the body.
void add_unknown(std::vector<HeaderCell>& cells, const PageLayout& page, const Lexicon& lexicon) {
  const Box known = box_of(cells);
  std::vector<HeaderCell> right;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      const double height = height_of(phrase.box);
      if (shared_y(phrase.box, known) < 0.5 * height || is_covered(cells, phrase.box)) continue;
      const bool body = looks_like_body(phrase.text, lexicon);
      if (phrase.box.x0 > known.x1) {
        const HeaderCell cell = header_cell(phrase.text, phrase.box, lexicon);
        const bool other = body || phrase.text.find(':') != std::string::npos ||
                           phrase.words.size() > 4 ||
                           (cell.role.empty() && body_follows(line, phrase, lexicon));
        right.push_back(header_cell(other ? "" : phrase.text, phrase.box, lexicon));
      } else if (phrase.box.x1 <= known.x1 && phrase.box.x0 >= known.x0 && !body) {
        for (HeaderCell& cell : cut_into_columns(phrase, lexicon)) cells.push_back(cell);
        if (!is_covered(cells, phrase.box)) {
          cells.push_back(header_cell(phrase.text, phrase.box, lexicon));
        }
      }
    }
  }
  std::ranges::stable_sort(right, {}, [](const HeaderCell& cell) { return cell.box.x0; });
  double edge = known.x1;
  for (const HeaderCell& cell : right) {
    if (cell.text.empty() || cell.box.x0 - edge > kNextColumn) break;
    edge = cell.box.x1;
    cells.push_back(cell);
  }
}

// "Result" over "Whole blood" and "PRP": what stands below a heading, between its neighbours, are
// columns of its kind.
std::vector<HeaderCell> columns_below(const HeaderCell& heading,
                                      const std::vector<HeaderCell>& cells, const PageLayout& page,
                                      const Lexicon& lexicon) {
  constexpr double kReach = 120;  // points to both sides where no neighbour stands
  double left = heading.box.x0 - kReach;
  double right = heading.box.x1 + kReach;
  for (const HeaderCell& cell : cells) {
    if (cell.box.x1 < heading.box.x0) left = std::max(left, cell.box.x1);
    if (cell.box.x0 > heading.box.x1) right = std::min(right, cell.box.x0);
  }
  for (const Line& line : page.lines) {
    const double gap = line.box.y0 - heading.box.y1;
    if (gap < -0.3 * height_of(heading.box) || line.box.y0 <= heading.box.y0 + 2) continue;
    if (gap > height_of(heading.box)) break;
    std::vector<HeaderCell> below;
    for (const Phrase& phrase : line.phrases) {
      if (phrase.box.x0 < left || phrase.box.x1 > right) continue;
      if (lexicon.is_value(phrase.text) || phrase.words.size() > 3) return {};
      if (!lexicon.column(phrase.text).role.empty()) return {};
      below.push_back({heading.text + " " + phrase.text, heading.role, heading.unit, phrase.box});
    }
    const bool body = std::ranges::any_of(
        line.phrases, [&](const Phrase& phrase) { return looks_like_body(phrase.text, lexicon); });
    if (below.size() >= 2 && !body && below.front().box.x0 < heading.box.x1 &&
        below.back().box.x1 > heading.box.x0)
      return below;
  }
  return {};
}

void split_headings(std::vector<HeaderCell>& cells, const PageLayout& page,
                    const Lexicon& lexicon) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].role != "result" && cells[i].role != "limit") continue;
    const auto below = columns_below(cells[i], cells, page, lexicon);
    if (below.empty()) continue;
    cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(i));
    cells.insert(cells.begin() + static_cast<std::ptrdiff_t>(i), below.begin(), below.end());
    i += below.size() - 1;
  }
}

// Unknown cells of several lines ("Serving size" over "weight") are one cell.
void join_unknown(std::vector<HeaderCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (std::size_t j = i + 1; j < cells.size();) {
      const bool one = cells[i].role.empty() && cells[j].role.empty() &&
                       shared_x(cells[i].box, cells[j].box) > 0;
      if (!one) {
        ++j;
        continue;
      }
      cells[i].text += " " + cells[j].text;
      cells[i].box = joined(cells[i].box, cells[j].box);
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

// Two words of one heading ("Batch" over "Result") each grow to the whole of it.
void drop_repeated(std::vector<HeaderCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (std::size_t j = i + 1; j < cells.size();) {
      const Box& a = cells[i].box;
      const Box& b = cells[j].box;
      const double width = std::min(a.x1 - a.x0, b.x1 - b.x0);
      const bool one = cells[i].role == cells[j].role && !cells[i].role.empty() &&
                       shared_x(a, b) > 0.8 * width && shared_y(a, b) > 0;
      if (!one) {
        ++j;
        continue;
      }
      if (cells[j].text.size() > cells[i].text.size()) std::swap(cells[i], cells[j]);
      cells[i].box = joined(cells[i].box, cells[j].box);
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

// "Analysis" over "Date/Time" is one heading, and not the names of a second table.
void join_stacked(std::vector<HeaderCell>& cells, const Lexicon& lexicon) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const HeaderCell& upper = cells[i];
      const HeaderCell& lower = cells[j];
      const double gap = lower.box.y0 - upper.box.y1;
      if (i == j || gap < -2 || gap > 0.5 * height_of(upper.box)) continue;
      if (shared_x(upper.box, lower.box) < 0.8 * (upper.box.x1 - upper.box.x0)) continue;
      HeaderCell both =
          header_cell(upper.text + " " + lower.text, joined(upper.box, lower.box), lexicon);
      if (both.role.empty() || both.role == upper.role) continue;
      cells[i] = std::move(both);
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(j));
      return join_stacked(cells, lexicon);
    }
  }
}

// "Sollwert" over "von" and "bis", which stand to both sides of it.
bool heads_bounds(const HeaderCell& cell, const std::vector<HeaderCell>& cells) {
  if (cell.role != "limit") return false;
  const auto below = [&](const char* role, bool on_left) {
    return std::ranges::any_of(cells, [&](const HeaderCell& other) {
      const double apart = centre_x(cell.box) - centre_x(other.box);
      return other.role == role && other.box.y0 > centre_y(cell.box) &&
             (on_left ? apart > 0 : apart < 0) && std::abs(apart) < 120;
    });
  };
  return below("minimum", true) && below("maximum", false);
}

// A heading over several columns ("Specification" over Min and Max) is no column itself.
void drop_spanning(std::vector<HeaderCell>& cells) {
  const auto spans = [&](const HeaderCell& cell) {
    const auto under = std::ranges::count_if(cells, [&](const HeaderCell& other) {
      return &other != &cell && other.box.y0 > centre_y(cell.box) && !other.role.empty() &&
             shared_x(cell.box, other.box) > 0.3 * (other.box.x1 - other.box.x0);
    });
    return under >= 2 || (under == 1 && cell.role.empty()) || heads_bounds(cell, cells);
  };
  std::vector<HeaderCell> kept;
  for (const HeaderCell& cell : cells) {
    if (!spans(cell)) kept.push_back(cell);
  }
  cells = std::move(kept);
}

}  // namespace

HeaderCell header_cell(const std::string& text, const Box& box, const Lexicon& lexicon) {
  const Column column = lexicon.column(text);
  return {text, column.role, column.unit, box};
}

std::vector<HeaderCell> cut_into_columns(const Phrase& phrase, const Lexicon& lexicon) {
  const HeaderCell whole = header_cell(phrase.text, phrase.box, lexicon);
  if (!whole.role.empty()) return {whole};
  const std::size_t count = phrase.words.size();
  if (count < 2 || count > 14) return {};
  std::vector<HeaderCell> cells;
  for (std::size_t start = 0; start < count;) {
    std::size_t end = count;
    for (; end > start; --end) {
      Box box;
      const std::string text = text_of(phrase, start, end, box);
      HeaderCell cell = header_cell(text, box, lexicon);
      if (cell.role.empty()) continue;
      cells.push_back(std::move(cell));
      break;
    }
    if (end == start) return {};
    start = end;
  }
  return cells;
}

bool looks_like_body(const std::string& text, const Lexicon& lexicon) {
  if (lexicon.is_number(text)) return true;
  const std::string role = lexicon.result_role(text);
  return role == "pass" || role == "fail" || role == "absent" || role == "not_detected";
}

Box box_of(const std::vector<HeaderCell>& cells) {
  Box box = cells.front().box;
  for (const HeaderCell& cell : cells) box = joined(box, cell.box);
  return box;
}

std::vector<HeaderCell> complete_cells(std::vector<HeaderCell> cells, const PageLayout& page,
                                       const Lexicon& lexicon) {
  const Box seeds = box_of(cells);
  bool grown = true;
  std::vector<const Phrase*> used;
  while (grown) {
    grown = false;
    for (const Line& line : page.lines) {
      if (line.box.y1 < seeds.y0 - 30 || line.box.y0 > seeds.y1 + 30) continue;
      const bool units = std::ranges::all_of(line.phrases, [&](const Phrase& phrase) {
        return !lexicon.column(phrase.text).unit.empty();
      });
      for (const Phrase& phrase : line.phrases) {
        if (std::ranges::find(used, &phrase) != used.end()) continue;
        const bool body = line.box.y0 > seeds.y1 && is_body(line, lexicon);
        for (HeaderCell& cell : cells) {
          if (body && lexicon.column(phrase.text).unit.empty()) break;
          if (shared_y(cell.box, phrase.box) > 0.5 * height_of(phrase.box)) continue;
          if (!completes(cell, phrase, units, lexicon)) continue;
          used.push_back(&phrase);
          grown = true;
          break;
        }
      }
    }
  }
  drop_repeated(cells);
  join_stacked(cells, lexicon);
  split_headings(cells, page, lexicon);
  add_unknown(cells, page, lexicon);
  join_unknown(cells);
  drop_spanning(cells);
  std::ranges::stable_sort(cells, {}, [](const HeaderCell& cell) { return cell.box.x0; });
  return cells;
}

}  // namespace verilot
