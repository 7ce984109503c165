#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_text;
using testing::text_of;

TEST_CASE("xml certificate: fields, dates and tests with their XPaths and lines") {
  const CertificateFile file = testing::read_fixture("exosome.xml");
  CHECK(file.problems.empty());
  REQUIRE(file.certificates.size() == 1);
  const Certificate& certificate = file.certificates[0];
  CHECK(text_of(certificate.lot) == "EXO-24117");
  CHECK(certificate.lot->where.pointer == "/certificate/lot");
  CHECK(certificate.lot->where.line == 5);
  CHECK(certificate.dates.at("received").text == "2026-03-09");
  REQUIRE(certificate.tests.size() == 2);
  CHECK(text_of(certificate.tests[1].limit) == "< 0.5");
  CHECK(certificate.tests[1].limit->where.pointer == "/certificate/test[2]/@limit");
  CHECK(certificate.tests[1].method_id == "usp85_gelclot");
}

TEST_CASE("xml certificate: an empty lot is a label without a value") {
  const CertificateFile file = read_text("coa.xml", "<certificate><lot/></certificate>");
  CHECK(text_of(file.certificates.at(0).lot) == "");
}

TEST_CASE("xml certificate: several certificates, members as elements") {
  const CertificateFile file = read_text("coa.xml", R"(<certificates>
    <certificate><lot>A</lot></certificate>
    <certificate><lot>B</lot><tests><test><analyte>pH</analyte><result>7.2</result></test></tests>
    </certificate></certificates>)");
  REQUIRE(file.certificates.size() == 2);
  CHECK(text_of(file.certificates[1].tests.at(0).result) == "7.2");
}

TEST_CASE("xml certificate: damage is reported with its place and leaves the rest") {
  const CertificateFile cut = read_text("coa.xml", "<certificate>\n<lot>A-1</lot>\n<test analyte=");
  REQUIRE(cut.problems.size() == 2);
  CHECK(cut.problems[0].where.line == 3);
  CHECK(cut.problems[1].message == "a <test> needs an analyte");
  CHECK(text_of(cut.certificates.at(0).lot) == "A-1");
  CHECK(cut.certificates[0].incomplete == "a test could not be read");

  const CertificateFile other = read_text("coa.xml", "<invoice/>");
  CHECK(other.problems.at(0).message ==
        "expected <certificate>, <certificates> or a document of a standard that is read: FHIR, "
        "DCC, DRMD, SPL");

  const CertificateFile misspelt =
      read_text("coa.xml", "<certificate><lott>A</lott></certificate>");
  CHECK(misspelt.problems.at(0).message == "unknown element <lott>, did you mean 'lot'?");
}

TEST_CASE("xml certificate: an entity of the file itself is refused, not expanded") {
  const CertificateFile file = read_text("coa.xml",
                                         "<!DOCTYPE c [\n<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
                                         "<certificate><lot>&a;</lot></certificate>");
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].where.line == 2);
  CHECK(file.problems[0].message ==
        "declares an entity, which is not expanded; write its text where it is used");
  CHECK_FALSE(file.certificates.at(0).incomplete.empty());
}

TEST_CASE("xml certificate: a digital calibration certificate gives its quantities") {
  const CertificateFile file = read_text("dcc.xml", R"(<?xml version="1.0"?>
<dcc:digitalCalibrationCertificate xmlns:dcc="https://ptb.de/dcc" xmlns:si="https://ptb.de/si">
 <dcc:administrativeData>
  <dcc:coreData><dcc:uniqueIdentifier>C-1</dcc:uniqueIdentifier>
   <dcc:endPerformanceDate>2026-01-02</dcc:endPerformanceDate></dcc:coreData>
  <dcc:calibrationLaboratory><dcc:contact><dcc:name><dcc:content lang="en">Lab</dcc:content>
   </dcc:name></dcc:contact></dcc:calibrationLaboratory>
 </dcc:administrativeData>
 <dcc:measurementResults><dcc:measurementResult><dcc:results><dcc:result><dcc:data>
  <dcc:quantity><dcc:name><dcc:content>pH</dcc:content></dcc:name>
   <si:real><si:value>7.20</si:value><si:unit>\one</si:unit></si:real></dcc:quantity>
 </dcc:data></dcc:result></dcc:results></dcc:measurementResult></dcc:measurementResults>
</dcc:digitalCalibrationCertificate>)");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.number) == "C-1");
  CHECK(text_of(certificate.laboratory) == "Lab");
  CHECK(certificate.dates.at("analysis_completed").text == "2026-01-02");
  REQUIRE(certificate.tests.size() == 1);
  CHECK(certificate.tests[0].analyte_id == "ph");
  CHECK(text_of(certificate.tests[0].result) == "7.20");
}

}  // namespace
}  // namespace verilot
