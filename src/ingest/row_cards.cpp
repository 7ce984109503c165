#include "ingest/row_cards.h"

#include <algorithm>
#include <cmath>

namespace verilot {
namespace {

constexpr std::size_t kFewest = 3;
constexpr double kSameEdge = 3;  // points

bool same_columns(const TableHeader& a, const TableHeader& b) {
  if (a.cells.size() != b.cells.size()) return false;
  for (std::size_t i = 1; i < a.cells.size(); ++i) {
    if (a.cells[i].role != b.cells[i].role) return false;
    if (std::abs(a.cells[i].box.x0 - b.cells[i].box.x0) > kSameEdge) return false;
  }
  return true;
}

// What stands before the first column on the header's own line.
const Phrase* name_beside(const PageLayout& page, const TableHeader& header) {
  const Box& first = header.cells[1].box;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      if (phrase.box.x1 < first.x0 && shared_y(phrase.box, first) > 0.3 * height_of(first) &&
          phrase.text.find(':') == std::string::npos)
        return &phrase;
    }
  }
  return nullptr;
}

std::size_t column_of(const TableHeader& header, const Box& box) {
  std::size_t best = 1;
  for (std::size_t i = 1; i < header.cells.size(); ++i) {
    if (shared_x(header.cells[i].box, box) > shared_x(header.cells[best].box, box)) best = i;
  }
  return best;
}

void add_words(TableCell& cell, const Phrase& phrase) {
  cell.box = cell.text.empty() ? phrase.box : joined(cell.box, phrase.box);
  cell.text += (cell.text.empty() ? "" : " ") + phrase.text;
}

// The values below a header, down to the next one; values stop where lines stand further apart.
TableRow row_below(const PageLayout& page, const TableHeader& header, const Phrase& name,
                   double bottom) {
  TableRow row;
  row.cells.resize(header.cells.size());
  row.cells[0] = {name.text, name.box};
  row.box = joined(name.box, header.box);
  double last = header.cells[1].box.y1;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      const double height = height_of(phrase.box);
      if (phrase.box.y0 < header.cells[1].box.y1 - 0.4 * height || phrase.box.y1 > bottom) continue;
      if (phrase.box.x1 < header.cells[1].box.x0 || phrase.box.y0 - last > height) continue;
      add_words(row.cells[column_of(header, phrase.box)], phrase);
      last = std::max(last, phrase.box.y1);
      row.box = joined(row.box, phrase.box);
    }
  }
  return row;
}

}  // namespace

std::optional<ColumnTable> find_row_cards(const PageLayout& page, std::vector<TableHeader>& headers,
                                          const Lexicon& lexicon) {
  for (const TableHeader& first : headers) {
    if (!first.cells.front().text.empty() || first.cells.size() < 3) continue;
    std::vector<TableHeader> run;
    for (const TableHeader& other : headers) {
      if (same_columns(first, other) && name_beside(page, other) != nullptr) run.push_back(other);
    }
    if (run.size() < kFewest) continue;
    ColumnTable table{page.page, first.cells, {}, "", first.box};
    for (std::size_t i = 0; i < run.size(); ++i) {
      const Phrase& name = *name_beside(page, run[i]);
      if (lexicon.is_value(name.text)) continue;
      const double bottom = i + 1 < run.size() ? run[i + 1].box.y0 + 2 : page.height;
      table.rows.push_back(row_below(page, run[i], name, bottom));
      table.box = joined(table.box, table.rows.back().box);
    }
    std::erase_if(headers, [&](const TableHeader& header) {
      return std::ranges::any_of(run,
                                 [&](const TableHeader& own) { return own.box == header.box; });
    });
    return table;
  }
  return std::nullopt;
}

}  // namespace verilot
