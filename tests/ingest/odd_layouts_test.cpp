// Layouts without the plain rows and columns of a table, each drawn by itself.
#include "ingest/column_table.h"
#include "ingest/doubts.h"
#include "ingest/named_blocks.h"
#include "ingest/page_parts.h"
#include "ingest/sideways_heads.h"
#include "ingest/split_phrases.h"
#include "ingest/ticked_options.h"
#include "ingest/unheaded_table.h"
#include "ingest/value_blocks.h"
#include "support/certificates.h"
#include "support/drawn_page.h"

namespace verilot {
namespace {

using testing::drawn;
using testing::Drawn;

const Lexicon& lexicon() {
  static const Lexicon built(testing::tables());
  return built;
}

using Cells = std::vector<std::string>;

Cells cells_of(const ColumnTable& table, std::size_t row) {
  Cells cells;
  for (const TableCell& cell : table.rows.at(row).cells) cells.push_back(cell.text);
  return cells;
}

TEST_CASE("blocks: labelled lines below a name are one test each") {
  PageLayout page = drawn({{50, 100, "1. Purity"},
                           {60, 112, "Method"},
                           {160, 112, "RP-HPLC"},
                           {60, 124, "Requirement"},
                           {160, 124, "NLT 98.0 %"},
                           {60, 136, "Finding"},
                           {160, 136, "98.83 %"},
                           {50, 160, "ENDOTOXIN"},
                           {60, 172, "Limit: NMT 0.5 EU/mL Result: 0.1 EU/mL Status: Meets"},
                           {50, 300, "Approved"}});
  const auto tests = take_named_blocks(page, lexicon(), "coa.pdf");
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].analyte.text == "Purity");
  CHECK(testing::text_of(tests[0].result) == "98.83 %");
  CHECK(testing::text_of(tests[0].limit) == "NLT 98.0 %");
  CHECK(testing::text_of(tests[0].method) == "RP-HPLC");
  CHECK(testing::text_of(tests[1].limit) == "NMT 0.5 EU/mL");
  CHECK(testing::text_of(tests[1].printed_status) == "Meets");
  CHECK(page.lines.size() == 1);
}

TEST_CASE("blocks: without a result, or without a name, nothing is read") {
  PageLayout page = drawn({{50, 100, "Purity"},
                           {60, 112, "Method"},
                           {160, 112, "RP-HPLC"},
                           {60, 124, "Requirement"},
                           {160, 124, "NLT 98.0 %"},
                           {60, 200, "Limit"},
                           {160, 200, "NMT 5"},
                           {60, 212, "Result"},
                           {160, 212, "3"}});
  CHECK(take_named_blocks(page, lexicon(), "coa.pdf").empty());
  CHECK(page.lines.size() == 5);
}

TEST_CASE("blocks: two notes in sentences are none") {
  PageLayout page = drawn({{50, 100, "Sterility test: incubation started 2026-06-04."},
                           {50, 112, "Overall result: the lot meets its specification."}});
  CHECK(take_named_blocks(page, lexicon(), "coa.pdf").empty());
  CHECK(page.lines.size() == 2);
}

TEST_CASE("turned tables: rows say at their left what they hold") {
  PageLayout page = drawn({{40, 100, "Test"},
                           {140, 100, "Fill volume"},
                           {260, 100, "Tightness"},
                           {40, 115, "Unit"},
                           {150, 115, "mL"},
                           {265, 115, "-"},
                           {40, 130, "Limit"},
                           {140, 130, "9.0 - 11.0"},
                           {260, 130, "tight"},
                           {40, 145, "Result"},
                           {150, 145, "10.2"},
                           {260, 145, "tight"}});
  const auto tests = take_turned_tables(page, lexicon(), "coa.pdf");
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].analyte.text == "Fill volume");
  CHECK(testing::text_of(tests[0].result) == "10.2");
  CHECK(testing::text_of(tests[0].unit) == "mL");
  CHECK(testing::text_of(tests[0].limit) == "9.0 - 11.0");
  CHECK_FALSE(tests[1].unit);
  CHECK(page.lines.empty());
}

TEST_CASE("forms: the one ticked option is what is printed") {
  PageLayout page = drawn({{40, 100, "HBsAg"},
                           {160, 100, "☐"},
                           {172, 100, "Reactive"},
                           {260, 100, "☒"},
                           {272, 100, "Non-reactive"}});
  keep_ticked_options(page);
  REQUIRE(page.lines.at(0).phrases.size() == 2);
  CHECK(page.lines[0].phrases[1].text == "Non-reactive");
}

TEST_CASE("forms: with no option ticked, or two, the row stays and its result is doubtful") {
  for (const char* second : {"☐", "☒"}) {
    PageLayout page = drawn({{40, 100, "HBsAg"},
                             {160, 100, second},
                             {172, 100, "Reactive"},
                             {260, 100, second},
                             {272, 100, "Non-reactive"}});
    const std::size_t before = page.lines.at(0).phrases.size();
    keep_ticked_options(page);
    CHECK(page.lines[0].phrases.size() == before);
  }
  CertificateTest test;
  test.result = Printed{"☐ Reactive ☐ Non-reactive", {}};
  doubt_cells(test, lexicon());
  CHECK_FALSE(test.result->doubt.empty());
}

PdfWord upwards(double x, double bottom, const char* text) {
  const double length = 5.0 * static_cast<double>(std::string_view(text).size());
  return {text, {x, bottom - length, x + 8, bottom}};
}

TEST_CASE("sideways heads: two columns of words that read upwards head their columns") {
  std::vector<PdfWord> words{{"Test", {40, 190, 60, 199}},
                             upwards(200, 200, "Minimum"),
                             upwards(250, 200, "Result"),
                             upwards(250, 165, "found")};
  lay_down_sideways_heads(words);
  REQUIRE(words.size() == 3);
  CHECK(words[1].text == "Minimum");
  CHECK(words[1].box.y1 == doctest::Approx(199));
  CHECK(words[2].text == "Result found");
  CHECK(words[2].box.x0 == 250);
}

TEST_CASE("sideways heads: a note up the margin stays as it is") {
  std::vector<PdfWord> words{{"Test", {40, 190, 60, 199}}, upwards(10, 400, "Confidential")};
  lay_down_sideways_heads(words);
  CHECK(words[1].box.y1 == 400);
}

TEST_CASE("unheaded tables: lists side by side under a heading with their unit") {
  std::vector<Drawn> page{{40, 80, "Allergens (mg/kg)"}};
  const char* const left[] = {"Citral", "Eugenol", "Linalool", "Coumarin", "Geraniol"};
  const char* const right[] = {"Farnesol", "Limonene", "Cinnamal", "Anisal", "Isoeugenol"};
  for (int i = 0; i < 5; ++i) {
    const double y = 105 + 15 * i;
    page.insert(page.end(), {{40, y, left[i]},
                             {200, y, std::to_string(10 + i)},
                             {300, y, right[i]},
                             {460, y, std::to_string(20 + i)}});
  }
  const auto tables = find_unheaded_tables(drawn(page), {}, lexicon());
  REQUIRE(tables.size() == 2);
  CHECK(cells_of(tables[0], 4) == Cells{"Geraniol", "14"});
  CHECK(cells_of(tables[1], 0) == Cells{"Farnesol", "20"});
  CHECK(tables[1].section == "Allergens (mg/kg)");
}

TEST_CASE("unheaded tables: names of no table show themselves by their limits") {
  std::vector<Drawn> page;
  const char* const names[] = {"Zugfestigkeit", "Streckgrenze", "Bruchdehnung", "Einschnürung"};
  for (int i = 0; i < 4; ++i) {
    const double y = 105 + 15 * i;
    page.insert(page.end(), {{40, y, names[i]}, {200, y, "≥ 10 %"}, {300, y, "15 %"}});
  }
  const auto tables = find_unheaded_tables(drawn(page), {}, lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(cells_of(tables[0], 0) == Cells{"Zugfestigkeit", "≥ 10 %", "15 %"});
  CHECK(tables[0].columns[1].role == "limit");
  CHECK(tables[0].columns[2].role == "result");
}

TEST_CASE("tables: a verdict close behind a number is a column of its own") {
  PageLayout page = drawn({{40, 100, "10,000 PASS"}});
  cut_off_verdicts(page.lines.at(0), lexicon());
  REQUIRE(page.lines[0].phrases.size() == 2);
  CHECK(page.lines[0].phrases[1].text == "PASS");
  PageLayout words = drawn({{40, 100, "does not pass"}});
  cut_off_verdicts(words.lines.at(0), lexicon());
  CHECK(words.lines[0].phrases.size() == 1);
}

TEST_CASE("tables: a word for limits over von and bis is no column beside them") {
  const auto tables = find_tables(drawn({{40, 106, "Prüfmerkmal"},
                                         {200, 106, "Einheit"},
                                         {320, 100, "Sollwert"},
                                         {280, 112, "von"},
                                         {400, 112, "bis"},
                                         {480, 106, "Istwert"},
                                         {40, 130, "Blei"},
                                         {200, 130, "mg/kg"},
                                         {280, 130, "1,0"},
                                         {400, 130, "3,0"},
                                         {480, 130, "2,1"},
                                         {40, 145, "Zink"},
                                         {200, 145, "%"},
                                         {280, 145, "20"},
                                         {400, 145, "30"},
                                         {480, 145, "25"}}),
                                  lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(cells_of(tables[0], 0) == Cells{"Blei", "mg/kg", "1,0", "3,0", "2,1"});
  CHECK(tables[0].columns[2].role == "minimum");
}

TEST_CASE("tables: those side by side under one heading all have it as their section") {
  std::vector<Drawn> page{{40, 80, "Pesticides (ppm)"}};
  for (const double x : {40.0, 320.0}) {
    page.insert(page.end(),
                {{x, 100, "Analyte"}, {x + 120, 100, "Limit"}, {x + 180, 100, "Result"}});
    for (const double y : {115.0, 130.0})
      page.insert(page.end(), {{x, y, "Captan"}, {x + 120, y, "0.7"}, {x + 185, y, "ND"}});
  }
  const auto tables = find_tables(drawn(page), lexicon());
  REQUIRE(tables.size() == 2);
  CHECK(tables[1].section == "Pesticides (ppm)");
}

TEST_CASE("page parts: headings that name other lots begin other certificates") {
  std::vector<Drawn> page;
  double y = 80;
  for (const char* heading :
       {"Sample 1: Sterile water, lot BW-A17", "Sample 2: Sterile water, lot BW-A18"}) {
    page.insert(page.end(), {{40, y, heading},
                             {40, y + 20, "Test"},
                             {200, y + 20, "Result"},
                             {300, y + 20, "Limit"},
                             {40, y + 35, "Sterility"},
                             {200, y + 35, "No growth"},
                             {300, y + 35, "No growth"},
                             {40, y + 50, "pH"},
                             {200, y + 50, "5.4"},
                             {300, y + 50, "5 - 7"}});
    y += 100;
  }
  CHECK(parts_of(drawn(page), lexicon(), "coa.pdf").size() == 2);
}

CertificateTest row(const char* result) {
  CertificateTest test;
  test.analyte.text = "Zinc";
  test.result = Printed{result, {}};
  return test;
}

TEST_CASE("doubts: what stands in a column that was not understood is not taken for absent") {
  CertificateTest unit = row("5.2");
  doubt_beside(unit, {{"mg/kg", {}}}, false, lexicon());
  REQUIRE(unit.unit);
  CHECK_FALSE(unit.unit->doubt.empty());
  CertificateTest limit = row("5.2");
  doubt_beside(limit, {{"10", {}}}, false, lexicon());
  REQUIRE(limit.limit);
  CHECK_FALSE(limit.limit->doubt.empty());
  CertificateTest known = row("5.2");
  doubt_beside(known, {{"10", {}}}, true, lexicon());
  CHECK_FALSE(known.limit);
  CertificateTest none;
  doubt_beside(none, {{"0/32", {}}, {"5.2", {}}}, true, lexicon());
  REQUIRE(none.result);
  CHECK_FALSE(none.result->doubt.empty());
}

TEST_CASE("doubts: a bracket that looks like a unit beside a bare number may be one") {
  CertificateTest test = row("3.1E+10");
  test.analyte.text = "Particles (1/vial)";
  doubt_cells(test, lexicon());
  REQUIRE(test.unit);
  CHECK_FALSE(test.unit->doubt.empty());
  CertificateTest plain = row("3.1");
  plain.analyte.text = "Lead (Pb)";
  doubt_cells(plain, lexicon());
  CHECK_FALSE(plain.unit);
}

TEST_CASE("turned tables: the row of the heat holds the results, factors make them doubtful") {
  std::vector<Drawn> page{{40, 70, "Heat No.: 71934"},
                          {200, 100, "C"},
                          {280, 100, "Si"},
                          {40, 115, "max"},
                          {195, 115, "70"},
                          {275, 115, "100"},
                          {40, 130, "71934"},
                          {195, 130, "21"},
                          {275, 130, "38"}};
  const auto plain = block_results(drawn(page), {}, lexicon(), "coa.pdf");
  REQUIRE(plain.size() == 2);
  CHECK(testing::text_of(plain[1].result) == "38");
  CHECK(plain[1].result->doubt.empty());
  for (Drawn& drawn : page)
    if (drawn.y >= 115) drawn.y += 15;
  page.insert(page.end(), {{40, 115, "factor"}, {195, 115, "x1000"}, {275, 115, "x100"}});
  const auto multiples = block_results(drawn(page), {}, lexicon(), "coa.pdf");
  REQUIRE(multiples.size() == 2);
  CHECK_FALSE(multiples[1].result->doubt.empty());
  CHECK_FALSE(multiples[1].limit->doubt.empty());
}

TEST_CASE("tables: a finding alone below a row without a result is its result") {
  const auto tables = find_tables(drawn({{40, 100, "Test"},
                                         {200, 100, "Result"},
                                         {320, 100, "Status"},
                                         {40, 120, "Heavy metals"},
                                         {320, 120, "PASS"},
                                         {40, 145, "None detected"},
                                         {40, 170, "Lead"},
                                         {200, 170, "0.1"},
                                         {320, 170, "PASS"},
                                         {40, 190, "Zinc"},
                                         {200, 190, "0.2"},
                                         {320, 190, "PASS"}}),
                                  lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(cells_of(tables[0], 0) == Cells{"Heavy metals", "None detected", "PASS"});
  CHECK(tables[0].rows[1].section.empty());
}

TEST_CASE("blocks: side by side each keeps its own labels") {
  std::vector<Drawn> page;
  for (const double x : {40.0, 320.0}) {
    page.insert(page.end(), {{x, 100, x < 100 ? "Sterility" : "Endotoxin"},
                             {x + 6, 112, "Method:"},
                             {x + 90, 112, "USP"},
                             {x + 6, 124, "Result:"},
                             {x + 90, 124, x < 100 ? "No growth" : "0.1 EU/mL"}});
  }
  PageLayout layout = drawn(page);
  const auto tests = take_named_blocks(layout, lexicon(), "coa.pdf");
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].analyte.text == "Sterility");
  CHECK(testing::text_of(tests[1].result) == "0.1 EU/mL");
}

TEST_CASE("limits: brackets and the word of a column before a limit are no part of it") {
  CHECK(lexicon().bare_limit("(máx. 8,0 %)") == "máx. 8,0 %");
  CHECK(lexicon().bare_limit("target > 98 %") == "> 98 %");
  CHECK(lexicon().bare_limit("accept: Positive") == "Positive");
  CHECK(lexicon().bare_limit("Standard white powder") == "Standard white powder");
}

TEST_CASE("columns: a power of ten in the head is what the numbers are counted in") {
  CHECK(lexicon().column("Result (x10^6/mL)").unit == "x10^6/mL");
  CHECK(lexicon().column("Result (x10^6/mL)").role == "result");
  CHECK(lexicon().column("pH (5 %)").unit != "5 %");
}

}  // namespace
}  // namespace verilot
