#include "ingest/centred_rows.h"

#include <algorithm>
#include <cmath>

namespace verilot {
namespace {

// The lines of one cell, or of several that touch.
struct Run {
  TableCell cell;
  std::size_t lines = 0;
};

std::vector<const TableCell*> filled_cells(const Block& block, std::size_t column) {
  std::vector<const TableCell*> cells;
  for (const BodyLine& line : block) {
    if (!line.cells[column].text.empty()) cells.push_back(&line.cells[column]);
  }
  return cells;
}

// The gap between two lines of one cell: the least of all columns.
double line_gap(const Block& block) {
  double least = 0.3 * height_of(block.front().box);
  for (std::size_t column = 0; column < block.front().cells.size(); ++column) {
    const auto cells = filled_cells(block, column);
    for (std::size_t i = 1; i < cells.size(); ++i)
      least = std::min(least, cells[i]->box.y0 - cells[i - 1]->box.y1);
  }
  return least;
}

// A column of a block cut where its lines stand further apart than the lines of one cell do.
std::vector<Run> runs_of(const Block& block, std::size_t column, double least) {
  constexpr double kMore = 0.8;  // points between rows beyond the gap between lines
  std::vector<Run> runs;
  for (const TableCell* cell : filled_cells(block, column)) {
    if (runs.empty() || cell->box.y0 - runs.back().cell.box.y1 > least + kMore) runs.emplace_back();
    append(runs.back().cell, *cell);
    ++runs.back().lines;
  }
  return runs;
}

// A name beside which nothing is printed is the heading of the rows below it.
std::vector<TableRow> under_headings(const std::vector<TableRow>& names, const Kinds& kinds,
                                     std::string& section) {
  std::vector<TableRow> rows;
  for (const TableRow& row : names) {
    const bool valued = std::ranges::any_of(
        kinds.values, [&](std::size_t i) { return !row.cells[i].text.empty(); });
    if (!valued) {
      section = row.cells[kinds.name].text;
    } else {
      rows.push_back(row);
      rows.back().section = section;
    }
  }
  return rows;
}

}  // namespace

void append(TableCell& cell, const TableCell& more) {
  if (more.text.empty()) return;
  if (cell.text.empty()) {
    cell = more;
    return;
  }
  cell.text += (cell.text.ends_with('-') && cell.text.size() > 2 ? "" : " ") + more.text;
  cell.box = joined(cell.box, more.box);
}

std::vector<TableRow> centred_rows(const Block& block, const Kinds& kinds, std::string& section) {
  std::vector<TableRow> names;
  const double least = line_gap(block);
  for (const Run& name : runs_of(block, kinds.name, least)) {
    TableRow row;
    row.cells.resize(block.front().cells.size());
    row.cells[kinds.name] = name.cell;
    row.box = name.cell.box;
    names.push_back(std::move(row));
  }
  if (names.size() < 2) return {};
  for (std::size_t column = 0; column < block.front().cells.size(); ++column) {
    if (column == kinds.name) continue;
    const bool values = std::ranges::find(kinds.values, column) != kinds.values.end();
    for (const Run& run : runs_of(block, column, least)) {
      const auto apart = [&](const TableRow& row) {
        return std::abs(centre_y(row.cells[kinds.name].box) - centre_y(run.cell.box));
      };
      TableRow& row = *std::ranges::min_element(names, {}, apart);
      const bool far = apart(row) > 0.3 * height_of(block.front().box);
      if (values && (far || !row.cells[column].text.empty())) return {};
      if (far) continue;  // methods of several rows that touch
      row.cells[column] = run.cell;
      row.box = joined(row.box, run.cell.box);
    }
  }
  return under_headings(names, kinds, section);
}

}  // namespace verilot
