#include "ingest/table_headers.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ingest/body_columns.h"
#include "ingest/header_cells.h"
#include "ingest/printed_marks.h"
#include "ingest/stacked_heads.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kStacked = 1.75;    // of the height: how far below one another seeds may stand
constexpr double kOuterReach = 50;   // points beyond the last header its column may begin
constexpr double kSideBySide = 0.6;  // of the page width: seeds further apart are no one header

struct Seed {
  HeaderCell cell;
  std::size_t group = 0;
};

// "Terpene | % | mg/g": beside a column of names, units alone are columns of results.
void add_unit_seeds(std::vector<Seed>& seeds, const PageLayout& page, const Lexicon& lexicon) {
  const std::size_t named = seeds.size();
  for (std::size_t i = 0; i < named; ++i) {
    if (seeds[i].cell.role != "analyte") continue;
    const Box names = seeds[i].cell.box;  // a copy: the seeds grow
    for (const Line& line : page.lines) {
      if (shared_y(line.box, names) < 0.5 * height_of(names)) continue;
      // "Assay (dried basis) | % | 98.5": the first row of another header.
      const bool row = std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
        return phrase.box.x0 > names.x1 && lexicon.is_number(phrase.text) &&
               shared_y(phrase.box, names) > 0.5 * height_of(names);
      });
      if (row) continue;
      for (const Phrase& phrase : line.phrases) {
        if (phrase.box.x0 < names.x1 || !lexicon.is_unit(phrase.text)) continue;
        const bool next_table = std::any_of(
            seeds.begin(), seeds.begin() + static_cast<std::ptrdiff_t>(named), [&](const Seed& s) {
              return s.cell.role == "analyte" && s.cell.box.x0 > names.x1 &&
                     s.cell.box.x0 < phrase.box.x0 && shared_y(s.cell.box, names) > 0;
            });
        if (next_table) break;
        seeds.push_back({header_cell(phrase.text, phrase.box, lexicon), seeds.size()});
      }
    }
  }
}

// "Pass/" over "Fail": neither is a column alone, both together are.
std::optional<HeaderCell> stacked_seed(const PageLayout& page, const Phrase& upper,
                                       const Lexicon& lexicon) {
  if (!upper.text.ends_with('/') || !lexicon.column(upper.text).role.empty()) return std::nullopt;
  for (const Line& line : page.lines) {
    for (const Phrase& lower : line.phrases) {
      const double gap = lower.box.y0 - upper.box.y1;
      const double height = height_of(upper.box);
      if (gap < -0.3 * height || gap > 0.7 * height || shared_x(lower.box, upper.box) <= 0)
        continue;
      HeaderCell cell = header_cell(upper.text + lower.text, joined(upper.box, lower.box), lexicon);
      if (!cell.role.empty()) return cell;
    }
  }
  return std::nullopt;
}

std::vector<Seed> find_seeds(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<Seed> seeds;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      if (phrase.text.ends_with(':') || phrase.text.size() > 90) continue;
      // "tested)": the rest of a bracket.
      if (phrase.text.ends_with(')') && phrase.text.find('(') == std::string::npos) continue;
      for (HeaderCell& cell : cut_into_columns(phrase, lexicon)) {
        if (cell.role != "unit value") seeds.push_back({std::move(cell), seeds.size()});
      }
      if (auto cell = stacked_seed(page, phrase, lexicon)) {
        seeds.push_back({std::move(*cell), seeds.size()});
      }
    }
  }
  return seeds;
}

bool belong_together(const Seed& a, const Seed& b, double page_width) {
  const double height = std::min(height_of(a.cell.box), height_of(b.cell.box));
  const double apart = std::abs(centre_y(a.cell.box) - centre_y(b.cell.box));
  if (apart > kStacked * height) return false;
  if (shared_x(a.cell.box, b.cell.box) < -kSideBySide * page_width) return false;
  // One below the other with the same role is a header and the first row of its table.
  return shared_x(a.cell.box, b.cell.box) <= 0 || a.cell.role != b.cell.role ||
         apart < 0.3 * height;
}

void group_seeds(std::vector<Seed>& seeds, double page_width) {
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (seeds[j].group == seeds[i].group) continue;
      // Seeds are in the order of lines: what stands far above is far for all that follow.
      if (!belong_together(seeds[j], seeds[i], page_width)) continue;
      const std::size_t from = seeds[i].group;
      const std::size_t to = seeds[j].group;
      for (Seed& seed : seeds)
        if (seed.group == from) seed.group = to;
    }
  }
}

// A word of headers in a row of values ("Assay | 99.7", "mg/mL" below "Unit") heads nothing when
// a header of the same column stands above it.
bool is_first_row(const PageLayout& page, const Seed& seed, const std::vector<Seed>& seeds,
                  const Lexicon& lexicon) {
  const double height = height_of(seed.cell.box);
  const bool below_another = std::ranges::any_of(seeds, [&](const Seed& other) {
    const double drop = seed.cell.box.y0 - other.cell.box.y0;
    return other.group == seed.group && drop > 0.3 * height &&
           shared_x(other.cell.box, seed.cell.box) > 0;
  });
  if (!below_another) return false;
  if (seed.cell.role == "ignore") return true;  // "No" of a wrapped "No growth"
  const auto is_other = [&](const Phrase& phrase) {
    return std::abs(centre_y(phrase.box) - centre_y(seed.cell.box)) < 0.5 * height &&
           shared_x(phrase.box, seed.cell.box) <= 0;
  };
  return std::ranges::any_of(page.lines, [&](const Line& line) {
    return std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
      return is_other(phrase) && (looks_like_body(phrase.text, lexicon) ||
                                  (lexicon.is_value(phrase.text) && phrase.text.size() > 2));
    });
  });
}

void drop_first_rows(std::vector<Seed>& seeds, const PageLayout& page, const Lexicon& lexicon) {
  std::vector<Seed> kept;
  for (const Seed& seed : seeds) {
    if (!is_first_row(page, seed, seeds, lexicon)) kept.push_back(seed);
  }
  seeds = std::move(kept);
}

bool is_result(const HeaderCell& cell) {
  return cell.role == "result" || cell.role == "lot_result" || cell.role == "unit value" ||
         cell.role == "status";
}

// "Heavy metals | Result | Microbiology | Result": a heading of no known word, after a whole table
// and before a column that table already has, names the rows of the next one.
void name_second_analytes(std::vector<HeaderCell>& cells) {
  for (std::size_t i = 2; i + 1 < cells.size(); ++i) {
    const auto before = [&](const auto& wanted) {
      return std::any_of(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(i), wanted);
    };
    const std::string& next = cells[i + 1].role;
    const bool repeats = (next == "result" || next == "limit") &&
                         before([&](const HeaderCell& cell) { return cell.role == next; });
    const bool complete =
        before([](const HeaderCell& cell) { return cell.role == "analyte"; }) && before(is_result);
    if (cells[i].role.empty() && repeats && complete) cells[i].role = "analyte";
  }
}

// "Target | Action level | Result": a word for limits that is none, since the limits stand beside
// it.
void name_first_limits(TableHeader& header) {
  if (header.names_analytes || header.cells.size() < 3 || header.cells[0].role != "limit") return;
  const auto limits = std::ranges::count(header.cells, std::string("limit"), &HeaderCell::role);
  if (limits != 2 || header.cells[1].role != "limit") return;
  header.cells[0].role = "analyte";
  header.names_analytes = true;
}

// Side-by-side tables share a header line; each starts with its own analyte column.
std::vector<TableHeader> split_side_by_side(std::vector<HeaderCell> cells) {
  name_second_analytes(cells);
  std::vector<TableHeader> headers;
  bool seen_result = false;
  for (const HeaderCell& cell : cells) {
    if (headers.empty() || (cell.role == "analyte" && seen_result)) {
      headers.emplace_back();
      seen_result = false;
    }
    TableHeader& header = headers.back();
    header.cells.push_back(cell);
    header.names_analytes = header.names_analytes || cell.role == "analyte";
    seen_result = seen_result || is_result(cell);
  }
  for (TableHeader& header : headers) {
    header.box = box_of(header.cells);
    name_first_limits(header);
  }
  return headers;
}

// "Lot A-17" heads results only beside other lots or a column of limits; else it is a label.
void drop_lone_lots(std::vector<HeaderCell>& cells) {
  const auto count = [&](const char* role) {
    return std::ranges::count(cells, std::string(role), &HeaderCell::role);
  };
  const auto lots = count("lot_result");
  if (count("analyte") == 0 || count("result") > 0 || (lots == 1 && count("limit") == 0)) {
    std::erase_if(cells, [](const HeaderCell& cell) { return cell.role == "lot_result"; });
  }
}

// "CONTAMINANTS" over "Test | Result | Limit": of two words for names above one another the one
// that stands in line with the other heads.
void drop_headings(std::vector<HeaderCell>& cells) {
  const auto in_line = [&](const HeaderCell& cell) {
    return std::ranges::count_if(cells, [&](const HeaderCell& other) {
      return shared_y(other.box, cell.box) > 0.6 * height_of(cell.box);
    });
  };
  std::vector<HeaderCell> kept;
  for (const HeaderCell& cell : cells) {
    const bool heading =
        cell.role == "analyte" && std::ranges::any_of(cells, [&](const HeaderCell& other) {
          return &other != &cell && other.role == "analyte" && other.box.y0 > centre_y(cell.box) &&
                 shared_x(other.box, cell.box) > 0 && in_line(cell) == 1 && in_line(other) >= 3;
        });
    if (!heading) kept.push_back(cell);
  }
  cells = std::move(kept);
}

bool is_table(const TableHeader& header) {
  const bool result = std::ranges::any_of(header.cells, is_result);
  if (header.names_analytes) {
    return result || has_role(header, "limit") || has_role(header, "not_results");
  }
  if (has_role(header, "not_results")) return true;
  return has_role(header, "sample") ? false
                                    : has_role(header, "result") &&
                                          (has_role(header, "limit") || has_role(header, "unit"));
}

// How far to the left the names may begin: a header that is centred over them stands as far from
// the left edge of its column as from the column after it.
double left_reach(const TableHeader& header) {
  const double plain = header.box.x0 - 60;
  if (header.cells.size() < 2 || !header.names_analytes) return plain;
  const double mirrored = 2 * centre_x(header.cells[0].box) - header.cells[1].box.x0;
  return std::clamp(mirrored, header.box.x0 - 200, plain);
}

void set_reach(std::vector<TableHeader>& headers, double page_width) {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const bool first = i == 0;
    const bool last = i + 1 == headers.size();
    TableHeader& header = headers[i];
    header.left = first ? left_reach(header) : headers[i - 1].box.x1 + 1;
    const double next = last ? page_width : headers[i + 1].box.x0 - 2;
    header.right = std::min(next, header.box.x1 + kOuterReach);
    if (!header.names_analytes) header.left = first ? 0 : headers[i - 1].box.x1;
  }
}

// Verdicts in a column of their own to the right of the last header: their column, if most rows
// have one.
void add_verdict_column(TableHeader& header, const PageLayout& page, double bottom,
                        const Lexicon& lexicon) {
  if (has_role(header, "status") || has_role(header, "not_results")) return;
  int rows = 0;
  int verdicts = 0;
  std::optional<Box> column;
  for (const Line& line : page.lines) {
    if (line.box.y0 < header.box.y1 - 2 || line.box.y0 > bottom) continue;
    const Phrase& last = line.phrases.back();
    rows += std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
      return shared_x(phrase.box, header.cells.back().box) > 0 && lexicon.is_value(phrase.text);
    });
    if (last.box.x0 < header.box.x1) continue;
    const std::string role = lexicon.result_role(without_mark(last.text));
    if (role != "pass" && role != "fail") continue;
    if (column && shared_x(*column, last.box) <= 0) continue;
    column = column ? joined(*column, last.box) : last.box;
    ++verdicts;
  }
  if (verdicts < 2 || verdicts * 2 < rows) return;
  // "IDENTITY" over "Confirmed" is a test of its own.
  const bool named = std::ranges::any_of(page.lines, [&](const Line& line) {
    return shared_y(line.box, header.box) > 0 &&
           std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
             return shared_x(phrase.box, *column) > 0 && phrase.box.y1 <= header.box.y1 + 2 &&
                    !lexicon.analyte_id(phrase.text).empty();
           });
  });
  if (named) return;
  Box box = header.cells.back().box;
  box.x0 = column->x0;
  box.x1 = column->x1;
  header.cells.push_back({"", "status", "", box});
  header.box = joined(header.box, box);
  header.right = std::max(header.right, box.x1 + 10);
}

void add_implied_analyte(TableHeader& header) {
  if (header.names_analytes) return;
  const Box box{header.left, header.box.y0, header.box.x0 - 4, header.box.y1};
  header.cells.insert(header.cells.begin(), HeaderCell{"", "analyte", "", box});
}

std::optional<TableHeader> sample_header(const PageLayout& page, const Line& line, bool touching,
                                         const Lexicon& lexicon) {
  const std::vector<StackedHead> heads = stacked_heads(page, line, touching);
  if (heads.size() < 3 || lexicon.column(heads.front().text).role != "sample") return std::nullopt;
  TableHeader header;
  std::size_t labels = 0;
  std::size_t analytes = 0;
  for (const StackedHead& head : heads) {
    if (head.text.find(':') != std::string::npos || lexicon.is_number(head.text))
      return std::nullopt;
    HeaderCell cell{head.text, header.cells.empty() ? "analyte" : "result", "", head.box};
    if (!header.cells.empty()) {
      labels += !lexicon.label_role(cell.text).empty();
      const Column column = lexicon.column(cell.text);
      analytes += !column.unit.empty() || !lexicon.analyte_id(cell.text).empty();
    }
    header.cells.push_back(std::move(cell));
  }
  if (analytes == 0 || labels >= 2) return std::nullopt;
  header.box = box_of(header.cells);
  header.names_analytes = true;
  header.left = header.box.x0 - 60;
  header.right = std::min(page.width, header.box.x1 + kOuterReach);
  return header;
}

}  // namespace

std::vector<TableHeader> find_sample_headers(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<TableHeader> headers;
  for (const Line& line : page.lines) {
    auto header = sample_header(page, line, true, lexicon);
    if (!header) header = sample_header(page, line, false, lexicon);
    const bool known = header && std::ranges::any_of(headers, [&](const TableHeader& other) {
                         return other.box == header->box;
                       });
    if (header && !known) headers.push_back(std::move(*header));
  }
  return headers;
}

bool has_role(const TableHeader& header, const std::string& role) {
  return std::ranges::any_of(header.cells,
                             [&](const HeaderCell& cell) { return cell.role == role; });
}

namespace {

std::vector<std::vector<HeaderCell>> header_rows(const std::vector<Seed>& seeds, std::size_t groups,
                                                 const PageLayout& page, const Lexicon& lexicon) {
  std::vector<std::vector<HeaderCell>> rows;
  for (std::size_t group = 0; group < groups; ++group) {
    std::vector<HeaderCell> cells;
    for (const Seed& seed : seeds)
      if (seed.group == group) cells.push_back(seed.cell);
    drop_lone_lots(cells);
    drop_headings(cells);
    if (cells.size() < 2) continue;
    rows.push_back(complete_cells(std::move(cells), page, lexicon));
  }
  return rows;
}

bool names_and_results(const std::vector<HeaderCell>& cells) {
  return std::ranges::any_of(cells, [](const HeaderCell& c) { return c.role == "analyte"; }) &&
         std::ranges::any_of(cells, is_result);
}

// "Test | Specification | Result" over "Method | Units | Min | Max": the lower words tell more.
void merge_levels(std::vector<std::vector<HeaderCell>>& rows, const PageLayout& page,
                  const Lexicon& lexicon) {
  const auto is_body = [&](const Box& box) {
    return std::ranges::any_of(page.lines, [&](const Line& line) {
      return shared_y(line.box, box) > 0.5 * height_of(line.box) &&
             std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
               return looks_like_body(phrase.text, lexicon);
             });
    });
  };
  for (std::vector<HeaderCell>& upper : rows) {
    for (std::vector<HeaderCell>& lower : rows) {
      if (upper.empty() || lower.empty() || &upper == &lower || !names_and_results(upper)) continue;
      const Box a = box_of(upper);
      const Box b = box_of(lower);
      const double gap = b.y0 - a.y1;
      const double height = height_of(lower.front().box);
      if (gap < -0.5 * height || gap > 2.2 * height || b.y0 <= a.y0 || names_and_results(lower))
        continue;
      if (b.x0 < a.x0 - 5 || b.x1 > a.x1 + 5 || is_body(b)) continue;
      std::erase_if(upper, [&](const HeaderCell& cell) {
        return std::ranges::any_of(
            lower, [&](const HeaderCell& below) { return shared_x(cell.box, below.box) > 0; });
      });
      upper.insert(upper.end(), lower.begin(), lower.end());
      lower.clear();
    }
  }
  std::erase_if(rows, [](const std::vector<HeaderCell>& cells) { return cells.empty(); });
}

// Where the next header begins that stands below this one.
double next_row_top(const std::vector<HeaderCell>& cells,
                    const std::vector<std::vector<HeaderCell>>& rows, double page_height) {
  const Box box = box_of(cells);
  double top = page_height;
  for (const std::vector<HeaderCell>& other : rows) {
    if (other.empty() || &other == &cells) continue;
    const Box next = box_of(other);
    if (next.y0 > box.y1 && shared_x(next, box) > 0) top = std::min(top, next.y0);
  }
  return top;
}

}  // namespace

std::vector<TableHeader> find_headers(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<Seed> seeds = find_seeds(page, lexicon);
  add_unit_seeds(seeds, page, lexicon);
  // Grouping compares all pairs; a real page has a few dozen header words.
  if (seeds.size() > 600) seeds.resize(600);
  group_seeds(seeds, page.width);
  const std::size_t groups = seeds.size();
  drop_first_rows(seeds, page, lexicon);
  std::vector<std::vector<HeaderCell>> rows = header_rows(seeds, groups, page, lexicon);
  merge_levels(rows, page, lexicon);
  std::vector<TableHeader> found;
  for (std::vector<HeaderCell>& cells : rows) {
    fit_to_body(cells, page, next_row_top(cells, rows, page.height), lexicon);
    std::vector<TableHeader> headers = split_side_by_side(std::move(cells));
    cells.clear();
    set_reach(headers, page.width);
    for (TableHeader& header : headers) {
      if (!is_table(header)) continue;
      add_implied_analyte(header);
      found.push_back(std::move(header));
    }
  }
  std::ranges::stable_sort(found, {}, [](const TableHeader& header) { return header.box.y0; });
  for (std::size_t i = 0; i < found.size(); ++i) {
    double bottom = page.height;
    bool beside = false;
    for (const TableHeader& other : found) {
      if (&other == &found[i]) continue;
      if (other.box.y0 > found[i].box.y1) bottom = std::min(bottom, other.box.y0);
      beside = beside || (shared_y(other.box, found[i].box) > 0 && other.box.x0 > found[i].box.x1);
    }
    if (!beside) add_verdict_column(found[i], page, bottom, lexicon);
  }
  return found;
}

}  // namespace verilot
