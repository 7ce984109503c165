// Damaged input in every format: truncated, bytes flipped, lines and words moved, numbers blown up.
// Nothing may crash, hang or leave its limits, and what is wrong is reported. Deterministic; the
// environment's VERILOT_MUTATIONS says how many files, 1,000 without it.
#include "ingest/column_table.h"
#include "ingest/pdf_words.h"
#include "support/certificate_writers.h"
#include "support/certificates.h"
#include "support/mutations.h"

namespace verilot {
namespace {

std::size_t all_problems(const CertificateFile& file) {
  std::size_t count = file.problems.size();
  for (const Certificate& certificate : file.certificates) count += certificate.problems.size();
  return count;
}

void check_survived(const std::string& name, const std::string& bytes) {
  const Liveness liveness;
  const CertificateFile read = read_certificate_file({name, "", bytes}, testing::tables());
  CHECK(liveness.within_bound());
  CHECK((!read.certificates.empty() || !read.problems.empty()));
  CHECK(all_problems(read) < 50'000);
  for (const Certificate& certificate : read.certificates)
    CHECK(certificate.tests.size() <= kMaxTests);
}

void check_mutations(const std::string& name, const std::string& original, double share) {
  CAPTURE(name);
  for (std::uint32_t number = 0; number < mutation_count(share); ++number) {
    CAPTURE(number);
    check_survived(name, mutated(original, number));
  }
}

TEST_CASE("mutations: own JSON and XML are read or reported, never a crash") {
  check_mutations("exosome.json", testing::bytes_of(testing::fixture_path("exosome.json")), 0.05);
  check_mutations("exosome.xml", testing::bytes_of(testing::fixture_path("exosome.xml")), 0.05);
  check_mutations("coa.json", write_json(sample_truth()), 0.08);
  check_mutations("coa.xml", write_xml(sample_truth()), 0.08);
}

TEST_CASE("mutations: CSV and TSV are read or reported, never a crash") {
  check_mutations("exosome.csv", testing::bytes_of(testing::fixture_path("exosome.csv")), 0.05);
  check_mutations("coa.csv", write_delimited(sample_truth(), ';'), 0.08);
  check_mutations("coa.tsv", write_delimited(sample_truth(), '\t'), 0.05);
  check_mutations("lots.csv",
                  "Lot,Expiry date,Endotoxin (EU/mL),Sterility\nUnit,,EU/mL,\n"
                  "L-1,2027-01-02,0.1,No growth\nL-2,2027-02-02,0.2,Growth\n",
                  0.04);
}

TEST_CASE("mutations: workbooks are read or reported, never a crash") {
  const std::string whole = write_xlsx(sample_truth());
  check_mutations("coa.xlsx", whole, 0.08);
  // The same damage inside the archive, where no checksum finds it.
  const std::vector<std::pair<std::string, std::string>> parts = xlsx_parts(sample_truth());
  for (std::uint32_t number = 0; number < mutation_count(0.15); ++number) {
    CAPTURE(number);
    auto damaged = parts;
    std::string& part = damaged[number % damaged.size()].second;
    part = mutated(part, number / static_cast<std::uint32_t>(damaged.size()));
    check_survived("coa.xlsx", write_zip(damaged));
  }
}

TEST_CASE("mutations: FHIR is read or reported, never a crash") {
  check_mutations("fhir.json", write_fhir(sample_truth()), 0.1);
  check_mutations("fhir.xml", write_fhir_xml(sample_truth()), 0.08);
}

const char* const kS1Seven = R"({"Certificate": {"Id": "7", "Date": "2026-03-01",
  "Standard": {"Norm": "EN 10204:2004", "Type": "3.1"},
  "Parties": {"Manufacturer": {"Name": "Polymer AG"}}, "Product": {"ProductionBatchId": "P-1"},
  "Analysis": {"Inspections": [{"Property": "Density", "Value": "1.10", "Minimum": "1.0"},
  {"Property": "Melt index", "Value": "31", "Maximum": "35"}]}}})";
const char* const kCoaSchema = R"({"schema_version": "1.0", "document": {"document_id": "L-1"},
  "product": {"name": "Powder", "lot_identifier": "EB-1"}, "results": [
  {"analyte": "Lead", "value": 0.210, "unit": "mg/kg", "limit_of_quantitation": 0.05,
   "specification": {"operator": "<=", "value": 1.0, "unit": "mg/kg"}, "outcome": "pass"}]})";
const char* const kSpl = R"(<document xmlns="urn:hl7-org:v3"><id root="d-1"/>
  <effectiveTime value="20260301"/><manufacturedProduct><manufacturedProduct>
  <code code="12345-678"/><name>ExoVial</name></manufacturedProduct><productInstance>
  <id extension="LT-1"/><expirationTime><high value="202712"/></expirationTime></productInstance>
  </manufacturedProduct></document>)";
const char* const kDcc = R"(<digitalCalibrationCertificate><administrativeData><coreData>
  <uniqueIdentifier>C-1</uniqueIdentifier></coreData><items><item><identifications><identification>
  <value>S-1</value></identification></identifications></item></items></administrativeData>
  <measurementResults><measurementResult><results><result><data><quantity><name><content>pH</content>
  </name><realListXMLList><valueXMLList>7.1 7.2</valueXMLList><unitXMLList>\one</unitXMLList>
  </realListXMLList></quantity></data></result></results></measurementResult></measurementResults>
  </digitalCalibrationCertificate>)";

TEST_CASE("mutations: the standards of other bodies are read or reported, never a crash") {
  check_mutations("s1seven.json", kS1Seven, 0.03);
  check_mutations("coa-schema.json", kCoaSchema, 0.03);
  check_mutations("spl.xml", kSpl, 0.02);
  check_mutations("dcc.xml", kDcc, 0.02);
}

// A page as pdftotext prints it, with a table.
std::string bbox_page() {
  std::string words;
  const char* rows[][5] = {{"Test", "Method", "Specification", "Result", "Status"},
                           {"Sterility", "USP", "Negative", "Negative", "Pass"},
                           {"Endotoxin", "LAL", "0.5", "0.1", "Pass"},
                           {"pH", "meter", "6-8", "7.2", "Pass"}};
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 5; ++column) {
      const int x = 50 + 100 * column;
      const int y = 100 + 20 * row;
      words += "<word xMin=\"" + std::to_string(x) + "\" yMin=\"" + std::to_string(y) +
               "\" xMax=\"" + std::to_string(x + 60) + "\" yMax=\"" + std::to_string(y + 10) +
               "\">" + rows[row][column] + "</word>\n";
    }
  }
  return "<html><body><doc><page width=\"612\" height=\"792\"><flow><block><line>\n" + words +
         "</line></block></flow></page></doc></body></html>";
}

TEST_CASE("mutations: words of a PDF are survived down to the table") {
  const Lexicon lexicon(testing::tables());
  const std::string page = bbox_page();
  const PdfText whole = parse_bbox_layout(page, "coa.pdf");
  REQUIRE(whole.pages.size() == 1);
  REQUIRE(find_tables(layout_of(whole.pages[0]), lexicon).size() == 1);
  CHECK(find_tables(layout_of(whole.pages[0]), lexicon)[0].rows.size() == 3);
  for (std::uint32_t number = 0; number < 2000; ++number) {
    CAPTURE(number);
    const PdfText text = parse_bbox_layout(mutated(page, number), "coa.pdf");
    for (const PdfPage& read : text.pages) find_tables(layout_of(read), lexicon);
  }
}

TEST_CASE("mutations: deep nesting is survived") {
  std::string xml;
  for (int i = 0; i < 100'000; ++i) xml += "<certificate>";
  CHECK_FALSE(testing::read_text("coa.xml", xml).problems.empty());
  CHECK_FALSE(testing::read_text("coa.json", "{" + std::string(100'000, '[')).problems.empty());
  std::string page = "<page width=\"9\" height=\"9\">";
  for (int i = 0; i < 100'000; ++i) page += "<block>";
  CHECK_FALSE(parse_bbox_layout(page, "coa.pdf").problems.empty());
}

TEST_CASE("mutations: damaged PDFs are read or reported, never a crash") {
  const std::string fixture = testing::bytes_of(testing::fixture_path("exosome-complete.pdf"));
  check_mutations("fixture.pdf", fixture, 0.004);
  check_mutations("coa.pdf", write_pdf(sample_truth()), 0.006);
}

}  // namespace
}  // namespace verilot
