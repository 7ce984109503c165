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
      {"CRLF and byte order mark", "\xEF\xBB\xBFLot,A-1\r\nTest,Result\r\npH,7.2\r\n"},
      {"quoted, with a line end inside", "Lot,A-1\n\"Test\",\"Result\"\n\"pH\",\"7.2\"\n"},
      {"no line end at the end", "Lot,A-1\nTest,Result\npH,7.2"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const CertificateFile file = read_text("coa.csv", c.text);
    REQUIRE(file.certificates.size() == 1);
    CHECK(text_of(file.certificates[0].lot) == "A-1");
    REQUIRE(file.certificates[0].tests.size() == 1);
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
