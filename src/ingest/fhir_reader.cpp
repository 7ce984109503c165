// Certificates in HL7 FHIR, R4 and R5, JSON or XML: batch analyses of PQ/CMC and plain reports.
//
//   DiagnosticReport  number, dates, laboratory (performer), product (subject), tests (result)
//   Observation       a test: fhir_observation.cpp
//   BiologicallyDerivedProduct, Medication, Device, Substance, NutritionProduct
//                     name, lot, expiry and maker of the product
//
// Observations without a report are a certificate for each subject. Products alone are certificates
// whose tests are unknown: what names a product says nothing of tests.
//
// Source: HL7 FHIR R4 (4.0.1), R5 (5.0.0); PQ/CMC (FDA) implementation guide, batch analysis.
#include <array>
#include <map>
#include <set>
#include <span>

#include "ingest/fhir_observation.h"
#include "ingest/fhir_resources.h"
#include "ingest/json_standards.h"

namespace verilot {

bool is_fhir(const YamlNode& root) { return root.find("resourceType") != nullptr; }

namespace {

constexpr std::array<JsonField, 7> kReportFields = {{
    {"number", "identifier/0/value"},
    {"issued", "issued"},
    {"analysis_completed", "effectiveDateTime"},
    {"analysis_started", "effectivePeriod/start"},
    {"analysis_completed", "effectivePeriod/end"},
    {"overall_status", "conclusion"},
    {"overall_status", "conclusionCode/0/text"},
}};

constexpr std::array<JsonField, 3> kSpecimenFields = {{
    {"received", "receivedTime"},
    {"sampled", "collection/collectedDateTime"},
    {"sampled", "collection/collectedPeriod/start"},
}};

constexpr std::array<JsonField, 3> kDerivedFields = {{
    {"lot", "identifier/0/value"},
    {"lot", "biologicalSourceEvent/value"},
    {"expiry", "expirationDate"},
}};
constexpr std::array<JsonField, 3> kMedicationFields = {{
    {"lot", "batch/lotNumber"},
    {"expiry", "batch/expirationDate"},
    {"product_name", "identifier/0/value"},
}};
constexpr std::array<JsonField, 6> kDeviceFields = {{
    {"product_name", "deviceName/0/name"},
    {"product_name", "name/0/value"},
    {"lot", "lotNumber"},
    {"expiry", "expirationDate"},
    {"manufactured", "manufactureDate"},
    {"manufacturer", "manufacturer"},
}};
constexpr std::array<JsonField, 4> kSubstanceFields = {{
    {"lot", "identifier/0/value"},
    {"lot", "instance/0/identifier/value"},
    {"expiry", "expiry"},
    {"expiry", "instance/0/expiry"},
}};
constexpr std::array<JsonField, 3> kNutritionFields = {{
    {"lot", "instance/0/lotNumber"},
    {"expiry", "instance/0/expiry"},
    {"expiry", "instance/0/useBy"},
}};

// Where the kinds of products keep their facts; name and maker need more than a path.
struct ProductKind {
  std::string_view type;
  const char* name;   // a CodeableConcept
  const char* maker;  // a Reference; "" where it is a text among the fields
  std::span<const JsonField> fields;
};
constexpr std::array<ProductKind, 5> kProducts = {{
    {"BiologicallyDerivedProduct", "productCode", "processingFacility/0", kDerivedFields},
    {"Medication", "code", "manufacturer", kMedicationFields},
    {"Device", "type", "", kDeviceFields},
    {"Substance", "code", "", kSubstanceFields},
    {"NutritionProduct", "code", "manufacturer/0", kNutritionFields},
}};

class FhirReader {
 public:
  FhirReader(const YamlNode& root, const Lexicon& lexicon, CertificateFile& file)
      : root_(root), resources_(root), lexicon_(lexicon), file_(file) {}

  void read() {
    const auto reports = resources_.of_type("DiagnosticReport");
    const auto observations = resources_.of_type("Observation");
    for (const YamlNode* report : reports) read_report(*report, reports.size() == 1);
    if (reports.empty()) read_loose(observations);
    if (reports.empty() && observations.empty()) read_products();
    if (file_.certificates.empty() && !any_error(file_.problems)) refuse();
    for (Certificate& certificate : file_.certificates) {
      if (resources_.too_many() && certificate.incomplete.empty())
        certificate.incomplete = "more than 20,000 resources";
    }
  }

 private:
  void refuse() {
    const bool plan = !resources_.of_type("PlanDefinition").empty();
    file_.problems.push_back(
        {ProblemLevel::error, root_.where,
         plan ? "holds a specification (PlanDefinition) and no results; ask for the batch analysis"
              : "is FHIR without a DiagnosticReport, Observation or product"});
  }

  void read_report(const YamlNode& report, bool only_one) {
    Certificate& out = file_.certificates.emplace_back();
    out.table = report.where;
    fill_fields(out, report, kReportFields);
    out.title = concept_text(report.find("code"));
    if (only_one) read_around(out);
    read_performers(report, out);
    read_specimens(report, out);
    read_subject(report, out);
    ObservationReader reader(resources_, lexicon_, out);
    for (const YamlNode& reference : elements(report.find("result")))
      reader.read_referred(report, reference);
    judge_status(report, out);
  }

  // The bundle and its composition tell what the only report in it does not.
  void read_around(Certificate& out) {
    constexpr std::array<JsonField, 1> kBundle = {{{"number", "identifier/value"}}};
    constexpr std::array<JsonField, 2> kComposition = {{{"issued", "date"}, {"title", "title"}}};
    if (fhir_type(root_) == "Bundle") fill_fields(out, root_, kBundle);
    for (const YamlNode* composition : resources_.of_type("Composition"))
      fill_fields(out, *composition, kComposition);
  }

  static void judge_status(const YamlNode& report, Certificate& out) {
    const auto status = text_at(report, "status");
    if (!status) return;
    const std::string& word = status->text;
    if (word == "registered" || word == "partial" || word == "preliminary")
      out.incomplete = "the report is " + word + ": results may still be missing";
    if (word != "entered-in-error" && word != "cancelled" && word != "unknown") return;
    out.problems.push_back({ProblemLevel::error, status->where,
                            "the status of the report is '" + word + "'; ask for the final one"});
    out.incomplete = "the status of the report is '" + word + "'";
    for (CertificateTest& test : out.tests) {
      if (test.result) test.result->doubt = out.incomplete;
    }
  }

  std::optional<Printed> name_of(const YamlNode& resource, const YamlNode& reference) const {
    if (const YamlNode* target = resources_.target(resource, reference)) {
      if (auto name = text_at(*target, "name")) return name;
      if (auto name = text_at(*target, "name/0/text")) return name;
      auto family = text_at(*target, "name/0/family");
      const auto given = text_at(*target, "name/0/given/0");
      if (family && given) family->text = given->text + " " + family->text;
      if (family) return family;
    }
    return text_at(reference, "display");
  }

  bool is_person(const YamlNode& resource, const YamlNode& reference) const {
    const YamlNode* target = resources_.target(resource, reference);
    const auto name = text_at(reference, "reference");
    const std::string type = target != nullptr ? fhir_type(*target) : name ? name->text : "";
    return type.starts_with("Practitioner");
  }

  void read_performers(const YamlNode& report, Certificate& out) {
    for (const char* key : {"performer", "resultsInterpreter"}) {
      for (const YamlNode& reference : elements(report.find(key))) {
        const bool person = is_person(report, reference) || key[0] == 'r';
        auto& field = person ? out.signatory : out.laboratory;
        if (!field) field = name_of(report, reference);
      }
    }
  }

  void read_specimens(const YamlNode& report, Certificate& out) {
    for (const YamlNode& reference : elements(report.find("specimen"))) {
      if (const YamlNode* specimen = resources_.target(report, reference))
        fill_fields(out, *specimen, kSpecimenFields);
    }
  }

  void read_subject(const YamlNode& resource, Certificate& out) {
    const YamlNode* reference = resource.find("subject");
    const YamlNode* subject =
        reference == nullptr ? nullptr : resources_.target(resource, *reference);
    if (subject != nullptr) read_product(*subject, out);
    if (reference != nullptr && !out.product_name)
      out.product_name = text_at(*reference, "display");
  }

  bool read_product(const YamlNode& product, Certificate& out) {
    const std::string type = fhir_type(product);
    for (const ProductKind& kind : kProducts) {
      if (kind.type != type) continue;
      if (!out.product_name) out.product_name = product_name(product, kind);
      fill_fields(out, product, kind.fields);
      read_maker(product, kind, out);
      if (const YamlNode* made = extension_named_below(product, "manufacturingDate")) {
        constexpr std::array<JsonField, 1> kMade = {{{"manufactured", "valueDateTime"}}};
        fill_fields(out, *made, kMade);
      }
      return true;
    }
    return false;
  }

  std::optional<Printed> product_name(const YamlNode& product, const ProductKind& kind) const {
    if (auto name = concept_text(value_at(product, kind.name))) return name;
    // R5: the code refers to the definition of the substance.
    const std::string path = std::string(kind.name) + "/reference";
    const YamlNode* definition = resources_.referred(product, path);
    return definition == nullptr ? std::nullopt : text_at(*definition, "name/0/name");
  }

  // PQ/CMC keeps the facts of a batch in extensions of Medication.batch.
  static const YamlNode* extension_named_below(const YamlNode& product, std::string_view name) {
    if (const YamlNode* own = extension_named(product, name)) return own;
    const YamlNode* batch = product.find("batch");
    return batch == nullptr ? nullptr : extension_named(*batch, name);
  }

  void read_maker(const YamlNode& product, const ProductKind& kind, Certificate& out) {
    if (out.manufacturer) return;
    const YamlNode* maker = *kind.maker == '\0' ? nullptr : value_at(product, kind.maker);
    if (maker == nullptr) maker = product.find("marketingAuthorizationHolder");
    if (const YamlNode* assigned = extension_named_below(product, "assignedManufacturer"))
      maker = assigned->find("valueReference");
    if (maker != nullptr && maker->is_map()) out.manufacturer = name_of(product, *maker);
  }

  void read_loose(const std::vector<const YamlNode*>& observations) {
    std::map<std::string, std::size_t> by_subject;
    std::set<const YamlNode*> members;  // read with the observation they belong to
    for (const YamlNode* observation : observations) {
      for (const YamlNode& reference : elements(observation->find("hasMember")))
        members.insert(resources_.target(*observation, reference));
    }
    for (const YamlNode* observation : observations) {
      if (members.count(observation) != 0) continue;
      const auto subject = text_at(*observation, "subject/reference");
      const auto [it, fresh] =
          by_subject.try_emplace(subject ? subject->text : "", file_.certificates.size());
      if (fresh) {
        Certificate& out = file_.certificates.emplace_back();
        out.table = observation->where;
        out.incomplete = "no report says which observations belong together";
        read_subject(*observation, out);
      }
      ObservationReader(resources_, lexicon_, file_.certificates[it->second]).read(*observation);
    }
  }

  void read_products() {
    for (const ProductKind& kind : kProducts) {
      for (const YamlNode* product : resources_.of_type(kind.type)) {
        Certificate& out = file_.certificates.emplace_back();
        out.table = product->where;
        out.incomplete = "a " + std::string(kind.type) + " names a product and holds no tests";
        read_product(*product, out);
      }
    }
  }

  const YamlNode& root_;
  FhirResources resources_;
  const Lexicon& lexicon_;
  CertificateFile& file_;
};

}  // namespace

void read_fhir(const YamlNode& root, const Lexicon& lexicon, CertificateFile& file) {
  FhirReader(root, lexicon, file).read();
}

}  // namespace verilot
