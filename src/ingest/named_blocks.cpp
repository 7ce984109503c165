#include "ingest/named_blocks.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "ingest/column_table.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kLineGap = 1.6;      // of the height, between the lines of a block
constexpr std::size_t kLongest = 90;  // characters of a name

struct LabelledValue {
  std::string role;
  Printed value;
};

bool is_block_role(const std::string& role) {
  static constexpr std::string_view kRoles[] = {"result", "limit",  "minimum", "maximum",
                                                "unit",   "method", "status",  "analyte"};
  return std::ranges::find(kRoles, role) != std::end(kRoles);
}

std::string role_of(const std::string& label, const Lexicon& lexicon) {
  const std::string role = lexicon.column(label).role;
  return is_block_role(role) ? role : "";
}

SourceLocation place(const PageLayout& page, const Box& box, const std::string& file) {
  return place_in_pdf(file, page.page, box);
}

// "Limit: 4.5 to 7.0 Result: 5.77 Status: Meets": cut before each label with its colon.
std::vector<LabelledValue> values_by_colon(const PageLayout& page, const Line& line,
                                           const Lexicon& lexicon, const std::string& file) {
  std::vector<LabelledValue> values;
  for (const Phrase& phrase : line.phrases) {
    std::size_t label_from = 0;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
      const PdfWord& word = phrase.words[i];
      std::string label;
      for (std::size_t j = label_from; j <= i; ++j)
        label += (label.empty() ? "" : " ") + phrase.words[j].text;
      std::string role = word.text.ends_with(':') ? role_of(label, lexicon) : "";
      if (role.empty() && word.text.ends_with(':')) role = role_of(word.text, lexicon);
      if (!role.empty()) {
        values.push_back({role, {"", place(page, word.box, file)}});
        label_from = i + 1;
      } else if (values.empty()) {
        if (i + 1 == phrase.words.size()) return {};
      } else {
        Printed& value = values.back().value;
        value.where.box = value.text.empty() ? word.box : joined(value.where.box, word.box);
        value.text += (value.text.empty() ? "" : " ") + word.text;
      }
    }
  }
  return values;
}

// "Requirement | not less than 98.0 %"
std::vector<LabelledValue> value_beside(const PageLayout& page, const Line& line,
                                        const Lexicon& lexicon, const std::string& file) {
  if (line.phrases.size() != 2) return {};
  const Phrase& value = line.phrases[1];
  const std::string role = role_of(line.phrases[0].text, lexicon);
  if (role.empty() || role == "analyte" || !role_of(value.text, lexicon).empty()) return {};
  return {{role, {value.text, place(page, value.box, file)}}};
}

std::vector<LabelledValue> values_in(const PageLayout& page, const Line& line,
                                     const Lexicon& lexicon, const std::string& file) {
  std::vector<LabelledValue> values = values_by_colon(page, line, lexicon, file);
  return values.empty() ? value_beside(page, line, lexicon, file) : values;
}

// "3. Purity" without its number.
std::string without_number(const std::string& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const bool numbered = digits > 0 && digits <= 5 && digits < text.size() && text[digits] == ' ';
  return numbered ? squeezed(text.substr(digits)) : text;
}

struct Block {
  TableCell name;
  std::vector<LabelledValue> values;
  std::vector<std::size_t> lines;
};

const Printed* value_of(const Block& block, const std::string& role) {
  const auto found = std::ranges::find(block.values, role, &LabelledValue::role);
  return found == block.values.end() ? nullptr : &found->value;
}

bool is_whole(const Block& block) {
  std::set<std::string> roles;
  for (const LabelledValue& value : block.values) roles.insert(value.role);
  const std::size_t besides = roles.size() - roles.count("analyte");
  return besides >= 2 && roles.size() == block.values.size() && roles.count("result") != 0 &&
         !block.name.text.empty();
}

// The line right above the first labelled one: a name alone, or with its number beside it.
std::optional<TableCell> name_above(const PageLayout& page, std::size_t line,
                                    const Lexicon& lexicon) {
  if (line == 0) return std::nullopt;
  const Line& above = page.lines[line - 1];
  if (page.lines[line].box.y0 - above.box.y1 > kLineGap * height_of(above.box)) return std::nullopt;
  std::string text;
  for (const Phrase& phrase : above.phrases) text += (text.empty() ? "" : " ") + phrase.text;
  text = without_number(squeezed(text));
  while (text.ends_with(':')) text.pop_back();
  const bool name = above.phrases.size() <= 2 && text.size() <= kLongest &&
                    text.find(':') == std::string::npos && !lexicon.is_value(text) &&
                    (above.phrases.size() == 1 ||
                     text != squeezed(above.phrases[0].text + " " + above.phrases[1].text));
  if (!name || text.empty()) return std::nullopt;
  return TableCell{text, above.box};
}

CertificateTest test_of(const Block& block, const PageLayout& page, const Lexicon& lexicon,
                        const std::string& file) {
  std::vector<TestColumn> columns{{"analyte", ""}};
  TestRow row{{{block.name.text, place(page, block.name.box, file)}}, "", {}};
  Box box = block.name.box;
  for (const LabelledValue& value : block.values) {
    if (value.role == "analyte") continue;
    columns.push_back({value.role, ""});
    row.cells.push_back(value.value);
    box = joined(box, value.value.where.box);
  }
  row.where = place(page, box, file);
  auto tests = tests_of(std::move(columns), {row}, lexicon, DateOrder::unknown);
  return tests.empty() ? CertificateTest{} : std::move(tests.front());
}

class BlockFinder {
 public:
  BlockFinder(const PageLayout& page, const Lexicon& lexicon, const std::string& file)
      : page_(page), lexicon_(lexicon), file_(file) {}

  std::vector<Block> find() {
    for (std::size_t i = 0; i < page_.lines.size(); ++i) {
      const auto values = values_in(page_, page_.lines[i], lexicon_, file_);
      if (values.empty()) {
        if (!goes_on(i)) end();
        continue;
      }
      const bool apart =
          !block_.lines.empty() && page_.lines[i].box.y0 - page_.lines[block_.lines.back()].box.y1 >
                                       kLineGap * height_of(page_.lines[i].box);
      if (apart || repeats(values)) end();
      if (block_.lines.empty()) begin(i, values);
      block_.lines.push_back(i);
      std::ranges::copy(values, std::back_inserter(block_.values));
    }
    end();
    return std::move(blocks_);
  }

 private:
  bool repeats(const std::vector<LabelledValue>& values) const {
    return std::ranges::any_of(values, [&](const LabelledValue& value) {
      return value_of(block_, value.role) != nullptr;
    });
  }

  // A value that had no room on its line: the rest stands right below where it began.
  bool goes_on(std::size_t line) {
    if (block_.values.empty() || block_.lines.back() + 1 != line) return false;
    const Line& below = page_.lines[line];
    Printed& last = block_.values.back().value;
    const Box& box = last.where.box;
    const bool under = below.phrases.size() == 1 && std::abs(below.box.x0 - box.x0) < 3 &&
                       below.box.y0 - box.y1 < 0.6 * height_of(below.box);
    if (!under || last.text.empty()) return false;
    last.text += " " + below.phrases.front().text;
    last.where.box = joined(box, below.box);
    block_.lines.push_back(line);
    return true;
  }

  void begin(std::size_t line, const std::vector<LabelledValue>& values) {
    const auto named = std::ranges::find(values, std::string("analyte"), &LabelledValue::role);
    if (named != values.end()) {
      block_.name = {named->value.text, named->value.where.box};
    } else if (auto name = name_above(page_, line, lexicon_)) {
      block_.name = std::move(*name);
      block_.lines.push_back(line - 1);
    }
  }

  void end() {
    if (is_whole(block_)) blocks_.push_back(std::move(block_));
    block_ = {};
  }

  const PageLayout& page_;
  const Lexicon& lexicon_;
  const std::string& file_;
  Block block_;
  std::vector<Block> blocks_;
};

// Where blocks stand side by side: the left edges of the bands, found by a label that stands twice
// on one line.
std::vector<double> bands_of(const PageLayout& page, const Lexicon& lexicon) {
  std::set<long> edges{0};
  for (const Line& line : page.lines) {
    std::map<std::string, double> first;
    for (const Phrase& phrase : line.phrases) {
      const std::string label = phrase.text.substr(0, phrase.text.find(':'));
      if (phrase.text.find(':') == std::string::npos || role_of(label, lexicon).empty()) continue;
      const auto [at, added] = first.emplace(folded(label), phrase.box.x0);
      // The name above its labels may begin a little further left.
      if (!added && phrase.box.x0 - at->second > 100)
        edges.insert(static_cast<long>(phrase.box.x0) - 15);
    }
  }
  std::vector<double> bands;
  for (const long edge : edges)
    if (bands.empty() || static_cast<double>(edge) - bands.back() > 50)
      bands.push_back(static_cast<double>(edge));
  return bands;
}

PageLayout band_between(const PageLayout& page, double left, double right) {
  PageLayout band = page;
  for (Line& line : band.lines) {
    std::erase_if(line.phrases, [&](const Phrase& phrase) {
      return phrase.box.x0 < left || phrase.box.x0 >= right;
    });
    if (line.phrases.empty()) continue;
    line.box = line.phrases.front().box;
    for (const Phrase& phrase : line.phrases) line.box = joined(line.box, phrase.box);
  }
  std::erase_if(band.lines, [](const Line& line) { return line.phrases.empty(); });
  return band;
}

void take_lines(PageLayout& page, const std::set<std::size_t>& taken) {
  std::vector<Line> kept;
  for (std::size_t i = 0; i < page.lines.size(); ++i)
    if (taken.count(i) == 0) kept.push_back(std::move(page.lines[i]));
  page.lines = std::move(kept);
}

std::vector<CertificateTest> take_blocks(PageLayout& page, const Lexicon& lexicon,
                                         const std::string& file) {
  std::vector<CertificateTest> tests;
  std::set<std::size_t> taken;
  for (const Block& block : BlockFinder(page, lexicon, file).find()) {
    CertificateTest test = test_of(block, page, lexicon, file);
    if (test.analyte.text.empty()) continue;
    tests.push_back(std::move(test));
    taken.insert(block.lines.begin(), block.lines.end());
  }
  if (!taken.empty()) take_lines(page, taken);
  return tests;
}

// A row of a turned table: what its first cell says it holds.
std::string role_of_row(const Line& line, const Lexicon& lexicon) {
  if (line.phrases.size() < 3) return "";
  return role_of(line.phrases.front().text, lexicon);
}

struct TurnedTable {
  std::size_t names = 0;  // the line
  std::vector<std::size_t> rows;
};

// A column of words whose neighbours are names, not heads of columns.
bool heads_rows(const PageLayout& page, std::size_t line, const Lexicon& lexicon) {
  const auto& phrases = page.lines[line].phrases;
  return role_of_row(page.lines[line], lexicon) == "analyte" &&
         std::none_of(phrases.begin() + 1, phrases.end(), [&](const Phrase& phrase) {
           return is_block_role(lexicon.column(phrase.text).role) || lexicon.is_number(phrase.text);
         });
}

std::optional<TurnedTable> turned_table_at(const PageLayout& page, std::size_t line,
                                           const Lexicon& lexicon) {
  if (!heads_rows(page, line, lexicon)) return std::nullopt;
  TurnedTable table{line, {}};
  std::set<std::string> roles;
  for (std::size_t i = line + 1; i < page.lines.size(); ++i) {
    const Line& above = page.lines[i - 1];
    const Line& row = page.lines[i];
    const std::string role = role_of_row(row, lexicon);
    if (role.empty() || role == "analyte" || !roles.insert(role).second) break;
    if (row.box.y0 - above.box.y1 > 2.5 * height_of(row.box)) break;
    if (std::abs(row.phrases[0].box.x0 - page.lines[line].phrases[0].box.x0) > 15) break;
    table.rows.push_back(i);
  }
  if (roles.count("result") == 0 || roles.size() < 2) return std::nullopt;
  return table;
}

// The phrase that stands under (or above) a column most; each column is as wide as its cells.
const Phrase* cell_under(const Line& line, const Box& column) {
  const Phrase* best = nullptr;
  double most = 0;
  for (std::size_t i = 1; i < line.phrases.size(); ++i) {
    const double shared = shared_x(line.phrases[i].box, column);
    if (shared <= most) continue;
    most = shared;
    best = &line.phrases[i];
  }
  return best;
}

std::vector<CertificateTest> tests_of_turned(const PageLayout& page, const TurnedTable& table,
                                             const Lexicon& lexicon, const std::string& file) {
  std::vector<TestColumn> columns{{"analyte", ""}};
  for (const std::size_t row : table.rows)
    columns.push_back({role_of_row(page.lines[row], lexicon),
                       lexicon.column(page.lines[row].phrases[0].text).unit});
  std::vector<TestRow> rows;
  const auto& names = page.lines[table.names].phrases;
  for (std::size_t i = 1; i < names.size(); ++i) {
    Box column = names[i].box;
    TestRow row{{{names[i].text, place(page, column, file)}}, "", {}};
    Box box = column;
    for (const std::size_t line : table.rows) {
      const Phrase* cell = cell_under(page.lines[line], column);
      row.cells.push_back(cell == nullptr ? Printed{}
                                          : Printed{cell->text, place(page, cell->box, file)});
      if (cell != nullptr) box = joined(box, cell->box);
    }
    row.where = place(page, box, file);
    rows.push_back(std::move(row));
  }
  return tests_of(std::move(columns), rows, lexicon, DateOrder::unknown);
}

}  // namespace

std::vector<CertificateTest> take_named_blocks(PageLayout& page, const Lexicon& lexicon,
                                               const std::string& file) {
  constexpr double kBeyond = 1e6;
  std::vector<CertificateTest> tests;
  const std::vector<double> edges = bands_of(page, lexicon);
  if (edges.size() == 1) return take_blocks(page, lexicon, file);
  std::vector<PdfWord> rest;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    PageLayout band = band_between(page, edges[i], i + 1 < edges.size() ? edges[i + 1] : kBeyond);
    std::ranges::move(take_blocks(band, lexicon, file), std::back_inserter(tests));
    for (const Line& line : band.lines)
      for (const Phrase& phrase : line.phrases)
        rest.insert(rest.end(), phrase.words.begin(), phrase.words.end());
  }
  if (!tests.empty()) page.lines = lines_of(std::move(rest));
  return tests;
}

std::vector<CertificateTest> take_turned_tables(PageLayout& page, const Lexicon& lexicon,
                                                const std::string& file) {
  std::vector<CertificateTest> tests;
  std::set<std::size_t> taken;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const auto table = turned_table_at(page, i, lexicon);
    if (!table) continue;
    std::ranges::move(tests_of_turned(page, *table, lexicon, file), std::back_inserter(tests));
    taken.insert(table->names);
    taken.insert(table->rows.begin(), table->rows.end());
  }
  if (!taken.empty()) take_lines(page, taken);
  return tests;
}

}  // namespace verilot
