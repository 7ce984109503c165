#include "ingest/reading.h"

#include <algorithm>

#include "ingest/explanations.h"
#include "support/certificates.h"

namespace verilot {
namespace {

TEST_CASE("reading: rows, doubtful rows and analytes that no table knows are counted") {
  CertificateFile file;
  file.page_count = 3;
  file.unread_pages = {2};
  Certificate certificate;
  for (const char* name : {"Endotoxin", "Odd thing", "odd thing"}) {
    CertificateTest test;
    test.analyte.text = name;
    certificate.tests.push_back(test);
  }
  certificate.tests[0].analyte_id = "endotoxin";
  certificate.tests[0].result = Printed{"0.1", {}, "read with 61 % confidence"};
  certificate.unread_rows.push_back({"pH 7.2 7.4", {}});
  const Reading reading = reading_of(certificate, file);
  CHECK(reading.pages == 3);
  CHECK(reading.unread_pages == std::vector<int>{2});
  CHECK(reading.rows == 3);
  CHECK(reading.doubtful_rows == 1);
  CHECK(reading.unread_rows.size() == 1);
  REQUIRE(reading.unmatched_analytes.size() == 1);
  CHECK(reading.unmatched_analytes[0].text == "Odd thing");
}

const Explanation* explained(const std::vector<Explanation>& all, const std::string& kind,
                             const std::string& printed) {
  const auto found = std::ranges::find_if(
      all, [&](const Explanation& e) { return e.kind == kind && e.printed == printed; });
  return found == all.end() ? nullptr : &*found;
}

TEST_CASE("explanations: each recognised text names the entry of its table") {
  const CertificateFile file = testing::read_fixture("exosome-complete.pdf");
  const auto all = explanations(file, testing::tables(), VERILOT_SOURCE_DIR "/rules");
  const Explanation* analyte = explained(all, "analyte", "Sterility");
  REQUIRE(analyte != nullptr);
  CHECK(analyte->meaning == "sterility");
  CHECK(analyte->how == "exact");
  CHECK(analyte->entry.find("rules/tables/analytes.yaml:") == 0);
  CHECK(std::ranges::any_of(all, [](const Explanation& e) {
    return e.kind == "label" && e.meaning == "lot" &&
           e.entry.find("rules/tables/certificate-words.yaml:") == 0;
  }));
  CHECK(std::ranges::any_of(all, [](const Explanation& e) {
    return e.kind == "column" && e.meaning == "result" && !e.entry.empty();
  }));
  CHECK(std::ranges::any_of(
      all, [](const Explanation& e) { return e.kind == "unit" && !e.entry.empty(); }));
  CHECK(std::ranges::any_of(
      all, [](const Explanation& e) { return e.kind == "method" && !e.entry.empty(); }));
}

TEST_CASE("explanations: a name that no table knows says so") {
  Explanation none{"analyte", "Odd thing", "", "", ""};
  CHECK(sentence_of(none) == "'Odd thing' is in no table");
}

TEST_CASE("analyte_id: a name of two analytes matches none, unless the unit decides") {
  const Lexicon lexicon(testing::tables());
  CHECK(lexicon.analyte_id("Net content").empty());
  CHECK(lexicon.match_analyte("Net content").how == "the name means more than one analyte");
  CHECK(lexicon.analyte_by_unit("Net content", "mg") == "content");
  CHECK(lexicon.analyte_by_unit("Net content", "mL") == "fill_volume");
  CHECK(lexicon.analyte_by_unit("Net content", "%").empty());
  CHECK(lexicon.analyte_id("Blei / Lead") == "metal_lead");
  CHECK(lexicon.analyte_id("Blei / Cadmium").empty());
}

}  // namespace
}  // namespace verilot
