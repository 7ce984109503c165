#include "ingest/table_rows.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "ingest/centred_rows.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kTight = 0.4;  // of the height: the gap between two lines of one cell, at most

bool is_value_role(const std::string& role) {
  return role == "result" || role == "lot_result" || role == "unit value" || role == "status" ||
         role == "limit" || role == "minimum" || role == "maximum" || role == "both_limits" ||
         role == "detection_limit" || role == "quantitation_limit";
}

Kinds kinds_of(const TableHeader& header) {
  Kinds kinds;
  bool named = false;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    if (header.cells[i].role == "analyte" && !named) {
      kinds.name = i;
      named = true;
    }
    if (is_value_role(header.cells[i].role)) kinds.values.push_back(i);
  }
  return kinds;
}

bool has_name(const BodyLine& line, const Kinds& kinds) {
  return !line.cells[kinds.name].text.empty();
}
bool has_value(const BodyLine& line, const Kinds& kinds) {
  return std::ranges::any_of(kinds.values,
                             [&](std::size_t i) { return !line.cells[i].text.empty(); });
}

void merge(TableRow& row, const BodyLine& line) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) append(row.cells[i], line.cells[i]);
  row.box = joined(row.box, line.box);
}

TableRow row_from(const BodyLine& line, const std::string& section) {
  return {line.cells, section, line.box};
}

double smaller_height(const BodyLine& a, const BodyLine& b) {
  return std::min(height_of(a.box), height_of(b.box));
}

std::vector<Block> blocks_of(const std::vector<BodyLine>& lines) {
  std::vector<Block> blocks;
  for (const BodyLine& line : lines) {
    if (blocks.empty() || line.box.y0 - blocks.back().back().box.y1 >
                              kTight * smaller_height(line, blocks.back().back())) {
      blocks.emplace_back();
    }
    blocks.back().push_back(line);
  }
  return blocks;
}

bool has_result(const BodyLine& line, const TableHeader& header) {
  for (std::size_t i = 0; i < line.cells.size(); ++i) {
    const std::string& role = header.cells[i].role;
    const bool result = role == "result" || role == "unit value" || role == "lot_result";
    if (result && !line.cells[i].text.empty()) return true;
  }
  return false;
}

// Lines of cells that are centred in their rows stand at half steps to one another.
bool is_staggered(const Block& block) {
  for (std::size_t i = 1; i < block.size(); ++i) {
    const double shared = shared_y(block[i - 1].box, block[i].box);
    if (shared > 0.2 * smaller_height(block[i - 1], block[i])) return true;
  }
  return false;
}

double gap_below(const Block& block, std::size_t i) {
  return block[i + 1].box.y0 - block[i].box.y1;
}

// Rows set closely may still stand further apart than the lines of one cell: cut there, if the
// lines that stand closer all look like parts of a row.
std::vector<Block> cut_at_wider_gaps(const std::vector<Block>& blocks, const TableHeader& header,
                                     const Kinds& kinds) {
  constexpr double kWider = 2;  // points
  double least = 1'000;
  for (const Block& block : blocks) {
    if (is_staggered(block)) return blocks;
    for (std::size_t i = 0; i + 1 < block.size(); ++i) least = std::min(least, gap_below(block, i));
  }
  std::vector<Block> parts;
  for (const Block& block : blocks) {
    parts.push_back({block.front()});
    for (std::size_t i = 0; i + 1 < block.size(); ++i) {
      const BodyLine& below = block[i + 1];
      if (gap_below(block, i) > least + kWider)
        parts.emplace_back();
      else if (has_name(below, kinds) && has_result(below, header))
        return blocks;
      parts.back().push_back(below);
    }
  }
  return parts;
}

class RowBuilder {
 public:
  RowBuilder(const TableHeader& header, const std::vector<Block>& blocks, const Lexicon& lexicon)
      : header_(header), kinds_(kinds_of(header)), several_(blocks.size() > 1), lexicon_(lexicon) {
    // Space between most rows: then lines that touch are one row, however many have a name.
    std::size_t single = 0;
    for (const Block& block : blocks) single += full_lines(block) <= 1;
    padded_ = blocks.size() >= 2 && single * 10 >= blocks.size() * 6;
    for (const Block& block : blocks) {
      for (const BodyLine& line : block) {
        const TableCell& name = line.cells[kinds_.name];
        if (!name.text.empty()) name_edge_ = std::max(name_edge_, name.box.x1);
      }
    }
  }

  // `closer`: the block stands nearer to the one above it than to the one below.
  void add(const Block& block, bool closer = false) {
    if (closer && goes_on_below(block)) {
      if (!rows_.empty()) merge(rows_.back(), block.front());
      return;
    }
    const auto full = full_lines(block);
    const bool one_row = full <= 1 || (padded_ && !several_rows(block)) || has_one_result(block);
    if (is_centred_heading(block)) {
      for (const TableCell& cell : block.front().cells)
        if (!cell.text.empty()) section_ = cell.text;
      return;
    }
    if (block.size() > 1 && one_row && heads_row(block)) {
      section_ = block.front().cells[kinds_.name].text;
      return add({block.begin() + 1, block.end()});
    }
    if (block.size() > 1 && one_row && !names_apart(block)) {
      add_joined(block);
      return;
    }
    std::string section = section_;
    std::vector<TableRow> rows;
    if (is_staggered(block)) rows = centred_rows(block, kinds_, section);
    if (!rows.empty()) {
      section_ = section;
      std::ranges::move(rows, std::back_inserter(rows_));
    } else {
      for (std::size_t i = 0; i < block.size(); ++i) add_line(block, i);
    }
  }

  std::vector<TableRow> take() { return std::move(rows_); }

 private:
  std::size_t full_lines(const Block& block) const {
    return static_cast<std::size_t>(std::ranges::count_if(block, [&](const BodyLine& line) {
      return has_name(line, kinds_) && has_value(line, kinds_);
    }));
  }

  // A few lines apart from the rest that hold one result: its name and its limit go on below it.
  bool has_one_result(const Block& block) const {
    constexpr std::size_t kMostLines = 4;
    return several_ && block.size() <= kMostLines &&
           std::ranges::count_if(
               block, [&](const BodyLine& line) { return has_result(line, header_); }) == 1;
  }

  // Two lines that each fill most columns are two rows; "Aussehen /" goes on in the other language.
  bool several_rows(const Block& block) const {
    if (block.front().cells[kinds_.name].text.ends_with('/')) return false;
    return std::ranges::count_if(block, [](const BodyLine& line) {
             const auto filled = static_cast<std::size_t>(std::ranges::count_if(
                 line.cells, [](const TableCell& cell) { return !cell.text.empty(); }));
             return filled * 10 >= line.cells.size() * 8;
           }) >= 2;
  }

  // "1.9 x 10^11" with "particles/vial" a little below it.
  bool goes_on_below(const Block& block) const {
    if (block.size() != 1 || has_name(block.front(), kinds_) || rows_.empty()) return false;
    std::size_t filled = 0;
    bool below_text = false;
    for (std::size_t i = 0; i < block.front().cells.size(); ++i) {
      if (block.front().cells[i].text.empty()) continue;
      ++filled;
      below_text = !rows_.back().cells[i].text.empty();
    }
    return filled == 1 && below_text;
  }

  // A line apart from the rest with words in one column, which is not that of names.
  bool is_centred_heading(const Block& block) const {
    if (!several_ || block.size() != 1 || has_name(block.front(), kinds_)) return false;
    std::size_t filled = 0;
    bool value = false;
    for (const TableCell& cell : block.front().cells) {
      filled += !cell.text.empty();
      value = value || (!cell.text.empty() && lexicon_.is_value(cell.text));
    }
    return filled == 1 && !value;
  }

  // "Cell count and viability" close above "Recovery | 81 %": a heading, since the name below it is
  // an analyte by itself and is none together with it.
  bool heads_row(const Block& block) const {
    const BodyLine& first = block.front();
    const std::string& heading = first.cells[kinds_.name].text;
    const std::string& name = block[1].cells[kinds_.name].text;
    const bool alone = std::ranges::count_if(first.cells, [](const TableCell& cell) {
                         return !cell.text.empty();
                       }) == 1;
    return !heading.empty() && alone && !name.empty() && !overlap(first, block[1]) &&
           !lexicon_.analyte_id(name).empty() && lexicon_.analyte_id(heading + " " + name).empty();
  }

  // Two or more names, each a known analyte, are rows of their own even without values.
  bool names_apart(const Block& block) const {
    return std::ranges::all_of(block,
                               [&](const BodyLine& line) { return has_name(line, kinds_); }) &&
           std::ranges::count_if(block, [&](const BodyLine& line) {
             const std::string& name = line.cells[kinds_.name].text;
             return !name.starts_with('(') && !lexicon_.analyte_id(name).empty();
           }) >= 2;
  }

  void add_joined(const Block& block) {
    BodyLine whole = block.front();
    TableRow row = row_from(whole, section_);
    for (std::size_t i = 1; i < block.size(); ++i) merge(row, block[i]);
    whole.cells = row.cells;
    whole.box = row.box;
    if (!has_name(whole, kinds_)) return continue_last(whole);
    place(whole);
  }

  void place(const BodyLine& line) {
    if (has_value(line, kinds_)) {
      if (has_name(line, kinds_)) rows_.push_back(row_from(line, section_));
    } else if (has_name(line, kinds_) && !is_finding(line)) {
      section_ = line.cells[kinds_.name].text;
    }
  }

  // "No reportable analytes" alone below "Heavy metals | PASS": what was found, not a heading.
  bool is_finding(const BodyLine& line) {
    const TableCell& words = line.cells[kinds_.name];
    if (lexicon_.result_role(words.text).empty()) return false;
    const auto result = std::ranges::find_if(header_.cells, [](const HeaderCell& cell) {
      return cell.role == "result" || cell.role == "unit value";
    });
    if (rows_.empty() || result == header_.cells.end()) return true;
    TableRow& row = rows_.back();
    TableCell& cell = row.cells[static_cast<std::size_t>(result - header_.cells.begin())];
    if (cell.text.empty()) cell = words;
    row.box = joined(row.box, line.box);
    return true;
  }

  // Within a block of several rows.
  void add_line(const Block& block, std::size_t i) {
    const BodyLine& line = block[i];
    const bool name = has_name(line, kinds_);
    const bool value = has_value(line, kinds_);
    if (name && value) return rows_.push_back(row_from(line, section_));
    if (value) return add_nameless(block, i);
    if (!name) return;
    if (i > 0 && belongs_above(block[i - 1], line)) {
      if (!rows_.empty()) merge(rows_.back(), line);
    } else if (!halves_follow(block, i) && !is_finding(line)) {
      section_ = line.cells[kinds_.name].text;
    }
  }

  bool overlap(const BodyLine& a, const BodyLine& b) const { return shared_y(a.box, b.box) > 0.5; }

  // Values whose name is printed half above and half below them.
  bool halves_follow(const Block& block, std::size_t i) const {
    return i + 1 < block.size() && !has_name(block[i + 1], kinds_) &&
           has_value(block[i + 1], kinds_) && overlap(block[i], block[i + 1]);
  }

  void add_nameless(const Block& block, std::size_t i) {
    if (i > 0 && halves_follow(block, i - 1) && !has_value(block[i - 1], kinds_)) {
      TableRow row = row_from(block[i - 1], section_);
      merge(row, block[i]);
      rows_.push_back(std::move(row));
    } else {
      continue_last(block[i]);
    }
  }

  // Words below a finished number are not more of it.
  void continue_last(const BodyLine& line) {
    if (rows_.empty()) return;
    const bool finished = std::ranges::any_of(kinds_.values, [&](std::size_t column) {
      const std::string& before = rows_.back().cells[column].text;
      return !line.cells[column].text.empty() && !before.empty() && lexicon_.is_value(before);
    });
    if (!finished) merge(rows_.back(), line);
  }

  // A name under a row: its second half when it overlaps the row or the row ends in a hyphen.
  bool belongs_above(const BodyLine& above, const BodyLine& line) const {
    if (rows_.empty()) return false;
    if (overlap(above, line)) return true;
    const std::string& name = rows_.back().cells[kinds_.name].text;
    if (name.ends_with('-') && has_value(above, kinds_)) return true;
    if (is_wrapped(above, line)) return true;
    const char first = line.cells[kinds_.name].text.front();
    const double gap = line.box.y0 - above.box.y1;
    return (first == '(' || (first >= 'a' && first <= 'z')) &&
           gap < 0.2 * smaller_height(above, line) &&
           lexicon_.analyte_id(line.cells[kinds_.name].text).empty();
  }

  // "Total aerobic" | <10 over "microbial count": the next word had no room in the line above.
  bool is_wrapped(const BodyLine& above, const BodyLine& line) const {
    const TableCell& upper = above.cells[kinds_.name];
    const TableCell& lower = line.cells[kinds_.name];
    if (upper.text.empty() || std::abs(upper.box.x0 - lower.box.x0) > 2) return false;
    if (line.box.y0 - above.box.y1 > 0.25 * smaller_height(above, line)) return false;
    const double share = static_cast<double>(std::min(lower.text.find(' '), lower.text.size())) /
                         static_cast<double>(lower.text.size());
    const double word = share * (lower.box.x1 - lower.box.x0);
    if (upper.box.x1 + word <= name_edge_) return false;
    const std::string& name = rows_.back().cells[kinds_.name].text;
    if (!lexicon_.analyte_id(name + " " + lower.text).empty()) return true;
    return lexicon_.analyte_id(name).empty() && lexicon_.analyte_id(lower.text).empty();
  }

  const TableHeader& header_;
  Kinds kinds_;
  bool several_ = false;  // the table has space between some of its lines
  bool padded_ = false;
  double name_edge_ = 0;  // how far to the right names reach
  const Lexicon& lexicon_;
  std::string section_;
  std::vector<TableRow> rows_;
};

}  // namespace

std::vector<TableRow> rows_of(const std::vector<BodyLine>& lines, const TableHeader& header,
                              const Lexicon& lexicon) {
  const std::vector<Block> blocks = cut_at_wider_gaps(blocks_of(lines), header, kinds_of(header));
  RowBuilder builder(header, blocks, lexicon);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const double above = i == 0 ? 1'000 : blocks[i].front().box.y0 - blocks[i - 1].back().box.y1;
    const double below =
        i + 1 == blocks.size() ? 1'000 : blocks[i + 1].front().box.y0 - blocks[i].back().box.y1;
    builder.add(blocks[i], above < 0.6 * below && above < height_of(blocks[i].front().box));
  }
  return builder.take();
}

}  // namespace verilot
