#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_text;
using testing::text_of;

TEST_CASE("json certificate: fields, dates and tests with their JSON Pointers") {
  const CertificateFile file = testing::read_fixture("exosome.json");
  CHECK(file.problems.empty());
  REQUIRE(file.certificates.size() == 1);
  const Certificate& certificate = file.certificates[0];
  CHECK(text_of(certificate.number) == "NB-26-0117");
  CHECK(text_of(certificate.lot) == "EXO-24117");
  CHECK(certificate.lot->where.pointer == "/certificates/0/lot");
  CHECK(certificate.dates.at("issued").text == "2026-03-27");
  REQUIRE(certificate.tests.size() == 2);
  CHECK(certificate.tests[0].analyte_id == "sterility");
  CHECK(certificate.tests[0].method_id == "usp71");
  CHECK(certificate.tests[0].result->where.pointer == "/certificates/0/tests/0/result");
  CHECK(certificate.tests[0].result->where.line > 1);
}

TEST_CASE("json certificate: numbers keep the digits they are written with") {
  const CertificateFile file =
      read_text("coa.json", R"({"tests": [{"analyte": "pH", "result": 7.20},
                                {"analyte": "Endotoxin", "result": 1e400}]})");
  REQUIRE(file.certificates.at(0).tests.size() == 2);
  CHECK(text_of(file.certificates[0].tests[0].result) == "7.20");
  CHECK(text_of(file.certificates[0].tests[1].result) == "1e400");
}

TEST_CASE("json certificate: true is no result") {
  const CertificateFile file =
      read_text("coa.json", R"({"tests": [{"analyte": "Sterility", "result": true}]})");
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message == "'result' must be a text or a number");
  CHECK_FALSE(file.certificates.at(0).tests.at(0).result.has_value());
}

TEST_CASE("json certificate: empty is a statement, null and missing are not") {
  const CertificateFile empty = read_text("coa.json", R"({"lot": "", "tests": []})");
  CHECK(text_of(empty.certificates.at(0).lot) == "");
  const CertificateFile null = read_text("coa.json", R"({"lot": null, "tests": []})");
  CHECK_FALSE(null.certificates.at(0).lot.has_value());
}

TEST_CASE("json certificate: wrong values are problems and the rest is read") {
  const CertificateFile file = read_text("coa.json", R"({
    "lott": "A-1", "lot": ["A"], "dates": {"issued": "2026-02-30"},
    "tests": [{"result": "1"}, {"analyte": "pH", "result": "7.2"}]})");
  CHECK(file.problems.size() == 4);
  const Certificate& certificate = file.certificates.at(0);
  CHECK(certificate.dates.at("issued").text == "");
  CHECK(certificate.incomplete == "a test could not be read");
  REQUIRE(certificate.tests.size() == 1);
  CHECK(text_of(certificate.tests[0].result) == "7.2");
}

}  // namespace
}  // namespace verilot
