#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_text;
using testing::test_named;
using testing::text_of;

TEST_CASE("csv certificate: labels above the table, cells with their places") {
  const CertificateFile file = testing::read_fixture("exosome.csv");
  CHECK(file.problems.empty());
  REQUIRE(file.certificates.size() == 1);
  const Certificate& certificate = file.certificates[0];
  CHECK(text_of(certificate.lot) == "EXO-24117");
  CHECK(text_of(certificate.laboratory) == "Northbridge Analytical Laboratories");
  CHECK(certificate.dates.at("received").text == "2026-03-09");
  REQUIRE(certificate.tests.size() == 3);
  const CertificateTest& endotoxin = test_named(certificate, "Endotoxin");
  CHECK(text_of(endotoxin.result) == "0.08");
  CHECK(text_of(endotoxin.unit) == "EU/mL");
  CHECK(endotoxin.result->where.line == 8);
  CHECK(endotoxin.result->where.pointer == "D8");
  CHECK(text_of(test_named(certificate, "Sterility").method) == "USP <71>, \"direct\"");
}

TEST_CASE("csv certificate: separators, line ends, byte order mark and quotes") {
  struct Case {
    const char* name;
    std::string text;
  };
  const Case cases[] = {
      {"comma", "Lot,A-1\nTest,Result\npH,7.2\n"},
      {"semicolon with decimal comma", "Lot;A-1\nTest;Result;Unit\npH;7,2;pH\n"},
      {"tab", "Lot\tA-1\nTest\tResult\npH\t7.2\n"},
      {"bar", "Lot|A-1\nTest|Result|Method\npH|7.2|USP, Ph. Eur.\n"},
      {"comma with semicolons in texts", "Lot,A-1\nTest,Result,Note\npH,7.2,a; b\nX,1,c; d\n"},
      {"CRLF and byte order mark", "\xEF\xBB\xBFLot,A-1\r\nTest,Result\r\npH,7.2\r\n"},
      {"quoted, with a line end inside", "Lot,A-1\n\"Test\",\"Result\"\n\"pH\",\"7.2\"\n"},
      {"no line end at the end", "Lot,A-1\nTest,Result\npH,7.2"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const CertificateFile file = read_text("coa.csv", c.text);
    REQUIRE(file.certificates.size() == 1);
    CHECK(text_of(file.certificates[0].lot) == "A-1");
    REQUIRE(!file.certificates[0].tests.empty());
    CHECK(file.certificates[0].tests[0].analyte_id == "ph");
    CHECK(file.certificates[0].tests[0].result->text.size() == 3);
  }
}

TEST_CASE("csv certificate: a lot label without a value is present and empty") {
  const CertificateFile file = read_text("coa.csv", "Lot,\nTest,Result\npH,7.2\n");
  REQUIRE(file.certificates.at(0).lot.has_value());
  CHECK(file.certificates[0].lot->text.empty());
}

TEST_CASE("csv certificate: labels after a table begin the next certificate") {
  const CertificateFile file =
      read_text("coa.csv", "Lot,A\nTest,Result\npH,7.2\n\nLot,B\nTest,Result\npH,7.3\n");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[1].lot) == "B");
  CHECK(text_of(file.certificates[1].tests.at(0).result) == "7.3");
}

TEST_CASE("csv certificate: a column of lots makes each lot a certificate") {
  const CertificateFile file = read_text("coa.csv",
                                         "Laboratory;Northbridge Laboratories\n"
                                         "Product;Lot;Expiry date;Test;Result;Unit\n"
                                         "Vial A;L-1;2027-01-02;Endotoxin;0.1;EU/mL\n"
                                         "Vial A;L-2;2027-02-02;Endotoxin;0.2;EU/mL\n"
                                         "Vial A;L-1;2027-01-02;Sterility;No growth;\n");
  REQUIRE(file.certificates.size() == 2);
  const Certificate& first = file.certificates[0];
  CHECK(text_of(first.lot) == "L-1");
  CHECK(text_of(first.product_name) == "Vial A");
  CHECK(text_of(first.laboratory) == "Northbridge Laboratories");
  CHECK(first.dates.at("expiry").text == "2027-01-02");
  REQUIRE(first.tests.size() == 2);
  CHECK(text_of(test_named(first, "Sterility").result) == "No growth");
  CHECK(text_of(file.certificates[1].lot) == "L-2");
  CHECK(file.certificates[1].lot->where.pointer == "B4");
  CHECK(text_of(test_named(file.certificates[1], "Endotoxin").result) == "0.2");
}

TEST_CASE("csv certificate: one lot in a column is the lot of the certificate") {
  const CertificateFile file =
      read_text("coa.csv", "Batch,Test,Result\nA-1,pH,7.2\nA-1,Assay,99\n");
  REQUIRE(file.certificates.size() == 1);
  CHECK(text_of(file.certificates[0].lot) == "A-1");
  CHECK(file.certificates[0].tests.size() == 2);
}

TEST_CASE("csv certificate: a cell without an end is told and leaves the rest") {
  const CertificateFile file =
      read_text("coa.csv", "Test,Result\npH,7.2\n" + std::string(20'000, 'x') + ",1\n");
  REQUIRE(file.certificates.size() == 1);
  CHECK(file.certificates[0].tests.size() == 1);
  REQUIRE(file.certificates[0].problems.size() == 1);
  CHECK(file.certificates[0].problems[0].where.pointer == "A3");
  CHECK(file.certificates[0].incomplete == "a row has a cell longer than 10,000 bytes");
}

TEST_CASE("csv certificate: a row for each lot under a header of tests") {
  const CertificateFile file = read_text("coa.csv",
                                         "Laboratory,Northbridge Laboratories\n"
                                         "Lot,Expiry date,Endotoxin (EU/mL),Sterility\n"
                                         "Specification,,<= 0.5,No growth\n"
                                         "L-1,2027-01-02,0.1,No growth\n"
                                         "L-2,2027-02-02,0.2,\n");
  REQUIRE(file.certificates.size() == 2);
  const Certificate& first = file.certificates[0];
  CHECK(text_of(first.lot) == "L-1");
  CHECK(text_of(first.laboratory) == "Northbridge Laboratories");
  CHECK(first.dates.at("expiry").text == "2027-01-02");
  REQUIRE(first.tests.size() == 2);
  CHECK(first.tests[0].analyte_id == "endotoxin");
  CHECK(text_of(first.tests[0].unit) == "EU/mL");
  CHECK(text_of(first.tests[0].limit) == "<= 0.5");
  CHECK(text_of(first.tests[0].result) == "0.1");
  CHECK(first.tests[0].result->where.pointer == "C4");
  CHECK(text_of(file.certificates[1].lot) == "L-2");
}

TEST_CASE("csv certificate: several labels in a row, beside and above their values") {
  const CertificateFile beside =
      read_text("coa.csv", "Lot,A-1,Product,Vial\nLot: A-1,,Client:,Clinic\nTest,Result\npH,7\n");
  CHECK(text_of(beside.certificates.at(0).product_name) == "Vial");
  CHECK(text_of(beside.certificates[0].client) == "Clinic");
  const CertificateFile behind = read_text(
      "coa.csv", "Example Ltd,,Certificate No.,C-9\nProduct,Vial,Lot,\nTest,Result\npH,7\n");
  CHECK(text_of(behind.certificates.at(0).number) == "C-9");
  CHECK(text_of(behind.certificates[0].lot) == "");
  const CertificateFile above =
      read_text("coa.csv", "Lot,Product,Expiry date\nA-1,Vial,2027-01-02\nTest,Result\npH,7\n");
  CHECK(text_of(above.certificates.at(0).lot) == "A-1");
  CHECK(text_of(above.certificates[0].product_name) == "Vial");
  CHECK(above.certificates[0].dates.at("expiry").text == "2027-01-02");
}

TEST_CASE("csv certificate: labels under a table belong to it until a lot begins the next") {
  const CertificateFile file = read_text("coa.csv",
                                         "Lot,A\nTest,Result\npH,7\nApproved by,J. Smith\n\n"
                                         "Issue date,2026-02-02\nLot,B\nTest,Result\npH,8\n"
                                         "Approved by,M. Jones\n");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[0].signatory) == "J. Smith");
  CHECK(file.certificates[0].dates.empty());
  CHECK(file.certificates[1].dates.at("issued").text == "2026-02-02");
  CHECK(text_of(file.certificates[1].signatory) == "M. Jones");
}

TEST_CASE("csv certificate: headings within a table are sections") {
  const CertificateFile file =
      read_text("coa.csv", "Test,Result\nPhysical,\npH,7\nMicrobiology,\nSterility,No growth\n");
  const auto& tests = file.certificates.at(0).tests;
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].section == "Physical");
  CHECK(tests[1].section == "Microbiology");
}

TEST_CASE("csv certificate: a lot that a spreadsheet shortened is doubtful") {
  const CertificateFile file = read_text("coa.csv", "Lot,1.2E+10\nTest,Result\npH,7\n");
  CHECK(file.certificates.at(0).lot->doubt == "is a number that a spreadsheet has shortened");
}

TEST_CASE("csv certificate: more columns than a table has are refused") {
  std::string wide = "Test,Result\n";
  for (int i = 0; i < 1'000'000; ++i) wide += "1,";
  const CertificateFile file = read_text("coa.csv", wide);
  CHECK(file.certificates.empty());
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message == "more than 200 columns; a certificate has one row a test");
}

TEST_CASE("csv certificate: damage is reported with its place and leaves the rest") {
  const CertificateFile open = read_text("coa.csv", "Lot,A\nTest,Result\npH,\"7.2\n");
  REQUIRE(open.problems.size() == 1);
  CHECK(open.problems[0].where.line == 3);
  CHECK(open.certificates.at(0).incomplete == "the file is damaged");

  const CertificateFile wide = read_text("coa.csv", "Test,Result\npH,7,2\nMycoplasma,Negative\n");
  CHECK(wide.certificates.at(0).incomplete == "a row has more cells than the header");
  CHECK(wide.certificates[0].tests.size() == 2);

  const CertificateFile none = read_text("coa.csv", "one,two\nthree,four\n");
  REQUIRE(none.problems.size() == 1);
  CHECK(none.problems[0].message ==
        "no header row with a test column and a result column was found");
}

}  // namespace
}  // namespace verilot
