// Certificates in the standards of other bodies: small ones written here, and the published
// examples where they are at hand.
#include <filesystem>

#include "support/certificate_writers.h"
#include "support/certificates.h"

namespace verilot {
namespace {

using testing::read_text;
using testing::test_named;
using testing::text_of;

// A published example of the shared folder, or nothing where that is not there.
std::optional<CertificateFile> shared_example(const std::string& name) {
  const char* folder = std::getenv("VERILOT_SHARED");
  const std::string path =
      (folder == nullptr ? std::string(VERILOT_SOURCE_DIR) + "/../shared" : std::string(folder)) +
      "/coa/standards/" + name;
  if (!std::filesystem::exists(path)) {
    MESSAGE(name << " is not here");
    return std::nullopt;
  }
  return testing::read_certificates({name, path, testing::bytes_of(path)});
}

TEST_CASE("s1seven certificate: parties, product, batches and inspections") {
  const CertificateFile file = read_text("coa.json", R"({"Certificate": {
    "Id": "7", "Date": "2026-03-01", "Standard": {"Norm": "EN 10204:2004", "Type": "3.1"},
    "Parties": {"Manufacturer": {"Name": "Polymer AG"}, "Customer": {"Name": "Clinic"}},
    "Product": {"Name": "Vial", "FillingBatchId": "F-2", "ProductionBatchId": "P-1",
                "ProductionDate": "2026-02-01", "ExpirationDate": "2028-02-01"},
    "Analysis": {"LotId": "9", "Inspections": [
      {"Property": "Density", "Method": "ISO 1183", "Unit": "g/cm³", "Value": "1.10",
       "Minimum": "1.0", "Maximum": "1.2"},
      {"Property": "Melt index", "Value": "31", "Maximum": "35"}, {"Method": "ISO 1"}]},
    "Contacts": [{"Name": "J. Manager", "Role": "Quality"}]}})");
  CHECK(file.format == "EN 10204 (S1SEVEN)");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.title) == "EN 10204:2004, 3.1");
  CHECK(text_of(certificate.lot) == "P-1");
  CHECK(text_of(certificate.manufacturer) == "Polymer AG");
  CHECK(text_of(certificate.client) == "Clinic");
  CHECK(text_of(certificate.signatory) == "J. Manager, Quality");
  CHECK(certificate.dates.at("expiry").text == "2028-02-01");
  REQUIRE(certificate.tests.size() == 2);
  CHECK(text_of(certificate.tests[0].limit) == "1.0 to 1.2");
  CHECK(text_of(certificate.tests[1].limit) == "NMT 35");
  CHECK(certificate.tests[0].result->where.pointer == "/Certificate/Analysis/Inspections/0/Value");
  CHECK(certificate.incomplete == "a test could not be read");
}

TEST_CASE("s1seven certificate: the published examples") {
  if (const auto file = shared_example("s1seven-en10204-1.json")) {
    CHECK(file->problems.empty());
    const Certificate& certificate = file->certificates.at(0);
    CHECK(text_of(certificate.lot) == "100001");
    REQUIRE(certificate.tests.size() == 2);
    CHECK(text_of(certificate.tests[0].result) == "31");
    CHECK(certificate.incomplete == "");
  }
  if (const auto file = shared_example("s1seven-invalid-2.json"))
    CHECK(file->certificates.at(0).incomplete == "a test could not be read");
}

TEST_CASE("coa-schema certificate: qualifiers, specifications and outcomes as printed") {
  const CertificateFile file = read_text("coa.json", R"({"schema_version": "1.0",
    "document": {"document_id": "L-1", "date_issued": "2026-03-14",
                 "authorized_by": {"name": "A. W.", "title": "Director"}},
    "product": {"name": "Powder", "lot_identifier": "EB-1", "manufacturer": {"name": "Maker"}},
    "laboratory": {"name": "Lab", "accreditation": [{"standard": "ISO/IEC 17025:2017",
                   "accrediting_body": "A2LA"}]},
    "sampling": {"date_received": "2026-02-27", "date_tested": "2026-03-05"},
    "results": [
      {"analyte": "Lead", "panel": "heavy_metals", "method": "ICP-MS", "value": 0.210,
       "unit": "mg/kg", "limit_of_quantitation": 0.05,
       "specification": {"operator": "<=", "value": 1.0, "unit": "mg/kg"}, "outcome": "pass"},
      {"analyte": "Arsenic", "panel": "heavy_metals", "method": "ICP-MS",
       "value_qualifier": "below_loq", "outcome": "pass"},
      {"analyte": "Purity", "panel": "potency", "method": "HPLC", "value": 32, "unit": "percent",
       "specification": {"operator": "range", "min": 30, "max": 70, "unit": "percent"}},
      {"analyte": "Salmonella", "panel": "microbial", "method": "USP <2022>",
       "value_qualifier": "not_detected", "specification": {"operator": "absent_in", "value": 25,
       "unit": "g"}},
      {"analyte": "Mercury", "panel": "heavy_metals", "method": "ICP-MS", "value": 0.1,
       "value_qualifier": "not_detected"}]})");
  CHECK(file.format == "coa-schema");
  CHECK(file.problems.empty());
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.number) == "L-1");
  CHECK(text_of(certificate.lot) == "EB-1");
  CHECK(text_of(certificate.signatory) == "A. W., Director");
  CHECK(text_of(certificate.accreditation) == "ISO/IEC 17025:2017, A2LA");
  CHECK(certificate.dates.at("analysis_completed").text == "2026-03-05");
  REQUIRE(certificate.tests.size() == 5);
  CHECK(text_of(certificate.tests[0].result) == "0.210");
  CHECK(text_of(certificate.tests[0].limit) == "<= 1.0 mg/kg");
  CHECK(text_of(certificate.tests[0].quantitation_limit) == "0.05");
  CHECK(text_of(certificate.tests[1].result) == "below_loq");
  CHECK(text_of(certificate.tests[2].limit) == "30 to 70 percent");
  CHECK(text_of(certificate.tests[3].limit) == "absent in 25 g");
  CHECK(certificate.tests[4].result->doubt ==
        "stands beside 'not_detected', which says something else");
}

// A batch analysis as PQ/CMC draws it: the category is the test, the code its procedure.
const char* const kBatchAnalysis = R"({"resourceType": "Bundle", "type": "document",
  "identifier": {"value": "urn:uuid:5"}, "entry": [
  {"resource": {"resourceType": "Composition", "title": "Batch analysis", "date": "2025-03-30"}},
  {"fullUrl": "urn:uuid:report", "resource": {"resourceType": "DiagnosticReport",
    "identifier": [{"value": "BA-1"}], "status": "final", "code": {"text": "Assay #1"},
    "effectiveDateTime": "2024-12-19", "subject": {"reference": "urn:uuid:batch"},
    "performer": [{"reference": "urn:uuid:site"}],
    "result": [{"reference": "urn:uuid:ph"}, {"reference": "urn:uuid:imp"}]}},
  {"fullUrl": "urn:uuid:batch", "resource": {"resourceType": "Medication",
    "identifier": [{"value": "Oxa"}], "batch": {"lotNumber": "139203",
      "expirationDate": "2025-12-01", "extension": [{"url": "http://x/pq-medication-batch-extension",
      "extension": [{"url": "assignedManufacturer", "valueReference": {"reference": "urn:uuid:mk"}},
                    {"url": "manufacturingDate", "valueDateTime": "2024-12-01"}]}]}}},
  {"fullUrl": "urn:uuid:site", "resource": {"resourceType": "Organization", "name": "Test site"}},
  {"fullUrl": "urn:uuid:mk", "resource": {"resourceType": "Organization", "name": "Maker"}},
  {"fullUrl": "urn:uuid:ph", "resource": {"resourceType": "Observation", "status": "final",
    "category": [{"coding": [{"code": "C205029", "display": "pH"}]}],
    "code": {"coding": [{"code": "C96102", "display": "Compendial"}], "text": "USP <791>"},
    "effectiveDateTime": "2025-03-15", "valueQuantity": {"value": 2.70, "unit": "pH"},
    "interpretation": [{"coding": [{"code": "C80262"}]}],
    "referenceRange": [{"text": "pH 3.0 – 5.0", "modifierExtension": [{"url": "http://x/range",
      "extension": [{"url": "low", "valueQuantity": {"value": 3.0}},
                    {"url": "high", "valueQuantity": {"value": 5.0}}]}]}],
    "component": [{"code": {"text": "pH replicate"}, "valueQuantity": {"value": 2.65}}]}},
  {"fullUrl": "urn:uuid:imp", "resource": {"resourceType": "Observation", "status": "final",
    "code": {"text": "Impurities"}, "valueString": "Pass",
    "hasMember": [{"reference": "urn:uuid:total"}]}},
  {"fullUrl": "urn:uuid:total", "resource": {"resourceType": "Observation", "status": "final",
    "code": {"text": "Total impurities"}, "valueQuantity": {"value": 0.05, "comparator": "<",
    "unit": "%"}, "referenceRange": [{"text": "< 0.2 %", "high": {"value": 0.2,
    "comparator": "<=", "unit": "%"}}]}}]})";

TEST_CASE("fhir certificate: a batch analysis gives product, batch, tests and members") {
  const CertificateFile file = read_text("coa.json", kBatchAnalysis);
  CHECK(file.format == "FHIR");
  CHECK(file.problems.empty());
  REQUIRE(file.certificates.size() == 1);
  const Certificate& certificate = file.certificates[0];
  CHECK(text_of(certificate.number) == "BA-1");
  CHECK(text_of(certificate.lot) == "139203");
  CHECK(text_of(certificate.product_name) == "Oxa");
  CHECK(text_of(certificate.laboratory) == "Test site");
  CHECK(text_of(certificate.manufacturer) == "Maker");
  CHECK(certificate.dates.at("expiry").text == "2025-12-01");
  CHECK(certificate.dates.at("manufactured").text == "2024-12-01");
  CHECK(certificate.dates.at("issued").text == "2025-03-30");
  REQUIRE(certificate.tests.size() == 4);
  const CertificateTest& ph = certificate.tests[0];
  CHECK(ph.analyte_id == "ph");
  CHECK(text_of(ph.method) == "USP <791>");
  CHECK(text_of(ph.result) == "2.70");
  CHECK(text_of(ph.limit) == "pH 3.0 – 5.0");
  CHECK(ph.limit->doubt == "");
  CHECK(text_of(ph.printed_status) == "Conforms");
  CHECK(text_of(ph.completed) == "2025-03-15");
  CHECK(certificate.tests[1].section == "pH");
  CHECK(certificate.tests[3].analyte.text == "Total impurities");
  CHECK(text_of(certificate.tests[3].result) == "< 0.05");
  CHECK(certificate.tests[3].limit->doubt == "says '< 0.2 %' beside the comparator <=");
}

CertificateFile read_observation(const std::string& members) {
  return read_text("coa.json", R"({"resourceType": "DiagnosticReport", "status": "final",
    "contained": [{"resourceType": "Observation", "id": "o", "code": {"text": "Lead"}, )" +
                                   members + R"(}], "result": [{"reference": "#o"}]})");
}

TEST_CASE("fhir certificate: what disagrees or is not final is doubtful") {
  const auto test = [](const std::string& members) {
    return read_observation(members).certificates.at(0).tests.at(0);
  };
  CHECK(test(R"("status": "preliminary", "valueString": "1")").result->doubt ==
        "the status of the observation is 'preliminary'");
  CHECK(test(R"("valueQuantity": {"value": 1, "unit": "mg/kg", "code": "ug/kg"})").unit->doubt ==
        "says mg/kg, and its code says ug/kg");
  CHECK(test(R"("valueQuantity": {"value": 1, "unit": "percent", "code": "%"})").unit->doubt == "");
  CHECK(test(R"("valueString": "1", "referenceRange": [{"text": "LT 0.5 %",
                "high": {"value": 1.0}}])")
            .limit->doubt == "says 'LT 0.5 %' beside the bound 1.0");
  CHECK(test(R"("valueBoolean": true)").result->doubt == "is a kind of value that is not read");
  CHECK(text_of(test(R"("valueQuantity": {"value": 1}, "referenceRange": [{"low": {"value": 2.0,
                "unit": "g"}, "high": {"value": 5, "unit": "g"}}])")
                    .limit) == "2.0 to 5 g");
  CHECK(text_of(test(R"("dataAbsentReason": {"coding": [{"code": "not-performed"}]})").result) ==
        "not-performed");
}

TEST_CASE("fhir certificate: missing references and unfinished reports are incomplete") {
  const CertificateFile missing = read_text(
      "coa.json",
      R"({"resourceType": "DiagnosticReport", "result": [{"reference": "Observation/9"}]})");
  CHECK(missing.certificates.at(0).incomplete == "a test could not be read");
  CHECK(missing.certificates[0].problems.at(0).message ==
        "refers to 'Observation/9', which is not in the file");
  const CertificateFile partial =
      read_text("coa.json", R"({"resourceType": "DiagnosticReport", "status": "partial"})");
  CHECK(partial.certificates.at(0).incomplete ==
        "the report is partial: results may still be missing");
  const CertificateFile plan = read_text("coa.json", R"({"resourceType": "PlanDefinition"})");
  CHECK(plan.problems.at(0).message ==
        "holds a specification (PlanDefinition) and no results; ask for the batch analysis");
}

TEST_CASE("fhir certificate: observations without a report are a certificate for each subject") {
  const CertificateFile file = read_text("coa.json", R"({"resourceType": "Bundle", "entry": [
    {"fullUrl": "urn:a", "resource": {"resourceType": "Observation", "code": {"text": "Panel"},
      "status": "final", "subject": {"display": "Vial A"}, "hasMember": [{"reference": "urn:b"}]}},
    {"fullUrl": "urn:b", "resource": {"resourceType": "Observation", "code": {"text": "Lead"},
      "status": "final", "valueString": "1", "subject": {"display": "Vial A"}}}]})");
  REQUIRE(file.certificates.size() == 1);
  CHECK(text_of(file.certificates[0].product_name) == "Vial A");
  CHECK(file.certificates[0].tests.size() == 1);
  CHECK(file.certificates[0].incomplete == "no report says which observations belong together");
}

TEST_CASE("fhir certificate: a biologically derived product is product facts without tests") {
  const std::string json = R"({"resourceType": "BiologicallyDerivedProduct",
    "identifier": [{"value": "MPHO-1"}], "productCode": {"coding": [{"code": "S1128",
    "display": "Cord blood"}]}, "biologicalSourceEvent": {"value": "G1234 98 654321"},
    "expirationDate": "2028-01-02T10:00:00Z", "processingFacility": [{"display": "Cord bank"}]})";
  const std::string xml = R"(<BiologicallyDerivedProduct xmlns="http://hl7.org/fhir">
    <identifier><value value="MPHO-1"/></identifier>
    <productCode><coding><code value="S1128"/><display value="Cord blood"/></coding></productCode>
    <expirationDate value="2028-01-02T10:00:00Z"/>
    <processingFacility><display value="Cord bank"/></processingFacility>
    </BiologicallyDerivedProduct>)";
  for (const auto& [name, text] : {std::pair("bdp.json", json), std::pair("bdp.xml", xml)}) {
    CAPTURE(name);
    const Certificate certificate = read_text(name, text).certificates.at(0);
    CHECK(text_of(certificate.product_name) == "Cord blood");
    CHECK(text_of(certificate.lot) == "MPHO-1");
    CHECK(text_of(certificate.manufacturer) == "Cord bank");
    CHECK(certificate.dates.at("expiry").text == "2028-01-02");
    CHECK(certificate.tests.empty());
    CHECK(certificate.incomplete ==
          "a BiologicallyDerivedProduct names a product and holds no tests");
  }
}

TEST_CASE("spl document: products and lots without tests") {
  const CertificateFile file = read_text("label.xml", R"(<?xml version="1.0"?>
<document xmlns="urn:hl7-org:v3"><id root="d-1"/><title>Vial</title>
 <effectiveTime value="20260301"/>
 <author><assignedEntity><representedOrganization><name>Labeler Inc.</name><assignedEntity>
  <assignedOrganization><id extension="123456789"/><name>Plant One</name></assignedOrganization>
 </assignedEntity></representedOrganization></assignedEntity></author>
 <component><structuredBody><component><section><subject><manufacturedProduct>
  <manufacturedProduct><code code="12345-678" codeSystem="2.16.840.1.113883.6.69"/>
   <name>ExoVial</name></manufacturedProduct>
  <instanceOfKind><productInstance><id extension="LT-1" root="1.2"/>
   <expirationTime><high value="202712"/></expirationTime></productInstance></instanceOfKind>
  <instanceOfKind><productInstance><id extension="LT-2" root="1.2"/></productInstance>
  </instanceOfKind>
 </manufacturedProduct></subject></section></component></structuredBody></component></document>)");
  CHECK(file.format == "SPL");
  REQUIRE(file.certificates.size() == 2);
  const Certificate& certificate = file.certificates[0];
  CHECK(text_of(certificate.product_name) == "ExoVial");
  CHECK(text_of(certificate.lot) == "LT-1");
  CHECK(text_of(certificate.manufacturer) == "Labeler Inc.");
  CHECK(certificate.dates.at("expiry").text == "2027-12");
  CHECK(certificate.dates.at("issued").text == "2026-03-01");
  CHECK(certificate.incomplete == "a label (SPL) names products and holds no tests");
  REQUIRE(certificate.problems.size() == 2);
  CHECK(certificate.problems[0].message == "the product has NDC 12345-678");
  CHECK(certificate.problems[1].message == "names the establishment Plant One (123456789)");
  CHECK(text_of(file.certificates[1].lot) == "LT-2");
}

TEST_CASE("drmd document: material, lot and certified properties") {
  const CertificateFile file = read_text("drmd.xml", R"(<drmd:digitalReferenceMaterialDocument
  xmlns:drmd="https://example.org/drmd" xmlns:dcc="https://ptb.de/dcc" xmlns:si="https://ptb.de/si">
 <administrativeData><coreData><titleOfTheDocument>referenceMaterialCertificate</titleOfTheDocument>
  <uniqueIdentifier>R-1</uniqueIdentifier></coreData>
  <referenceMaterialProducer><name><dcc:content>Producer</dcc:content></name></referenceMaterialProducer>
 </administrativeData>
 <materials><material><name><dcc:content>Glucose</dcc:content></name><materialIdentifiers>
  <materialIdentifier><scheme>CAS</scheme><value>50-99-7</value></materialIdentifier>
  <materialIdentifier><scheme>Lot</scheme><value>A001</value></materialIdentifier>
 </materialIdentifiers></material></materials>
 <materialPropertiesList><materialProperties isCertified="true"><name><dcc:content>Purity
  values</dcc:content></name><results><dcc:result><dcc:data><dcc:list><drmd:quantity><dcc:quantity>
  <dcc:name><dcc:content>Purity</dcc:content></dcc:name><si:real><si:value>99.1</si:value>
  <si:unit>\percent</si:unit></si:real></dcc:quantity></drmd:quantity></dcc:list></dcc:data>
  </dcc:result></results></materialProperties></materialPropertiesList>
</drmd:digitalReferenceMaterialDocument>)");
  CHECK(file.format == "DRMD");
  const Certificate& certificate = file.certificates.at(0);
  CHECK(text_of(certificate.manufacturer) == "Producer");
  CHECK(text_of(certificate.product_name) == "Glucose");
  CHECK(text_of(certificate.lot) == "A001");
  REQUIRE(certificate.tests.size() == 1);
  CHECK(certificate.tests[0].section == "Purity values (certified)");
  CHECK(text_of(certificate.tests[0].result) == "99.1");
}

TEST_CASE("dcc certificate: signatures are never taken as verified, conditions never as results") {
  for (const char* name : {"dcc_gp_temperature_typical_v12_v3.2.0_signed.xml",
                           "dcc_gp_temperature_typical_v12_v3.2.0_signed_manipulated.xml"}) {
    const auto file = shared_example(name);
    if (!file) continue;
    const Certificate& certificate = file->certificates.at(0);
    REQUIRE(certificate.problems.size() == 1);
    CHECK(certificate.problems[0].message ==
          "the certificate carries a signature, which is not verified");
    REQUIRE(certificate.tests.size() == 3);
    CHECK(text_of(certificate.tests[0].result).starts_with("306.248; 373.12"));
    CHECK(text_of(certificate.tests[0].unit) == "\\kelvin");
  }
  if (const auto file = shared_example("dcc_gp_humidity_v1.0.xml")) {
    CHECK(file->certificates.at(0).tests.size() == 3);
    CHECK(text_of(file->certificates[0].overall_status) == "pass");
  }
}

}  // namespace
}  // namespace verilot
