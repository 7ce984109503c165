#include "ingest/column_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "ingest/body_lines.h"
#include "ingest/row_cards.h"
#include "ingest/table_rows.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kSameTop = 4;       // points between the heads of tables side by side
constexpr double kColumnReach = 80;  // points a cell may stand apart from its column's words

// Where a column's words were seen, beginning with its header.
using Reaches = std::vector<Box>;

std::vector<std::size_t> overlapped(const Reaches& reaches, const Box& box) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < reaches.size(); ++i) {
    if (shared_x(reaches[i], box) > 0) found.push_back(i);
  }
  return found;
}

std::optional<std::size_t> nearest(const Reaches& reaches, const Box& box, double most) {
  std::optional<std::size_t> best;
  double least = most;
  for (std::size_t i = 0; i < reaches.size(); ++i) {
    const double gap = -shared_x(reaches[i], box);
    if (gap <= least) {
      least = gap;
      best = i;
    }
  }
  return best;
}

class BodyReader {
 public:
  BodyReader(const TableHeader& header, const Lexicon& lexicon)
      : header_(header), lexicon_(lexicon) {
    for (const HeaderCell& cell : header.cells) reaches_.push_back(cell.box);
  }

  // Learns how far the columns reach from phrases that stand under one header alone.
  void learn(const std::vector<Line>& lines) {
    const Reaches headers = reaches_;
    for (const Line& line : lines) {
      for (const Phrase& phrase : line.phrases) {
        const auto under = overlapped(headers, phrase.box);
        if (under.size() != 1) continue;
        Box& reach = reaches_[under[0]];
        reach.x0 = std::min(reach.x0, phrase.box.x0);
        reach.x1 = std::max(reach.x1, phrase.box.x1);
      }
    }
    // A long name may run under its neighbour's header; the header stays with its own column.
    for (std::size_t i = 0; i + 1 < reaches_.size(); ++i) {
      if (reaches_[i].x1 <= reaches_[i + 1].x0) continue;
      const double middle = std::clamp((reaches_[i].x1 + reaches_[i + 1].x0) / 2, headers[i].x1,
                                       std::max(headers[i].x1, headers[i + 1].x0));
      reaches_[i].x1 = std::max(headers[i].x0, middle);
      reaches_[i + 1].x0 = std::min(headers[i + 1].x1, middle);
    }
  }

  BodyLine cells_of(const Line& line) const {
    BodyLine body;
    body.cells.resize(header_.cells.size());
    body.box = line.box;
    for (std::size_t i = 0; i < line.phrases.size(); ++i) place(line, i, body);
    return body;
  }

 private:
  // "< 10 KBE/g" from the column of results into that of units: each takes its part.
  bool place_amount(const Phrase& phrase, BodyLine& body) const {
    for (std::size_t unit = 1; unit < header_.cells.size(); ++unit) {
      if (header_.cells[unit].role != "unit" || shared_x(reaches_[unit], phrase.box) <= 0) continue;
      if (phrase.words.size() < 2 || shared_x(reaches_[unit - 1], phrase.box) <= 0) continue;
      const PdfWord& last = phrase.words.back();
      const std::string number = text_before_last(phrase);
      if (!lexicon_.is_unit(last.text) || !lexicon_.is_number(number)) return false;
      Box box = phrase.words.front().box;
      for (std::size_t i = 0; i + 1 < phrase.words.size(); ++i)
        box = joined(box, phrase.words[i].box);
      add(body, unit - 1, number, box);
      add(body, unit, last.text, last.box);
      return true;
    }
    return false;
  }

  static std::string text_before_last(const Phrase& phrase) {
    std::string text;
    for (std::size_t i = 0; i + 1 < phrase.words.size(); ++i)
      text += (text.empty() ? "" : " ") + phrase.words[i].text;
    return text;
  }

  void place(const Line& line, std::size_t index, BodyLine& body) const {
    const Phrase& phrase = line.phrases[index];
    if (place_amount(phrase, body)) return;
    const auto under = overlapped(reaches_, phrase.box);
    if (under.size() == 1) return add(body, under[0], phrase.text, phrase.box);
    if (under.empty()) {
      const auto column = nearest(reaches_, phrase.box, kColumnReach);
      if (column) add(body, *column, phrase.text, phrase.box);
      return;
    }
    split(line, index, under, body);
  }

  bool taken_by_others(const Line& line, std::size_t index, std::size_t column) const {
    for (std::size_t i = 0; i < line.phrases.size(); ++i) {
      if (i == index) continue;
      const auto under = overlapped(reaches_, line.phrases[i].box);
      if (under.size() == 1 && under[0] == column) return true;
    }
    return false;
  }

  // A phrase over several columns: values set close together, or one long text.
  void split(const Line& line, std::size_t index, std::vector<std::size_t> under,
             BodyLine& body) const {
    const Phrase& phrase = line.phrases[index];
    std::erase_if(under, [&](std::size_t column) { return taken_by_others(line, index, column); });
    const bool has_values = std::ranges::any_of(phrase.words, [&](const PdfWord& word) {
      return lexicon_.is_number(word.text) || !lexicon_.result_role(word.text).empty();
    });
    if (under.size() < 2 || !has_values || lexicon_.is_value(phrase.text)) {
      // A text that runs under the next header began in its own column.
      const bool begins = !under.empty() && !lexicon_.is_value(phrase.text) &&
                          phrase.box.x0 >= reaches_[under.front()].x0 - 2;
      const std::size_t column = begins ? under.front() : widest(phrase.box, under);
      return add(body, column, phrase.text, phrase.box);
    }
    std::size_t column = under.front();
    bool after_number = false;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
      const PdfWord& word = phrase.words[i];
      const bool operator_before =
          i > 0 && (phrase.words[i - 1].text == "<" || phrase.words[i - 1].text == "±");
      if (!(after_number && lexicon_.is_unit(word.text)) && !operator_before) {
        column = std::max(column, widest(word.box, under));
      }
      after_number = lexicon_.is_number(word.text);
      const bool touches =
          i > 0 && word.box.x0 - phrase.words[i - 1].box.x1 < 0.15 * height_of(word.box);
      add(body, column, word.text, word.box, touches ? "" : " ");
    }
  }

  std::size_t widest(const Box& box, const std::vector<std::size_t>& among) const {
    std::size_t best = among.empty() ? 0 : among.front();
    double most = -std::numeric_limits<double>::infinity();
    for (const std::size_t column : among) {
      const double shared = shared_x(reaches_[column], box);
      if (shared > most) {
        most = shared;
        best = column;
      }
    }
    return best;
  }

  static void add(BodyLine& body, std::size_t column, const std::string& text, const Box& box,
                  const char* space = " ") {
    TableCell& cell = body.cells[column];
    cell.box = cell.text.empty() ? box : joined(cell.box, box);
    cell.text += (cell.text.empty() ? "" : space) + text;
  }

  const TableHeader& header_;
  const Lexicon& lexicon_;
  Reaches reaches_;
};

// The nearest line above the header, where it is short enough to be a heading.
TableCell heading_above(const PageLayout& page, const TableHeader& header, const Lexicon& lexicon) {
  TableCell heading;
  for (const Line& line : page.lines) {
    if (line.box.y1 > header.box.y0 + 1) break;
    // Labels and their values are no headings.
    const bool labels = std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
      const std::string start = phrase.text.substr(0, phrase.text.find(':'));
      return shared_x(phrase.box, header.box) > 0 && !lexicon.label_role(start).empty();
    });
    if (labels) continue;
    for (const Phrase& phrase : line.phrases) {
      if (shared_x(phrase.box, header.box) <= 0 || header.box.y0 - phrase.box.y1 > 45) continue;
      if (phrase.words.size() <= 14 && phrase.text.size() <= 100 && !lexicon.is_number(phrase.text))
        heading = {phrase.text, phrase.box};
    }
  }
  return heading;
}

// A name, and a value in a column of results.
bool is_full_row(const BodyLine& line, const TableHeader& header, const Lexicon& lexicon) {
  bool named = false;
  bool valued = false;
  for (std::size_t i = 0; i < line.cells.size(); ++i) {
    const std::string& role = header.cells[i].role;
    const std::string& text = line.cells[i].text;
    if (role == "analyte") named = named || !text.empty();
    if (role == "result" || role == "unit value" || role == "lot_result")
      valued = valued || lexicon.is_value(text);
  }
  return named && valued;
}

ColumnTable read_table(const PageLayout& page, const TableHeader& header,
                       const std::vector<TableHeader>& headers, const Lexicon& lexicon) {
  const std::vector<Line> lines = body_lines(page, header, headers, lexicon);
  BodyReader reader(header, lexicon);
  reader.learn(lines);
  std::vector<BodyLine> body;
  for (const Line& line : lines) body.push_back(reader.cells_of(line));
  const TableCell heading = heading_above(page, header, lexicon);
  ColumnTable table{page.page,    header.cells, rows_of(body, header, lexicon),
                    heading.text, header.box,   heading.box};
  for (const TableRow& row : table.rows) table.box = joined(table.box, row.box);
  return table;
}

}  // namespace

void share_headings(std::vector<ColumnTable>& tables) {
  for (ColumnTable& table : tables) {
    for (const ColumnTable& other : tables) {
      const bool beside =
          std::abs(other.box.y0 - table.box.y0) < kSameTop && shared_x(other.box, table.box) <= 0;
      if (!beside || other.section.empty() || other.heading.y1 > table.box.y0 + 1) continue;
      const bool lower = table.section.empty() || other.heading.y0 > table.heading.y1 - 1;
      if (!lower || other.box.x0 > table.box.x0) continue;
      table.section = other.section;
      table.heading = other.heading;
    }
  }
}

std::vector<ColumnTable> find_tables(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<ColumnTable> tables;
  std::vector<TableHeader> headers = find_headers(page, lexicon);
  if (auto cards = find_row_cards(page, headers, lexicon)) tables.push_back(std::move(*cards));
  for (const TableHeader& header : headers) {
    ColumnTable table = read_table(page, header, headers, lexicon);
    // What stands in a table of quality control is nobody's result.
    if (has_role(header, "not_results")) table.rows.clear();
    if (!table.rows.empty() || has_role(header, "not_results")) tables.push_back(std::move(table));
  }
  share_headings(tables);
  return tables;
}

ColumnTable table_below(const PageLayout& page, std::vector<HeaderCell> columns, double top,
                        double bottom, const Lexicon& lexicon) {
  TableHeader header;
  header.cells = std::move(columns);
  header.names_analytes = true;
  // The header is put right above the first row.
  for (HeaderCell& cell : header.cells) {
    cell.box.y1 = top - 0.5;
    cell.box.y0 = cell.box.y1 - 1;
  }
  header.box = joined(header.cells.front().box, header.cells.back().box);
  header.left = header.box.x0 - 10;
  header.right = header.box.x1 + 10;
  PageLayout part = page;
  std::erase_if(part.lines, [&](const Line& line) { return line.box.y0 > bottom; });
  return read_table(part, header, find_headers(part, lexicon), lexicon);
}

ColumnTable continued_table(const PageLayout& page, const ColumnTable& before,
                            const Lexicon& lexicon) {
  std::vector<TableHeader> headers = find_headers(page, lexicon);
  TableHeader header;
  header.cells = before.columns;
  header.names_analytes = true;
  header.left = before.box.x0 - 10;
  header.right = before.box.x1 + 10;
  const double first_header = headers.empty() ? page.height : headers.front().box.y0;
  const BodyReader reader(header, lexicon);
  for (const Line& line : page.lines) {
    if (line.box.y0 >= first_header) break;
    if (!is_full_row(reader.cells_of(line), header, lexicon)) continue;
    // The header is put right above the first row that fits.
    for (HeaderCell& cell : header.cells) {
      cell.box.y1 = line.box.y0 - 0.5;
      cell.box.y0 = cell.box.y1 - 1;
    }
    header.box = {before.box.x0, line.box.y0 - 1.5, before.box.x1, line.box.y0 - 0.5};
    return read_table(page, header, headers, lexicon);
  }
  return {};
}

std::vector<ColumnTable> find_sample_tables(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<ColumnTable> tables;
  const std::vector<TableHeader> headers = find_sample_headers(page, lexicon);
  for (const TableHeader& header : headers) {
    ColumnTable table = read_table(page, header, headers, lexicon);
    if (!table.rows.empty()) tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace verilot
