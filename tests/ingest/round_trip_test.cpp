// One truth, written in each format and read back.
#include "support/certificate_writers.h"
#include "support/certificates.h"

namespace verilot {
namespace {

using Without = std::set<std::string>;

std::string joined(const std::vector<std::string>& facts) {
  std::string all;
  for (const std::string& fact : facts) all += fact + "\n";
  return all;
}

void check_read_back(const std::string& name, const std::string& bytes, const Certificate& truth,
                     const Without& without = {}) {
  CAPTURE(name);
  const CertificateFile file = testing::read_text(name, bytes);
  for (const Problem& problem : file.problems) CHECK_MESSAGE(false, to_string(problem));
  REQUIRE(file.certificates.size() == 1);
  const Certificate& read = file.certificates[0];
  CHECK(read.incomplete == "");
  for (const Problem& problem : read.problems) CHECK_MESSAGE(false, to_string(problem));
  CHECK(joined(facts_of(read, without)) == joined(facts_of(truth, without)));
}

// FHIR has numbers, so powers of ten are written as 5.2E9, and what has no result says so.
Certificate as_fhir_says(Certificate truth) {
  for (CertificateTest& test : truth.tests) {
    if (!test.result) {
      test.result = Printed{"no result", {}};
      test.unit.reset();
    }
    const std::size_t times = test.result->text.find(" x 10^");
    if (times != std::string::npos) test.result->text.replace(times, 6, "E");
  }
  return truth;
}

// A report has no place for its client, the accreditation and the limits of the method.
const Without kNotInFhir = {"client", "accreditation",   "reported",          "signed",
                            "retest", "detection_limit", "quantitation_limit"};
// The table on the page is written without headings.
const Without kNotOnPage = {"section"};

void check_all_formats(const Certificate& truth) {
  check_read_back("coa.json", write_json(truth), truth);
  check_read_back("coa.xml", write_xml(truth), truth);
  check_read_back("coa.csv", write_delimited(truth, ','), truth);
  check_read_back("coa.csv", write_delimited(truth, ';'), truth);
  check_read_back("coa.tsv", write_delimited(truth, '\t'), truth);
  check_read_back("coa.csv", write_delimited(truth, '|'), truth);
  check_read_back("coa.xlsx", write_xlsx(truth), truth);
  check_read_back("fhir.json", write_fhir(truth), as_fhir_says(truth), kNotInFhir);
  check_read_back("fhir.xml", write_fhir_xml(truth), as_fhir_says(truth), kNotInFhir);
}

TEST_CASE("round trip: the sample is read back equal from every format of data") {
  check_all_formats(sample_truth());
}

TEST_CASE("round trip: random certificates are read back equal from every format of data") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    check_all_formats(random_truth(seed));
  }
}

TEST_CASE("round trip: certificates are read back equal from a page") {
  check_read_back("coa.pdf", write_pdf(sample_truth()), sample_truth(), kNotOnPage);
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    check_read_back("coa.pdf", write_pdf(random_truth(seed)), random_truth(seed), kNotOnPage);
  }
}

}  // namespace
}  // namespace verilot
