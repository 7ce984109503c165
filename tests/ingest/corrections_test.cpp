#include "ingest/corrections.h"

#include "digest/digest.h"
#include "ingest/dossier_reader.h"
#include "ingest/sample_schema.h"
#include "support/certificates.h"
#include "support/samples.h"

namespace verilot {
namespace {

using testing::text_of;

const std::string kCsv =
    "Certificate of Analysis,,,\nLot,EXO-24117,,\n,,,\nTest,Specification,Result,Unit\n"
    "Endotoxin,<= 0.5,0.8,EU/mL\nSterility,No growth,No growth,\n";

// The corrections as a file that belongs to kCsv and is signed.
std::string signed_for(const std::string& document, const std::string& corrections) {
  return "document: coa.csv\nsha256: " + sha256_of({document}) +
         "\nsigned_off: { by: Ana Ruiz, role: compliance officer, date: 2026-11-20 }\n"
         "corrections:\n" +
         corrections;
}

CertificateFile read_with(const std::string& corrections, const std::string& document = kCsv) {
  return read_certificates({"coa.csv", "", document},
                           DocumentFile{"coa.csv.corrections.yaml", "", corrections},
                           testing::tables());
}

const std::string kResult =
    "  - at: certificates[0].tests[0].result\n    read: '0.8'\n    value: '0.08'\n"
    "    reason: The paper original shows 0.08.\n";

TEST_CASE("corrections: a signed correction replaces the value and its place says so") {
  const CertificateFile file = read_with(signed_for(kCsv, kResult));
  CHECK(file.problems.empty());
  const CertificateTest& endotoxin = file.certificates.at(0).tests.at(0);
  CHECK(text_of(endotoxin.result) == "0.08");
  CHECK(
      to_string(endotoxin.result->where) ==
      "coa.csv:5:18 (corrected by Ana Ruiz, compliance officer, on 2026-11-20, read as '0.8': The "
      "paper original shows 0.08.)");
}

TEST_CASE("corrections: a changed document voids them all") {
  const std::string changed = kCsv + "pH,6.8 - 7.6,7.2,\n";
  const CertificateFile file = read_with(signed_for(kCsv, kResult), changed);
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message.find("made for other bytes") != std::string::npos);
  CHECK(text_of(file.certificates.at(0).tests.at(0).result) == "0.8");
}

TEST_CASE("corrections: without a signature none is applied") {
  std::string corrections = signed_for(kCsv, kResult);
  const std::size_t sign = corrections.find("{ by");
  corrections.replace(sign, corrections.find('}') + 1 - sign, "{ by: , role: , date: }");
  const CertificateFile file = read_with(corrections);
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message.find("not signed off") != std::string::npos);
  CHECK(text_of(file.certificates.at(0).tests.at(0).result) == "0.8");
}

TEST_CASE("corrections: what no longer fits the reading leaves the value doubtful") {
  const CertificateFile file = read_with(signed_for(
      kCsv, "  - { at: 'certificates[0].tests[0].result', read: '0.9', value: '1', reason: x }\n"));
  REQUIRE(file.problems.size() == 1);
  CHECK(
      file.problems[0].message ==
      "certificates[0].tests[0].result was corrected where '0.9' was read, but '0.8' is read now; "
      "review it again");
  CHECK(file.certificates.at(0).tests.at(0).result->doubt == "a correction of it no longer fits");
}

TEST_CASE("corrections: a row that was not read is added with the place that is given") {
  const CertificateFile file = read_with(
      signed_for(kCsv,
                 "  - at: certificates[0].tests\n    page: 2\n    box: [10, 20, 30, 40]\n"
                 "    row: { analyte: Mycoplasma, result: Not detected, method: USP <63> }\n"
                 "    reason: It stands on the back.\n"));
  CHECK(file.problems.empty());
  REQUIRE(file.certificates.at(0).tests.size() == 3);
  const CertificateTest& added = file.certificates[0].tests[2];
  CHECK(added.analyte_id == "mycoplasma");
  CHECK(added.method_id == "usp63");
  CHECK(added.where.page == 2);
  CHECK(added.where.box == Box{10, 20, 30, 40});
}

TEST_CASE("corrections: identifiers follow a corrected name, dates are ISO dates") {
  const CertificateFile file = read_with(signed_for(
      kCsv,
      "  - { at: 'certificates[0].tests[0].analyte', read: Endotoxin, value: Sterility, reason: x "
      "}\n  - { at: 'certificates[0].dates.expiry', value: 31/12/2026, reason: x }\n"
      "  - { at: 'certificates[0].dates.issued', value: 2026-03-27, reason: x }\n"));
  REQUIRE(file.problems.size() == 1);
  CHECK(file.problems[0].message.find("is not a date that exists") != std::string::npos);
  CHECK(file.certificates.at(0).tests.at(0).analyte_id == "sterility");
  CHECK(file.certificates[0].dates.at("issued").text == "2026-03-27");
}

TEST_CASE("corrections: wrong ones are problems with their line, the others are applied") {
  const CertificateFile file =
      read_with(signed_for(kCsv,
                           "  - { at: 'certificates[3].lot', value: A, reason: x }\n"
                           "  - { at: lot, value: A, reason: x }\n"
                           "  - { at: 'certificates[0].lot', read: EXO-24117, value: EXO-24118 }\n"
                           "  - { at: 'certificates[0].tests', value: A, reason: x }\n"
                           "  - { at: 'certificates[0].tests[9].result', value: A, reason: x }\n" +
                               kResult));
  REQUIRE(file.problems.size() == 5);
  CHECK(to_string(file.problems[0]).starts_with("coa.csv.corrections.yaml:5:5: error: "));
  CHECK(file.problems[2].message.starts_with("a correction says why"));
  CHECK(text_of(file.certificates.at(0).lot) == "EXO-24117");
  CHECK(text_of(file.certificates[0].tests.at(0).result) == "0.08");
}

TEST_CASE(
    "corrections: the form lists what is doubtful and corrects nothing until it is filled in") {
  const DocumentFile document{"coa.csv", "", kCsv};
  CertificateFile file = read_certificates(document, std::nullopt, testing::tables());
  CHECK(review_form(file, document, std::nullopt) == "# coa.csv: nothing doubtful was read\n");
  file.certificates[0].tests[0].result->doubt = "read with 61 % confidence";
  file.certificates[0].incomplete = "page 2 of coa.csv was not read";
  std::string form = review_form(file, document, std::nullopt);
  CHECK(form.find("    # read with 61 % confidence\n") != std::string::npos);
  const std::string open = "{ by: , role: , date: }";
  form.replace(form.find(open), open.size(),
               "{ by: Ana Ruiz, role: compliance officer, date: 2026-11-20 }");
  CHECK(read_with(form).problems.empty());
  const std::string blank = "    value:\n    reason:\n";
  form.replace(form.find(blank), blank.size(), "    value: '0.08'\n    reason: It is faint.\n");
  const CertificateFile corrected = read_with(form);
  CHECK(corrected.problems.empty());
  CHECK(text_of(corrected.certificates.at(0).tests.at(0).result) == "0.08");
  CHECK(review_form(corrected, document, DocumentFile{"", "", form})
            .ends_with(form.substr(form.find("corrections:"))));
}

// The facts of a dossier that names coa.csv, with these corrections beside it.
Evidence facts_with(const std::string& corrections) {
  const SampleFolder folder(
      {{"dossier.yaml", "certificates: [{ document: coa.csv }]\n"}, {"coa.csv", kCsv}});
  folder.write("coa.csv.corrections.yaml", corrections);
  ReadDossier read = read_dossier(folder.name(), sample_schema(), testing::tables());
  return std::move(read.builder).finish();
}

TEST_CASE("corrections: a dossier's facts are the corrected ones, with who corrected them") {
  const Evidence evidence = facts_with(signed_for(kCsv, kResult));
  const NodeId result = evidence.find("certificates[0].tests[0].result");
  REQUIRE(result != kNoNode);
  CHECK(evidence.text(result) == "0.08");
  CHECK(evidence.where(result).correction.starts_with("corrected by Ana Ruiz"));
}

TEST_CASE("corrections: a doubtful value is an unknown fact with its reading as hint") {
  std::string other = kResult;
  other.replace(other.find("0.8'"), 4, "0.9'");
  const Evidence evidence = facts_with(signed_for(kCsv, other));
  const NodeId result = evidence.find("certificates[0].tests[0].result");
  REQUIRE(result != kNoNode);
  CHECK(evidence.kind(result) == NodeKind::unknown);
  CHECK(evidence.reason(result) == "a correction of it no longer fits; read as '0.8'");
}

}  // namespace
}  // namespace verilot
