#include "ingest/result_cards.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "ingest/table_tests.h"
#include "ingest/text_fold.h"
#include "ingest/value_blocks.h"

namespace verilot {
namespace {

bool in_table(const Box& box, const std::vector<ColumnTable>& tables) {
  return std::ranges::any_of(tables, [&](const ColumnTable& table) {
    return shared_x(table.box, box) > 0 && shared_y(table.box, box) > 0;
  });
}

SourceLocation place(const PageLayout& page, const Box& box, const std::string& file) {
  return place_in_pdf(file, page.page, box);
}

CertificateTest card(const std::string& name, const Box& name_box, const PageLayout& page,
                     const std::string& file) {
  CertificateTest test;
  test.analyte = {name, place(page, name_box, file)};
  test.where = test.analyte.where;
  return test;
}

// A number, with a unit or without, or a word like ND: not a verdict, not "1 of 2".
bool is_measured(const std::string& text, const Lexicon& lexicon) {
  if (text.empty() || text.size() > 40 || !lexicon.is_value(text)) return false;
  const std::string role = lexicon.result_role(text);
  return role.empty() ? text.find_first_of("0123456789") != std::string::npos
                      : role == "not_detected" || role == "absent" || role == "not_tested";
}

bool is_verdict(const std::string& text, const Lexicon& lexicon) {
  if (text.empty() || split_words(text).size() > 2) return false;
  const std::string role = lexicon.result_role(text);
  const std::string plain = folded(text);
  return role == "pass" || role == "fail" || plain == "not tested" || plain == "tested";
}

bool is_known(const std::string& name, const Lexicon& lexicon) {
  return name.size() <= 60 && name.find(',') == std::string::npos &&
         !lexicon.analyte_id(name).empty();
}

const Phrase* right_of(const Line& line, std::size_t index, const Lexicon& lexicon) {
  if (index + 1 >= line.phrases.size()) return nullptr;
  const Phrase& next = line.phrases[index + 1];
  const double gap = next.box.x0 - line.phrases[index].box.x1;
  // Of two values beside a name nobody knows which is the limit.
  const bool several =
      index + 2 < line.phrases.size() && is_measured(line.phrases[index + 2].text, lexicon);
  return !several && gap < 260 && is_measured(next.text, lexicon) ? &next : nullptr;
}

// The phrase nearest to this one above or below it within reach whose text is asked for.
template <typename Wanted>
const Phrase* stacked_with(const PageLayout& page, const Phrase& phrase, double reach,
                           const Wanted& wanted) {
  const Phrase* best = nullptr;
  double least = reach;
  for (const Line& line : page.lines) {
    if (line.box.y0 - phrase.box.y1 > reach) break;
    if (phrase.box.y0 - line.box.y1 > reach) continue;
    for (const Phrase& other : line.phrases) {
      const double gap = -shared_y(other.box, phrase.box);
      const bool centred = std::abs(centre_x(other.box) - centre_x(phrase.box)) < 12 ||
                           std::abs(other.box.x0 - phrase.box.x0) < 4;
      if (&other == &phrase || !centred || gap < -3 || gap > least || !wanted(other.text)) continue;
      least = gap;
      best = &other;
    }
  }
  return best;
}

// One cell under an analyte, in the row of a sample.
CertificateTest test_of_cell(const ColumnTable& table, std::size_t column, const TableCell& cell,
                             const Lexicon& lexicon, const std::string& file) {
  const HeaderCell& head = table.columns[column];
  const Column named = lexicon.column(head.text);
  const bool has_unit = !named.unit.empty() && named.unit != head.text;  // "pH" is a name
  std::string name = head.text;
  if (has_unit) name = squeezed(name.substr(0, name.find_last_of("([")));
  PageLayout page;
  page.page = table.page;
  CertificateTest test = card(name, head.box, page, file);
  test.section = table.section;
  test.result = Printed{cell.text, place(page, cell.box, file)};
  if (has_unit) {
    std::string& text = test.result->text;
    if (text.ends_with(named.unit))
      text = squeezed(text.substr(0, text.size() - named.unit.size()));
    test.unit = Printed{named.unit, test.result->where};
  }
  recognise(test, lexicon);
  return test;
}

// "Sample Name | Net Weight | MW (g/mol)": columns of analytes with the sample in the first one.
std::vector<CertificateTest> tests_of_sample(const ColumnTable& table, const TableRow& row,
                                             const Lexicon& lexicon, const std::string& file) {
  std::vector<CertificateTest> tests;
  for (std::size_t i = 1; i < row.cells.size(); ++i) {
    if (row.cells[i].text.empty() || !lexicon.label_role(table.columns[i].text).empty()) continue;
    tests.push_back(test_of_cell(table, i, row.cells[i], lexicon, file));
  }
  return tests;
}

bool lists_lots(const ColumnTable& table, const Lexicon& lexicon) {
  return table.rows.size() >= 2 && lexicon.label_role(table.columns.front().text) == "lot";
}

std::vector<ColumnTable> sample_tables(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<ColumnTable> samples;
  std::ranges::copy_if(find_sample_tables(page, lexicon), std::back_inserter(samples),
                       [](const ColumnTable& table) { return table.rows.size() <= 20; });
  return samples;
}

}  // namespace

namespace {

// "pH: 7.4"
struct LabelledPhrase {
  std::string name;
  std::string value;
};
LabelledPhrase split_label(const Phrase& phrase) {
  const std::size_t colon = phrase.text.find(':');
  if (colon == std::string::npos) return {squeezed(phrase.text), ""};
  return {squeezed(phrase.text.substr(0, colon)), squeezed(phrase.text.substr(colon + 1))};
}

// A page that lists its tests as "name: value": then what is said of the appearance is one too.
bool lists_by_colon(const PageLayout& page, const std::vector<ColumnTable>& tables,
                    const Lexicon& lexicon) {
  if (!tables.empty()) return false;
  int results = 0;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      const LabelledPhrase label = split_label(phrase);
      results += is_known(label.name, lexicon) && is_measured(label.value, lexicon);
    }
  }
  return results >= 3;
}

}  // namespace

std::vector<CertificateTest> labelled_results(const PageLayout& page,
                                              const std::vector<ColumnTable>& tables,
                                              const Lexicon& lexicon, const std::string& file) {
  std::vector<CertificateTest> tests;
  const bool by_colon = lists_by_colon(page, tables, lexicon);
  for (const Line& line : page.lines) {
    for (std::size_t j = 0; j < line.phrases.size(); ++j) {
      const Phrase& phrase = line.phrases[j];
      if (in_table(phrase.box, tables)) continue;
      auto [name, value] = split_label(phrase);
      const bool colon = phrase.text.find(':') != std::string::npos;
      const bool described = lexicon.label_role(name) == "other" && !tables.empty();
      if (!is_known(name, lexicon) || described) continue;
      Box box = phrase.box;
      if (value.empty()) {
        if (const Phrase* right = right_of(line, j, lexicon)) {
          value = right->text;
          box = right->box;
        }
      }
      if (value.empty()) {
        const Phrase* card =
            stacked_with(page, phrase, 1.3 * height_of(phrase.box), [&](const std::string& text) {
              // A bare number beside a name may be a mark of a chart.
              return is_measured(text, lexicon) && !is_verdict(text, lexicon) &&
                     (colon || !lexicon.is_number(text));
            });
        if (card != nullptr && !in_table(card->box, tables)) {
          value = card->text;
          box = card->box;
        }
      }
      const bool verdict = tables.empty() && colon && is_verdict(value, lexicon);
      const bool described_so = by_colon && colon && !value.empty() && value.size() <= 60;
      if (!is_measured(value, lexicon) && !verdict && !described_so) continue;
      CertificateTest test = card(name, phrase.box, page, file);
      test.result = Printed{value, place(page, box, file)};
      recognise(test, lexicon);
      // Beside a name outside any table a bare number may have its unit elsewhere.
      if (lexicon.is_number(value) && test.analyte_id != "ph")
        test.unit = Printed{"", test.result->where, "no unit stands with the number"};
      tests.push_back(std::move(test));
    }
  }
  return tests;
}

// A measured value, a verdict, or a number with a unit that no table has.
static bool could_be_result(const std::string& text, const Lexicon& lexicon) {
  static const re2::RE2 kNumberAndWord("[<>≤≥]?\\s*[0-9][0-9.,]*\\s*[A-Za-zµ%/]{1,20}");
  return is_measured(text, lexicon) || is_verdict(text, lexicon) ||
         re2::RE2::FullMatch(text, kNumberAndWord);
}

std::vector<Printed> unread_rows(const PageLayout& page, const std::vector<ColumnTable>& tables,
                                 const std::vector<CertificateTest>& tests, const Lexicon& lexicon,
                                 const std::string& file) {
  constexpr std::size_t kMost = 50;
  std::vector<Printed> rows;
  const auto is_read = [&](const Phrase& name) {
    return std::ranges::any_of(tests, [&](const CertificateTest& test) {
      return test.where.page == page.page && shared_y(test.where.box, name.box) > 0;
    });
  };
  for (const Line& line : page.lines) {
    for (std::size_t i = 0; i + 1 < line.phrases.size(); ++i) {
      const Phrase& name = line.phrases[i];
      const Phrase& value = line.phrases[i + 1];
      const LabelledPhrase label = split_label(name);
      if (!label.value.empty() || !is_known(label.name, lexicon)) continue;
      if (value.box.x0 - name.box.x1 > 260 || !could_be_result(value.text, lexicon)) continue;
      if (in_table(name.box, tables) || is_read(name) || rows.size() >= kMost) continue;
      rows.push_back(
          {name.text + " " + value.text, place(page, joined(name.box, value.box), file)});
    }
  }
  return rows;
}

std::vector<CertificateTest> verdict_cards(const PageLayout& page,
                                           const std::vector<ColumnTable>& tables,
                                           const Lexicon& lexicon, const std::string& file) {
  std::vector<CertificateTest> tests;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      if (in_table(phrase.box, tables) || phrase.text.find(':') != std::string::npos) continue;
      if (!is_known(phrase.text, lexicon)) continue;
      const Phrase* below =
          stacked_with(page, phrase, 1.6 * height_of(phrase.box),
                       [&](const std::string& text) { return is_verdict(text, lexicon); });
      if (below == nullptr) continue;
      CertificateTest test = card(phrase.text, phrase.box, page, file);
      test.printed_status = Printed{below->text, place(page, below->box, file)};
      recognise(test, lexicon);
      tests.push_back(std::move(test));
    }
  }
  return tests;
}

std::vector<CertificateTest> transposed_results(const PageLayout& page,
                                                const std::vector<ColumnTable>& tables,
                                                const Lexicon& lexicon, const std::string& file) {
  std::vector<CertificateTest> tests = block_results(page, tables, lexicon, file);
  for (const ColumnTable& table : sample_tables(page, lexicon)) {
    if (lists_lots(table, lexicon)) continue;
    for (const TableRow& row : table.rows) {
      std::ranges::copy(tests_of_sample(table, row, lexicon, file), std::back_inserter(tests));
    }
  }
  return tests;
}

std::vector<LotResults> results_by_lot(const PageLayout& page, const Lexicon& lexicon,
                                       const std::string& file) {
  std::vector<LotResults> lots;
  for (const ColumnTable& table : sample_tables(page, lexicon)) {
    if (!lists_lots(table, lexicon)) continue;
    for (const TableRow& row : table.rows) {
      const TableCell& lot = row.cells.front();
      if (lot.text.find_first_of("0123456789") == std::string::npos) continue;
      lots.push_back(
          {{lot.text, place(page, lot.box, file)}, tests_of_sample(table, row, lexicon, file)});
    }
  }
  return lots;
}

}  // namespace verilot
