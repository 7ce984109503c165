// Values read off pictures: what is doubted, and signs that are put right by their ink.
#include <algorithm>

#include "ingest/grey_image.h"
#include "ingest/letter_marks.h"
#include "ingest/pictured_doubts.h"
#include "ingest/recognised_words.h"
#include "ingest/word_signs.h"
#include "support/certificates.h"

namespace verilot {
namespace {

const Lexicon& lexicon() {
  static const Lexicon built(testing::tables());
  return built;
}

struct RowText {
  const char* analyte;
  const char* result;
  const char* unit = "";
  const char* limit = "";
};

// Rows under one another in columns of their own, doubted as those of one page.
std::vector<CertificateTest> doubted(const std::vector<RowText>& texts) {
  std::vector<CertificateTest> tests;
  double top = 100;
  for (const RowText& text : texts) {
    CertificateTest test;
    const auto at = [&](const char* value, double left) {
      return Printed{value, place_in_pdf("scan.pdf", 1, {left, top, left + 80, top + 10})};
    };
    test.analyte = at(text.analyte, 50);
    test.analyte_id = lexicon().analyte_id(text.analyte);
    if (*text.result != 0) test.result = at(text.result, 200);
    if (*text.unit != 0) test.unit = at(text.unit, 300);
    if (*text.limit != 0) test.limit = at(text.limit, 400);
    test.where = place_in_pdf("scan.pdf", 1, {50, top, 480, top + 10});
    tests.push_back(test);
    top += 14;
  }
  std::vector<CertificateTest*> rows;
  for (CertificateTest& test : tests) rows.push_back(&test);
  doubt_pictured_rows(rows, lexicon(), testing::tables());
  return tests;
}

bool is_doubted(const RowText& row) {
  const CertificateTest test = doubted({row}).front();
  const auto any = [](const std::optional<Printed>& value) {
    return value && !value->doubt.empty();
  };
  return !test.analyte.doubt.empty() || any(test.result) || any(test.unit) || any(test.limit);
}

TEST_CASE("pictured rows: a number without a unit is doubtful, a pH is not") {
  CHECK(is_doubted({"Lead", "0.12"}));
  CHECK_FALSE(is_doubted({"Lead", "0.12", "ppm"}));
  CHECK_FALSE(is_doubted({"pH", "6.8"}));
  CHECK_FALSE(is_doubted({"ACD-A pH", "4.9"}));
  CHECK_FALSE(is_doubted({"Sterility", "No growth"}));
}

TEST_CASE("pictured rows: numbers that lost digits, points or exponents are doubtful") {
  CHECK(is_doubted({"Viability", "88. %"}));
  CHECK(is_doubted({"Viability", "26./0%"}));
  CHECK(is_doubted({"Particle concentration", "2.37 x 10", "particles/mL"}));
  CHECK(is_doubted({"Total aerobic count", "<", "CFU/g"}));
  CHECK(is_doubted({"Purity", "331 %"}));
  CHECK(is_doubted({"Lead", "22.710 f", "ppm"}));
  CHECK_FALSE(is_doubted({"Viability", "88.3 %"}));
  CHECK_FALSE(is_doubted({"Particle concentration", "2.37 x 10^10", "particles/mL"}));
}

TEST_CASE("pictured rows: limits of strange words or two signs are doubtful") {
  CHECK(is_doubted({"Lead", "0.1", "ppm", "NIT 100 mg"}));
  CHECK(is_doubted({"Lead", "0.1", "ppm", "≤< 2.0"}));
  CHECK(is_doubted({"Lead", "0.1", "ppm", "= 2.0"}));
  CHECK(is_doubted({"Lead", "0.1", "ppm", "10.0+0.5"}));
  CHECK_FALSE(is_doubted({"Lead", "0.1", "ppm", "NMT 100 mg"}));
  CHECK_FALSE(is_doubted({"Lead", "0.1", "ppm", "≤ 2.0"}));
}

TEST_CASE("pictured rows: a name alone and two names in one row are doubtful") {
  CHECK(is_doubted({"Sterility", ""}));
  CHECK(is_doubted({"Lead Cadmium", "0.12", "ppm"}));
  const auto rows = doubted({{"Arsenic", "0.10", "ppm"}, {"Lead Cadmium", "0.12", "ppm"}});
  CHECK_FALSE(rows[0].analyte.doubt.empty());
}

TEST_CASE("pictured rows: a name that is not known among names that are is doubtful") {
  const std::vector<RowText> texts = {{"Lead", "0.1", "ppm"},
                                      {"Cadmium", "0.2", "ppm"},
                                      {"Arsenic", "0.3", "ppm"},
                                      {"Mercury", "0.4", "ppm"},
                                      {"C0ppcr sv", "0.5", "ppm"}};
  const auto rows = doubted(texts);
  CHECK_FALSE(rows[4].analyte.doubt.empty());
  CHECK(rows[0].analyte.doubt.empty());
  CHECK(doubted({texts[4]}).front().analyte.doubt.empty());
}

TEST_CASE("pictured rows: a whole number among decimals is doubtful") {
  std::vector<RowText> texts = {{"Lead", "0.1", "ppm"},
                                {"Cadmium", "0.2", "ppm"},
                                {"Arsenic", "0.3", "ppm"},
                                {"Mercury", "0.4", "ppm"},
                                {"Copper", "35", "ppm"}};
  CHECK_FALSE(doubted(texts)[4].result->doubt.empty());
  texts[0].result = "1";
  CHECK(doubted(texts)[4].result->doubt.empty());
}

TEST_CASE("pictured heads: a date or a heading where a lot or a product should be is doubtful") {
  Certificate certificate;
  certificate.lot = Printed{"2026-02-10", {}};
  certificate.product_name = Printed{"Specification", {}};
  certificate.number = Printed{"CoA-1626-27", {}};
  doubt_pictured_head(certificate, lexicon());
  CHECK_FALSE(certificate.lot->doubt.empty());
  CHECK_FALSE(certificate.product_name->doubt.empty());
  CHECK(certificate.number->doubt.empty());
}

void paint(GreyImage& page, int x0, int y0, int x1, int y1) {
  for (int y = y0; y < y1; ++y) std::fill(page.row(y) + x0, page.row(y) + x1, std::uint8_t{0});
}

HocrWord word_of(const std::vector<HocrSign>& signs, const Box& box) {
  HocrWord word{"", box, 90, box.y0, box.y1, signs};
  for (const HocrSign& sign : signs) word.text += sign.text;
  return word;
}

TEST_CASE("letter marks: two dots over a letter that was read without them are put back") {
  GreyImage page = blank_image(120, 80);
  paint(page, 10, 20, 16, 60);  // l
  paint(page, 30, 32, 35, 60);  // u
  paint(page, 30, 55, 50, 60);
  paint(page, 45, 32, 50, 60);
  const HocrSign l{"l", {10, 20, 16, 60}, 90};
  std::vector<HocrWord> plain = {word_of({l, {"u", {30, 32, 50, 60}, 90}}, {10, 20, 50, 60})};
  std::vector<HocrWord> stems = {
      word_of({l, {"i", {30, 20, 36, 60}, 90}, {"i", {44, 20, 50, 60}, 90}}, {10, 20, 50, 60})};
  std::vector<HocrWord> bare = plain;
  restore_marks(bare, page);
  CHECK(bare[0].text == "lu");
  paint(page, 31, 20, 36, 25);
  paint(page, 44, 20, 49, 25);
  restore_marks(plain, page);
  CHECK(plain[0].text == "lü");
  restore_marks(stems, page);
  CHECK(stems[0].text == "lü");
}

TEST_CASE("word signs: a bar below the box of a sign makes it at most") {
  GreyImage page = blank_image(80, 80);
  for (int i = 0; i < 12; ++i) {
    paint(page, 32 - 2 * i, 20 + i / 2, 36 - 2 * i, 24 + i / 2);
    paint(page, 10 + 2 * i, 26 + i / 2, 14 + 2 * i, 30 + i / 2);
  }
  const std::vector<HocrWord> read = {word_of({{"<", {8, 18, 38, 36}, 90}}, {8, 18, 38, 36})};
  std::vector<HocrWord> without = read;
  check_signs(without, page, lexicon());
  CHECK(without[0].text == "<");
  paint(page, 10, 40, 36, 43);
  std::vector<HocrWord> with = read;
  check_signs(with, page, lexicon());
  CHECK(with[0].text == "≤");
}

TEST_CASE(
    "recognised words: a number after a unit begins a column, a word after a number does not") {
  const auto gap_between = [](const char* before, const char* after) {
    std::vector<HocrWord> words = {{before, {100, 100, 200, 130}, 90, 98, 136, {}},
                                   {after, {220, 100, 320, 130}, 90, 98, 136, {}}};
    const std::vector<PdfWord> placed = words_of(words, 300, lexicon());
    return placed[1].box.x0 - placed[0].box.x1;
  };
  CHECK(gap_between("mg/g", "4.33") > gap_between("total", "4.33"));
}

TEST_CASE("word signs: what is dropped as a ruling is no point of a number") {
  std::vector<HocrWord> words = {word_of({}, {0, 0, 4, 40}), word_of({}, {50, 0, 60, 40}),
                                 word_of({}, {80, 0, 120, 40})};
  words[0].text = "|";
  words[1].text = ".";
  words[2].text = "‘OCIMENE";
  const std::vector<HocrWord> dropped = drop_rulings(words);
  REQUIRE(words.size() == 1);
  CHECK(words[0].text == "OCIMENE");
  CHECK(std::ranges::none_of(dropped, [](const HocrWord& word) { return word.box.x0 == 50; }));
}

}  // namespace
}  // namespace verilot
