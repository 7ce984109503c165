#include <algorithm>

#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_fixture;
using testing::test_named;
using testing::text_of;

TEST_CASE("pdf certificate: every field of a plain certificate is read") {
  const CertificateFile file = read_fixture("exosome-complete.pdf");
  CHECK(file.problems.empty());
  CHECK(file.page_count == 1);
  REQUIRE(file.certificates.size() == 1);
  const Certificate& certificate = file.certificates[0];
  CHECK(text_of(certificate.title) == "Certificate of Analysis");
  CHECK(text_of(certificate.number) == "NB-26-0117");
  CHECK(text_of(certificate.product_name) == "Exosome vial 5 mL");
  CHECK(text_of(certificate.lot) == "EXO-24117");
  CHECK(text_of(certificate.client) == "Example Hair Clinic Ltd");
  CHECK(text_of(certificate.manufacturer) == "Vesica Bio GmbH");
  CHECK(text_of(certificate.laboratory) == "Northbridge Analytical Laboratories");
  CHECK(text_of(certificate.signatory) == "Dr A. Example, Head of Quality Control");
  CHECK(certificate.accreditation->text.find("ISO/IEC 17025:2017") != std::string::npos);
  CHECK(certificate.dates.at("received").text == "2026-03-09");
  CHECK(certificate.dates.at("analysis_started").text == "2026-03-10");
  CHECK(certificate.dates.at("analysis_completed").text == "2026-03-26");
  CHECK(certificate.dates.at("issued").text == "2026-03-27");
  CHECK(certificate.dates.at("manufactured").text == "2026-03-02");
  CHECK(certificate.dates.at("expiry").text == "2027-03-01");
  CHECK(certificate.incomplete.empty());
}

TEST_CASE("pdf certificate: every row of a ruled table is read, with wrapped cells") {
  const CertificateFile file = read_fixture("exosome-complete.pdf");
  const Certificate& certificate = file.certificates.at(0);
  REQUIRE(certificate.tests.size() == 12);
  const CertificateTest& sterility = test_named(certificate, "Sterility");
  CHECK(sterility.analyte_id == "sterility");
  CHECK(text_of(sterility.method) == "USP <71>, membrane filtration");
  CHECK(sterility.method_id == "usp71");
  CHECK(text_of(sterility.limit) == "No growth");
  CHECK(text_of(sterility.result) == "No growth");
  CHECK(text_of(sterility.printed_status) == "Pass");
  CHECK(test_named(certificate, "Mycoplasma").method_id == "myco_nat");
  CHECK(text_of(test_named(certificate, "Bacterial endotoxins").result) == "0.08 EU/mL");
  CHECK(test_named(certificate, "CD63").analyte_id == "marker_cd63");
  CHECK_FALSE(test_named(certificate, "Total protein").printed_status.has_value());
}

TEST_CASE("pdf certificate: a raised digit is an exponent") {
  const CertificateFile file = read_fixture("exosome-complete.pdf");
  const CertificateTest& count = test_named(file.certificates.at(0), "Particle concentration");
  CHECK(text_of(count.result) == "5.2 x 10^9 particles/mL");
  CHECK(text_of(count.limit) == ">= 1.0 x 10^9 particles/mL");
}

TEST_CASE("pdf certificate: every value names its page and box") {
  const CertificateFile file = read_fixture("exosome-complete.pdf");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(certificate.lot->where.page == 1);
  CHECK(certificate.lot->where.box.x1 > certificate.lot->where.box.x0);
  const CertificateTest& sterility = test_named(certificate, "Sterility");
  CHECK(sterility.where.file == "exosome-complete.pdf");
  CHECK(sterility.result->where.page == 1);
  CHECK(sterility.result->where.box.x0 > sterility.analyte.where.box.x1);
  CHECK(certificate.table.page == 1);
  CHECK(certificate.table.box.y0 < sterility.where.box.y0);
  CHECK(certificate.table.box.y1 >= sterility.where.box.y1);
}

TEST_CASE("pdf certificate: a row that is not there is not invented") {
  const CertificateFile file = read_fixture("exosome-without-sterility.pdf");
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].tests.size() == 11);
  for (const CertificateTest& test : file.certificates[0].tests) {
    CHECK(test.analyte_id != "sterility");
  }
  CHECK(file.certificates[0].incomplete.empty());
}

TEST_CASE("pdf certificate: a lot label without a value is present and empty") {
  const CertificateFile file = read_fixture("lot-label-empty.pdf");
  REQUIRE(file.certificates.at(0).lot.has_value());
  CHECK(file.certificates[0].lot->text.empty());
  CHECK(text_of(file.certificates[0].client) == "Example Hair Clinic Ltd");
}

TEST_CASE("pdf certificate: two certificates in one file are told apart by their numbers") {
  const CertificateFile file = read_fixture("two-certificates.pdf");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[0].lot) == "EXO-1");
  CHECK(file.certificates[0].tests.size() == 4);
  CHECK(text_of(file.certificates[1].lot) == "EXO-2");
  CHECK(file.certificates[1].pages == std::vector<int>{2});
  CHECK(test_named(file.certificates[1], "Sterility").where.page == 2);
}

TEST_CASE("pdf certificate: a table goes on over pages under its repeated header") {
  const CertificateFile file = read_fixture("long-table.pdf");
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].tests.size() == 60);
  CHECK(file.certificates[0].tests.back().where.page > 1);
}

TEST_CASE("pdf certificate: columns without rules, units apart, minimum and maximum") {
  const CertificateFile file = read_fixture("unruled-min-max.pdf");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.lot) == "UC-0815");
  CHECK(text_of(certificate.laboratory) == "Example Cell Testing Labs");
  CHECK(certificate.dates.at("issued").text == "2026-02-14");
  REQUIRE(certificate.tests.size() == 5);
  CHECK(text_of(test_named(certificate, "Viability").limit) == "NLT 70");
  CHECK(text_of(test_named(certificate, "CD45").limit) == "NMT 2");
  const CertificateTest& endotoxin = test_named(certificate, "Endotoxin");
  CHECK(text_of(endotoxin.result) == "<0.05");
  CHECK(text_of(endotoxin.unit) == "EU/mL");
}

TEST_CASE("pdf certificate: a picture in which no tests are recognised is unread, never empty") {
  const CertificateFile file = read_fixture("picture-on-page-two.pdf");
  CHECK(file.page_count == 2);
  CHECK(file.unread_pages == std::vector<int>{2});
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].tests.size() == 2);
  CHECK(file.certificates[0].incomplete.find("page 2") != std::string::npos);
  CHECK(std::ranges::any_of(file.problems, [](const Problem& p) { return p.where.page == 2; }));
}

TEST_CASE("pdf certificate: a row of labels names the values below it") {
  const CertificateFile file = read_fixture("hard-layout.pdf");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.product_name) == "PRP kit 10 mL");
  CHECK(text_of(certificate.lot) == "26C0417");
  CHECK(certificate.dates.at("expiry").text == "2028-03-01");
  CHECK(text_of(certificate.laboratory) == "Regentube Medical S.p.A.");
}

TEST_CASE("pdf certificate: cells centred in rows that touch stay with their own names") {
  const CertificateFile file = read_fixture("hard-layout.pdf");
  const Certificate& certificate = file.certificates.at(0);
  REQUIRE(certificate.tests.size() == 4);  // no signature is a test
  CHECK(text_of(test_named(certificate, "Assay").result) == "99.7");
  CHECK(text_of(test_named(certificate, "Endotoxin").result) == "0.06");
  CHECK(text_of(test_named(certificate, "Endotoxin").unit) == "EU/mL");
  CHECK(text_of(test_named(certificate, "Mycoplasma").result) == "Not detected");
  CHECK(text_of(test_named(certificate, "Sterility").result) == "No growth");
  CHECK(certificate.incomplete.empty());
}

TEST_CASE("pdf certificate: tests without any result that was recognised are not the whole") {
  const CertificateFile file = read_fixture("columns-of-lots.pdf");
  const Certificate& certificate = file.certificates.at(0);
  CHECK_FALSE(test_named(certificate, "Sterility").result.has_value());
  CHECK_FALSE(certificate.incomplete.empty());
}

TEST_CASE("pdf certificate: rows without a header are read by what stands in their columns") {
  const CertificateFile file = read_fixture("without-headers.pdf");
  const Certificate& certificate = file.certificates.at(0);
  REQUIRE(certificate.tests.size() == 8);
  CHECK(text_of(test_named(certificate, "Water").result) == "4.2 %");
  CHECK(text_of(test_named(certificate, "Water").limit) == "NMT 8.0 %");
  CHECK(text_of(test_named(certificate, "Endotoxin").result) == "<0.05 EU/mg");
  CHECK(text_of(test_named(certificate, "Sterility").result) == "No growth");
}

TEST_CASE("pdf certificate: a raised footnote mark is no digit of a result") {
  const CertificateFile file = read_fixture("without-headers.pdf");
  CHECK(text_of(test_named(file.certificates.at(0), "Purity").result) == "99.1 %");
}

TEST_CASE("pdf certificate: a leader of dots parts a name from its value") {
  const CertificateFile file = read_fixture("without-headers.pdf");
  const CertificateTest& osmolality = test_named(file.certificates.at(0), "Osmolality");
  CHECK(osmolality.where.page == 2);
  CHECK(text_of(osmolality.result) == "291 mOsm/kg");
}

TEST_CASE("pdf certificate: of two columns alike without headers none is taken for the result") {
  const CertificateFile file = read_fixture("two-alike-columns.pdf");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(certificate.tests.empty());
  CHECK(certificate.incomplete.find("Lead 0.5 ppm") != std::string::npos);
}

TEST_CASE("pdf certificate: lots beside one another are a certificate each") {
  const CertificateFile file = read_fixture("lots-beside.pdf");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[0].lot) == "F-1");
  CHECK(text_of(file.certificates[1].lot) == "F-2");
  CHECK(text_of(file.certificates[1].product_name) == "Saline 10 mL");
  CHECK(text_of(test_named(file.certificates[0], "Sterility").result) == "No growth");
  CHECK(text_of(test_named(file.certificates[1], "Sterility").result) == "Growth");
  CHECK(text_of(test_named(file.certificates[1], "Sterility").limit) == "No growth");
  CHECK(file.certificates[0].dates.at("manufactured").text == "2026-01-02");
  CHECK(file.certificates[1].dates.at("manufactured").text == "2026-01-09");
}

TEST_CASE("pdf certificate: rows that each begin with a lot are told apart") {
  const CertificateFile file = read_fixture("lots-beside.pdf");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(test_named(file.certificates[0], "pH").result) == "5.6");
  CHECK(text_of(test_named(file.certificates[1], "Osmolality").result) == "291");
  CHECK(text_of(test_named(file.certificates[1], "Osmolality").unit) == "mOsm/kg");
}

TEST_CASE("pdf certificate: two lots below one another on a page are two certificates") {
  const CertificateFile file = read_fixture("lots-below.pdf");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[0].lot) == "K-1");
  CHECK(file.certificates[0].tests.size() == 2);
  CHECK(text_of(file.certificates[1].lot) == "K-2");
  CHECK(text_of(test_named(file.certificates[1], "Endotoxin").result) == "0.9");
  CHECK(file.certificates[1].pages == std::vector<int>{1});
}

TEST_CASE("pdf certificate: a name goes on below although its limit does too") {
  const CertificateFile file = read_fixture("names-over-two-lines.pdf");
  const Certificate& certificate = file.certificates.at(0);
  REQUIRE(certificate.tests.size() == 3);
  CHECK(text_of(test_named(certificate, "Appearance of solution").result) == "Clear");
  CHECK(text_of(test_named(certificate, "Identification by HPLC").result) == "Complies");
}

TEST_CASE("pdf certificate: a large picture beside tests may hold more of them") {
  const CertificateFile file = read_fixture("picture-beside-table.pdf");
  CHECK(file.certificates.at(0).tests.size() == 2);
  CHECK(file.certificates[0].incomplete.find("picture") != std::string::npos);
}

TEST_CASE("pdf certificate: a page whose text runs sideways is read where it stands") {
  const CertificateFile file = read_fixture("sideways-page-two.pdf");
  CHECK(file.unread_pages.empty());
  REQUIRE(file.certificates.at(0).tests.size() == 3);
  const CertificateTest& sterility = testing::test_named(file.certificates[0], "Sterility");
  CHECK(sterility.result->text == "Growth");
  CHECK(sterility.result->where.page == 2);
  CHECK(sterility.result->where.box.x0 > 228);
  CHECK(sterility.result->where.box.x1 < 239);
}

TEST_CASE("pdf certificate: a figure with its caption and a logo hide no tests") {
  CHECK(read_fixture("picture-figure.pdf").certificates.at(0).incomplete.empty());
  CHECK(read_fixture("picture-logo.pdf").certificates.at(0).incomplete.empty());
}

TEST_CASE("pdf certificate: what is no readable PDF is one problem that says what it is") {
  struct Case {
    const char* file;
    const char* message;
  };
  const Case cases[] = {
      {"encrypted.pdf", "the PDF is encrypted: a copy without a password is needed"},
      {"truncated.pdf", "the PDF is damaged or cut short: a whole copy is needed"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.file);
    const CertificateFile file = read_fixture(c.file);
    CHECK(file.certificates.empty());
    REQUIRE(file.problems.size() == 1);
    CHECK(file.problems[0].message == c.message);
    CHECK(file.problems[0].level == ProblemLevel::error);
    CHECK(file.problems[0].where.file == c.file);
  }
}

TEST_CASE("pdf certificate: pages beyond the limit leave its certificates incomplete") {
  std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[";
  for (int i = 0; i < kMaxPages + 1; ++i) pdf += "3 0 R ";
  pdf += "]/Count " + std::to_string(kMaxPages + 1) + ">>endobj\n";
  const std::string content =
      "BT /F 10 Tf 60 700 Td (Lot: A-1) Tj 0 -40 Td (Test) Tj 100 0 Td (Result) Tj "
      "-100 -16 Td (pH) Tj 100 0 Td (7.1) Tj ET";
  pdf +=
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
      "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
      "4 0 obj<</Length " +
      std::to_string(content.size()) + ">>stream\n" + content +
      "\nendstream endobj\ntrailer<</Size 5/Root 1 0 R>>\n%%EOF\n";
  const CertificateFile file = testing::read_text("long.pdf", pdf);
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].incomplete == "long.pdf was not read to its end");
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message == "more than 200 pages; the rest is not read");
}

TEST_CASE("pdf certificate: no pages, and other formats by the name of a PDF, are told") {
  const std::string no_pages =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Size 3/Root 1 0 R>>\n%%EOF\n";
  struct Case {
    std::string bytes;
    const char* message;
  };
  const Case cases[] = {
      {no_pages, "the PDF has no pages"},
      {"PK\3\4....", "is a damaged ZIP archive; ask for the file again"},
      {"<!DOCTYPE html>", "this is a web page or XML, not a PDF; ask for the PDF itself"},
      {"Test,Result\nSterility,No growth",
       "this is text, not a PDF; a table in text is read under a name that ends in .csv"},
      {"RIFF", "this is not a PDF; a certificate is read from PDF, pictures, XML, CSV or JSON"},
  };
  for (const Case& c : cases) {
    const CertificateFile file = testing::read_text("coa.pdf", c.bytes);
    REQUIRE_MESSAGE(file.problems.size() == 1, c.message);
    CHECK(file.problems[0].message == c.message);
  }
}

TEST_CASE("pdf certificate: bytes that are in no file are read too") {
  const std::string bytes = testing::bytes_of(testing::fixture_path("exosome-complete.pdf"));
  const CertificateFile file = testing::read_certificates({"mail/coa.pdf", "", bytes});
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].lot->where.file == "mail/coa.pdf");
}

}  // namespace
}  // namespace verilot
