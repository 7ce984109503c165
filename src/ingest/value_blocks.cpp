#include "ingest/value_blocks.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>

#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kRowGap = 1.5;  // of the height, between the rows of a block

bool in_table(const Box& box, const std::vector<ColumnTable>& tables) {
  return std::ranges::any_of(tables, [&](const ColumnTable& table) {
    return shared_x(table.box, box) > 0 && shared_y(table.box, box) > 0;
  });
}

// One row: what stands at its left, and values to the right.
struct ValueRow {
  std::size_t line = 0;
  const Phrase* head = nullptr;
  std::string role;  // "result", "maximum", ...
  std::string unit;
  std::vector<const Phrase*> values;
};

bool is_cell(const std::string& text, const Lexicon& lexicon) {
  return text.size() <= 40 && lexicon.is_value(text);
}

bool is_dash(const std::string& text) { return text == "-" || text == "–" || text == "—"; }

// "71934" before a row of values and behind "Heat No.:" above: the row of that heat or lot.
bool is_named_elsewhere(const PageLayout& page, const Phrase& head) {
  constexpr long kFewestDigits = 4;
  const auto digits = std::ranges::count_if(head.text, [](char c) { return c >= '0' && c <= '9'; });
  if (digits < kFewestDigits || head.text.find('.') != std::string::npos) return false;
  return std::ranges::any_of(page.lines, [&](const Line& line) {
    return line.box.y1 < head.box.y0 &&
           std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
             return phrase.words.back().text == head.text;
           });
  });
}

// "x1000 | x100": what the numbers of the table are multiplied by.
bool is_factor(const std::string& text) {
  static const re2::RE2 kFactor("[x×]\\s*10[0^]*[0-9]*");
  return re2::RE2::FullMatch(text, kFactor);
}

std::optional<ValueRow> row_at(const PageLayout& page, std::size_t line, const Lexicon& lexicon) {
  const auto& phrases = page.lines[line].phrases;
  for (std::size_t i = 0; i + 2 < phrases.size(); ++i) {
    const Column column = lexicon.column(phrases[i].text);
    ValueRow row{line, &phrases[i], column.role, column.unit, {}};
    if (lexicon.is_unit(phrases[i].text)) {
      row.role = "result";
      row.unit = phrases[i].text;
    }
    if (row.role.empty() && is_factor(phrases[i + 1].text)) row.role = "factor";
    if (row.role.empty() && is_named_elsewhere(page, phrases[i])) row.role = "result";
    static constexpr std::string_view kRoles[] = {"result", "minimum",         "maximum",
                                                  "limit",  "detection_limit", "quantitation_limit",
                                                  "status", "factor"};
    if (std::ranges::find(kRoles, row.role) == std::end(kRoles)) continue;
    for (std::size_t j = i + 1; j < phrases.size(); ++j) {
      if (!is_cell(phrases[j].text, lexicon) && !is_dash(phrases[j].text) && row.role != "factor")
        break;
      row.values.push_back(&phrases[j]);
    }
    if (row.values.size() >= 2) return row;
  }
  return std::nullopt;
}

using Block = std::vector<ValueRow>;

bool goes_on(const PageLayout& page, const ValueRow& above, const ValueRow& below) {
  const Box& a = page.lines[above.line].box;
  const Box& b = page.lines[below.line].box;
  return b.y0 - a.y1 < kRowGap * height_of(above.head->box) &&
         std::abs(above.head->box.x0 - below.head->box.x0) < 15;
}

std::vector<Block> blocks_on(const PageLayout& page, const std::vector<ColumnTable>& tables,
                             const Lexicon& lexicon) {
  std::vector<Block> blocks;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    if (in_table(page.lines[i].box, tables)) continue;
    auto row = row_at(page, i, lexicon);
    if (!row) continue;
    if (blocks.empty() || !goes_on(page, blocks.back().back(), *row)) blocks.emplace_back();
    blocks.back().push_back(std::move(*row));
  }
  return blocks;
}

// The words above a value, up to three lines, whose left edges or middles are the value's.
std::optional<TableCell> name_above(const PageLayout& page, std::size_t line, const Phrase& value,
                                    const Lexicon& lexicon) {
  TableCell name;
  double top = page.lines[line].box.y0;
  for (std::size_t i = line; i-- > 0;) {
    if (top - page.lines[i].box.y1 > 1.2 * height_of(value.box)) break;
    for (const Phrase& phrase : page.lines[i].phrases) {
      const double shared = shared_x(phrase.box, value.box);
      const bool narrow = phrase.box.x1 - phrase.box.x0 < 3.5 * (value.box.x1 - value.box.x0) + 20;
      if (shared <= 0 || !narrow || phrase.box.y1 > top + 4) continue;
      const bool cell = is_cell(phrase.text, lexicon) && lexicon.analyte_id(phrase.text).empty();
      if (cell || phrase.text.find(':') != std::string::npos)
        return name.text.empty() ? std::nullopt : std::optional(name);
      // A heading above a whole name is no part of it.
      if (!lexicon.analyte_id(name.text).empty()) return name;
      name.text = phrase.text + (name.text.empty() ? "" : " " + name.text);
      name.box = name.box == Box{} ? phrase.box : joined(phrase.box, name.box);
      top = phrase.box.y0;
    }
  }
  return name.text.empty() ? std::nullopt : std::optional(name);
}

const Phrase* value_under(const ValueRow& row, const Box& name) {
  const Phrase* best = nullptr;
  double least = 0.6 * (name.x1 - name.x0) + 12;
  for (const Phrase* value : row.values) {
    const double apart =
        shared_x(value->box, name) > 0 ? 0 : std::abs(centre_x(value->box) - centre_x(name));
    if (apart > least || (best != nullptr && apart == least)) continue;
    least = apart;
    best = value;
  }
  return best;
}

// The unit that the heading above the names says: "Chemical composition in %".
std::string unit_of_heading(const PageLayout& page, const Box& names, const Lexicon& lexicon) {
  std::string unit;
  for (const Line& line : page.lines) {
    if (line.box.y1 > names.y0 + 1) break;
    if (names.y0 - line.box.y1 > 2.5 * height_of(names)) continue;
    for (std::string word : split_words(line.phrases.front().text)) {
      std::erase_if(word, [](char c) { return c == '(' || c == ')' || c == '[' || c == ']'; });
      if (lexicon.is_unit(word) && (word == "%" || word.find('/') != std::string::npos))
        unit = word;
    }
  }
  return unit;
}

class BlockReader {
 public:
  BlockReader(const PageLayout& page, const Lexicon& lexicon, const std::string& file)
      : page_(page), lexicon_(lexicon), file_(file) {}

  std::vector<CertificateTest> read(const Block& block) const {
    std::vector<CertificateTest> tests;
    const auto result = std::ranges::find(block, std::string("result"), &ValueRow::role);
    if (result == block.end()) return tests;
    const std::size_t top = block.front().line;
    for (const Phrase* value : result->values) {
      const auto name = name_above(page_, top, *value, lexicon_);
      const auto is_letter = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0;
      };
      const bool named = name && is_letter(name->text.front());
      if (!named || lexicon_.is_unit(name->text)) continue;
      tests.push_back(test_of(*name, *value, block, *result));
    }
    return tests;
  }

 private:
  Printed printed(const Phrase& phrase) const {
    return {phrase.text, place_in_pdf(file_, page_.page, phrase.box)};
  }

  CertificateTest test_of(const TableCell& name, const Phrase& value, const Block& block,
                          const ValueRow& result) const {
    CertificateTest test;
    test.analyte = {name.text, place_in_pdf(file_, page_.page, name.box)};
    test.where = test.analyte.where;
    test.result = printed(value);
    std::string unit = result.unit;
    // "Rm N/mm2", "Elongation (%)"
    const Column named = lexicon_.column(name.text);
    if (unit.empty() && split_words(name.text).size() >= 2) unit = named.unit;
    if (unit.empty()) unit = unit_of_heading(page_, name.box, lexicon_);
    const SourceLocation where = place_in_pdf(file_, page_.page, result.head->box);
    if (!unit.empty())
      test.unit = Printed{unit, where};
    else if (lexicon_.is_number(value.text))
      test.unit = Printed{"", where, "no unit stands with the number"};
    if (!unit.empty() && unit == named.unit && name.text.ends_with(" " + unit))
      test.analyte.text = squeezed(name.text.substr(0, name.text.size() - unit.size()));
    std::map<std::string, Printed> others;
    for (const ValueRow& row : block) {
      const Phrase* other = value_under(row, value.box);
      if (&row == &result || other == nullptr) continue;
      if (row.role == "factor") {
        const char* const why = "printed as a multiple, whose factor stands in a row of its own";
        test.result->doubt = why;
        continue;
      }
      if (row.role != "status" && !lexicon_.is_value(other->text)) continue;
      others.emplace(row.role, printed(*other));
    }
    set_others(test, others);
    if (test.limit) test.limit->doubt = test.result->doubt;
    recognise(test, lexicon_);
    return test;
  }

  static void set_others(CertificateTest& test, const std::map<std::string, Printed>& others) {
    const auto of = [&](const char* role) -> std::optional<Printed> {
      const auto found = others.find(role);
      const bool dash =
          found != others.end() &&
          (found->second.text == "-" || found->second.text == "–" || found->second.text == "—");
      return found == others.end() || dash ? std::nullopt : std::optional(found->second);
    };
    test.limit = of("limit");
    if (!test.limit) test.limit = limit_between(of("minimum"), of("maximum"));
    test.detection_limit = of("detection_limit");
    test.quantitation_limit = of("quantitation_limit");
    test.printed_status = of("status");
  }

  const PageLayout& page_;
  const Lexicon& lexicon_;
  const std::string& file_;
};

}  // namespace

std::vector<CertificateTest> block_results(const PageLayout& page,
                                           const std::vector<ColumnTable>& tables,
                                           const Lexicon& lexicon, const std::string& file) {
  std::vector<CertificateTest> tests;
  const BlockReader reader(page, lexicon, file);
  for (const Block& block : blocks_on(page, tables, lexicon))
    std::ranges::move(reader.read(block), std::back_inserter(tests));
  return tests;
}

}  // namespace verilot
