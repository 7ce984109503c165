// Layouts that certificates are set in, each drawn by itself.
#include "ingest/card_grid.h"
#include "ingest/certificate_labels.h"
#include "ingest/column_table.h"
#include "ingest/doubts.h"
#include "ingest/letterhead.h"
#include "ingest/sideways_page.h"
#include "ingest/signatures.h"
#include "ingest/split_phrases.h"
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

std::vector<std::string> cells_of(const ColumnTable& table, std::size_t row) {
  std::vector<std::string> cells;
  for (const TableCell& cell : table.rows.at(row).cells) cells.push_back(cell.text);
  return cells;
}

using Cells = std::vector<std::string>;

TEST_CASE("tables: a header centred over its columns finds names far to its left") {
  const auto tables = find_tables(drawn({{130, 100, "Test"},
                                         {280, 100, "Specification"},
                                         {420, 100, "Result"},
                                         {50, 120, "Lead"},
                                         {220, 120, "NMT 0.5 ppm"},
                                         {410, 120, "0.07 ppm"},
                                         {50, 140, "Sterility"},
                                         {220, 140, "No growth"},
                                         {410, 140, "No growth"},
                                         {50, 160, "Mycoplasma"},
                                         {220, 160, "Negative"},
                                         {410, 160, "Negative"}}),
                                  lexicon());
  REQUIRE(tables.size() == 1);
  REQUIRE(tables[0].rows.size() == 3);
  CHECK(cells_of(tables[0], 0) == Cells{"Lead", "NMT 0.5 ppm", "0.07 ppm"});
}

TEST_CASE("tables: verdicts without a header are the status") {
  const auto tables = find_tables(drawn({{50, 100, "Test"},
                                         {200, 100, "Limit"},
                                         {320, 100, "Result"},
                                         {50, 120, "Lead"},
                                         {200, 120, "< 0.5"},
                                         {320, 120, "0.07"},
                                         {450, 120, "Pass"},
                                         {50, 140, "pH"},
                                         {200, 140, "6 - 8"},
                                         {320, 140, "7.1"},
                                         {450, 140, "Pass"}}),
                                  lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].columns.back().role == "status");
  CHECK(cells_of(tables[0], 1) == Cells{"pH", "6 - 8", "7.1", "Pass"});
}

TEST_CASE("tables: the lower of two header lines tells what a column holds") {
  const auto tables = find_tables(drawn({{40, 100, "Test"},
                                         {160, 100, "Specification"},
                                         {470, 100, "Result"},
                                         {160, 118, "Method"},
                                         {260, 118, "Units"},
                                         {330, 118, "Min"},
                                         {400, 118, "Max"},
                                         {40, 136, "Zinc"},
                                         {160, 136, "ICP-OES"},
                                         {260, 136, "%"},
                                         {330, 136, "20.0"},
                                         {400, 136, "22.0"},
                                         {470, 136, "20.8"},
                                         {40, 152, "Lead"},
                                         {160, 152, "ICP-MS"},
                                         {260, 152, "ppm"},
                                         {330, 152, "0.0"},
                                         {400, 152, "2.0"},
                                         {470, 152, "0.74"}}),
                                  lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(cells_of(tables[0], 0) == Cells{"Zinc", "ICP-OES", "%", "20.0", "22.0", "20.8"});
  CHECK(tables[0].columns[1].role == "method");
  CHECK(tables[0].columns[4].role == "maximum");
}

TEST_CASE("tables: names and units alone head a table of results") {
  const auto tables = find_tables(drawn({{50, 100, "Terpene"},
                                         {200, 100, "%"},
                                         {300, 100, "mg/g"},
                                         {50, 115, "Linalool"},
                                         {200, 115, "0.12"},
                                         {300, 115, "1.2"},
                                         {50, 130, "Borneol"},
                                         {200, 130, "ND"},
                                         {300, 130, "ND"}}),
                                  lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].rows.size() == 2);
}

TEST_CASE("tables: rows that repeat the header are one table") {
  std::vector<Drawn> page;
  double y = 100;
  for (const char* name : {"Endotoxin", "Sterility", "Mycoplasma"}) {
    page.insert(page.end(), {{40, y, name},
                             {180, y, "Specification"},
                             {320, y, "Result"},
                             {180, y + 10, "Negative"},
                             {320, y + 10, "Negative"}});
    y += 30;
  }
  const auto tables = find_tables(drawn(page), lexicon());
  REQUIRE(tables.size() == 1);
  REQUIRE(tables[0].rows.size() == 3);
  CHECK(cells_of(tables[0], 1) == Cells{"Sterility", "Negative", "Negative"});
}

TEST_CASE("tables: letters of a watermark are in no cell") {
  const auto page = drawn({{50, 100, "Test"},
                           {200, 100, "Limit"},
                           {320, 100, "Result"},
                           {50, 120, "Lead"},
                           {200, 120, "2.0"},
                           {320, 120, "0.07"},
                           {50, 140, "pH"},
                           {200, 140, "6 - 8"},
                           {320, 140, "7.1"},
                           {235, 60, "P", 100}});
  const auto tables = find_tables(page, lexicon());
  REQUIRE(tables.size() == 1);
  CHECK(cells_of(tables[0], 0) == Cells{"Lead", "2.0", "0.07"});
}

TEST_CASE("turned tables: rows of limits and the actual values stand under their names") {
  const auto tests = block_results(drawn({{40, 90, "Chemical composition in %"},
                                          {120, 110, "Cr"},
                                          {200, 110, "Ni"},
                                          {280, 110, "Cu"},
                                          {40, 125, "max."},
                                          {115, 125, "17.0"},
                                          {195, 125, "5.0"},
                                          {275, 125, "4.5"},
                                          {40, 140, "actual"},
                                          {115, 140, "15.4"},
                                          {195, 140, "4.6"},
                                          {275, 140, "3.2"}}),
                                   {}, lexicon(), "coa.pdf");
  REQUIRE(tests.size() == 3);
  CHECK(tests[1].analyte.text == "Ni");
  CHECK(testing::text_of(tests[1].result) == "4.6");
  CHECK(testing::text_of(tests[1].unit) == "%");
  CHECK(testing::text_of(tests[1].limit) == "NMT 5.0");
}

TEST_CASE("cards: names over values over verdicts, and values over names") {
  const auto below = card_grids(drawn({{50, 100, "E. coli"},
                                       {200, 100, "Lead"},
                                       {350, 100, "Strange thing"},
                                       {50, 110, "Absent in 1 g"},
                                       {200, 110, "0.011 ppm"},
                                       {350, 110, "212 ppm"},
                                       {50, 120, "Passed"},
                                       {200, 120, "Passed"},
                                       {350, 120, "Passed"}}),
                                {}, lexicon(), "coa.pdf");
  REQUIRE(below.size() == 3);
  CHECK(testing::text_of(below[2].result) == "212 ppm");
  CHECK(testing::text_of(below[0].printed_status) == "Passed");
  const auto above = card_grids(drawn({{50, 100, "0.24%"},
                                       {200, 100, "4.46%"},
                                       {50, 111, "Total THC"},
                                       {200, 111, "Total CBD"}}),
                                {}, lexicon(), "coa.pdf");
  REQUIRE(above.size() == 2);
  CHECK(testing::text_of(above[1].result) == "4.46%");
}

TEST_CASE("labels: heads over values in columns of several lines") {
  const Labels labels = find_labels(drawn({{50, 96, "Sample Name"},
                                           {180, 96, "Batch"},
                                           {300, 91, "Date"},
                                           {400, 96, "Matrix"},
                                           {300, 101, "Received"},
                                           {50, 120, "Milk chocolate"},
                                           {180, 120, "THC-100-"},
                                           {300, 120, "22 February"},
                                           {400, 125, "MIP"},
                                           {50, 131, "drops"},
                                           {180, 131, "0215"},
                                           {300, 131, "2022"}}),
                                    lexicon(), "coa.pdf");
  CHECK(labels.at("lot").text == "THC-100-0215");
  CHECK(labels.at("product_name").text == "Milk chocolate drops");
  CHECK(labels.at("received").text == "22 February 2022");
}

TEST_CASE("labels: words of labels in running text and tables are none") {
  const Labels labels = find_labels(drawn({{50, 100, "Tested"},
                                           {110, 100, "for"},
                                           {200, 100, "Completed"},
                                           {300, 100, "Pass"},
                                           {50, 120, "Report"},
                                           {150, 120, "6.8 mg/mL"}}),
                                    lexicon(), "coa.pdf");
  CHECK(labels.count("analysis_completed") == 0);
  CHECK(labels.count("number") == 0);
}

TEST_CASE("labels: a range of days is the start and the end of the analysis") {
  Certificate certificate;
  apply_labels(certificate,
               find_labels(drawn({{50, 100, "Tested:"}, {120, 100, "12 Mar 2026 to 31 Mar 2026"}}),
                           lexicon(), "coa.pdf"),
               DateOrder::unknown);
  CHECK(certificate.dates.at("analysis_started").text == "2026-03-12");
  CHECK(certificate.dates.at("analysis_completed").text == "2026-03-31");
}

TEST_CASE("labels: a date whose order nothing shows is doubtful and keeps what is printed") {
  Certificate certificate;
  apply_labels(
      certificate,
      find_labels(drawn({{50, 100, "Received:"}, {120, 100, "05/06/2026"}}), lexicon(), "coa.pdf"),
      DateOrder::unknown);
  const Printed& received = certificate.dates.at("received");
  CHECK(received.text == "05/06/2026");
  CHECK(received.doubt == "day and month cannot be told apart (2026-05-06 or 2026-06-05)");
}

TEST_CASE("labels: words of one label that stand apart are joined, columns are not") {
  PageLayout page =
      drawn({{50, 100, "TESTED"}, {86, 100, "FOR"}, {200, 100, "pH"}, {216, 100, "Result"}});
  join_split_phrases(page, lexicon());
  REQUIRE(page.lines.size() == 1);
  CHECK(page.lines[0].phrases.front().text == "TESTED FOR");
  CHECK(page.lines[0].phrases.back().text == "Result");
}

TEST_CASE("signatures: a name over a post, with the date below") {
  Certificate certificate;
  find_signatures(certificate,
                  drawn({{50, 700, "Xin Yan"},
                         {300, 700, "Douglas Smith"},
                         {50, 711, "Laboratory Director"},
                         {300, 711, "Chief Scientist"},
                         {50, 722, "Jun 24, 2020"},
                         {300, 722, "Jun 25, 2020"}}),
                  lexicon(), DateOrder::unknown, "coa.pdf");
  CHECK(testing::text_of(certificate.signatory) ==
        "Xin Yan, Laboratory Director; Douglas Smith, Chief Scientist");
  CHECK(certificate.dates.at("signed").text == "2020-06-25");
}

TEST_CASE("letterhead: a laboratory in a sentence, a heading about testing is none") {
  Certificate certificate;
  find_unlabelled(certificate,
                  drawn({{50, 50, "Donor screening and testing"},
                         {50, 700,
                          "The results may not be copied without approval of Method "
                          "Testing Labs and relate to the sample."}}),
                  lexicon(), "coa.pdf");
  CHECK(testing::text_of(certificate.laboratory) == "Method Testing Labs");
}

TEST_CASE("letterhead: the name above the matrix of a sample is the product") {
  Certificate certificate;
  find_unlabelled(certificate,
                  drawn({{50, 80, "Sativa Tangie"},
                         {50, 92, "Sample ID: SA-220517"},
                         {50, 104, "Matrix: Plant"}}),
                  lexicon(), "coa.pdf");
  CHECK(testing::text_of(certificate.product_name) == "Sativa Tangie");
}

TEST_CASE("sideways pages: places go back to where they stand on the page") {
  PdfPage page;
  page.number = 1;
  page.width = 600;
  page.height = 800;
  double y = 780;  // read upwards
  for (const char* text : {"Endotoxin", "Sterility", "Mycoplasma", "Results", "Limits", "Method"}) {
    page.words.push_back({text, {100, y - 40, 109, y}});
    y -= 60;
  }
  const Turn turn = turn_of(page);
  CHECK(turn == Turn::reads_up);
  const PdfPage upright = turned_upright(page, turn);
  CHECK(upright.width == 800);
  CHECK(upright.words[0].box.x0 == 20);
  Certificate certificate;
  certificate.lot = Printed{"A", place_in_pdf("coa.pdf", 1, upright.words[0].box)};
  turn_places_back(certificate, page, turn);
  CHECK(certificate.lot->where.box == page.words[0].box);
}

CertificateTest test_with(const char* analyte, const char* limit, const char* result) {
  CertificateTest test;
  test.analyte.text = analyte;
  test.limit = Printed{limit, {}};
  test.result = Printed{result, {}};
  return test;
}

TEST_CASE("doubts: cells that were cut apart wrongly are not given as known") {
  CertificateTest two = test_with("Zinc", "20.0", "22.0 20.8");
  doubt_cells(two, lexicon());
  CHECK(two.result->doubt == "more than one value stands in the cell");
  CertificateTest unit = test_with("Water", "NMT 5", "(EU/mg)");
  doubt_cells(unit, lexicon());
  CHECK_FALSE(unit.result->doubt.empty());
  CertificateTest method = test_with("Zinc", "ICP-OES", "20.8");
  doubt_cells(method, lexicon());
  CHECK_FALSE(method.limit->doubt.empty());
  CertificateTest name = test_with("Moisture <= 13", "", "11.2");
  doubt_cells(name, lexicon());
  CHECK_FALSE(name.analyte.doubt.empty());
  CertificateTest plain = test_with("Particles", ">= 1 x 10^9 /mL", "2.4 x 10^9 /mL");
  doubt_cells(plain, lexicon());
  CHECK(plain.result->doubt.empty());
  CHECK(plain.limit->doubt.empty());
}

TEST_CASE("doubts: words printed over other words make the values there doubtful") {
  PdfPage page = testing::drawn_page({{50, 100, "Lot: A1234567"}, {72, 101, "B7654321"}});
  const auto boxes = overprinted(page);
  REQUIRE(boxes.size() == 1);
  Certificate certificate;
  certificate.lot = Printed{"A1234567", place_in_pdf("coa.pdf", 1, {72, 100, 115, 109})};
  doubt_overprinted(certificate, 1, boxes);
  CHECK(certificate.lot->doubt == "stands over other text");
}

}  // namespace
}  // namespace verilot
