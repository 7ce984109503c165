// Certificates of analysis in verilot's own JSON: the field names of model/certificate.h.
//
//   {"certificates": [{
//      "number": "NB-26-0117", "product_name": "Exosome vial", "lot": "EXO-24117",
//      "laboratory": "Northbridge Analytical", "client": "Example Clinic",
//      "dates": {"received": "2026-05-01", "issued": "2026-05-20"},
//      "tests": [{"analyte": "Sterility", "method": "USP <71>", "limit": "No growth",
//                 "result": "No growth", "printed_status": "Pass"}]}]}
//
// One certificate may stand alone, without the list around it. Numbers keep the digits they are
// written with. An empty lot ("") is a label without a value; a missing one is not there.
//
// Other standards in JSON are told by their keys: the table at the end.
#include <algorithm>
#include <array>

#include "ingest/certificate_fields.h"
#include "ingest/certificate_reader.h"
#include "ingest/json_standards.h"
#include "ingest/lexicon.h"
#include "ingest/table_tests.h"
#include "ingest/text_encoding.h"
#include "yaml/yaml.h"

namespace verilot {

CertificateFile read_json_certificates(const DocumentFile&, const Tables&);
std::vector<std::string_view> json_standards();

bool is_s1seven(const YamlNode& root);  // s1seven_reader.cpp
void read_s1seven(const YamlNode& root, const Lexicon&, CertificateFile&);
bool is_coa_schema(const YamlNode& root);  // coa_schema_reader.cpp
void read_coa_schema(const YamlNode& root, const Lexicon&, CertificateFile&);
bool is_fhir(const YamlNode& root);  // fhir_reader.cpp
void read_fhir(const YamlNode& root, const Lexicon&, CertificateFile&);

namespace {

class JsonReader {
 public:
  JsonReader(const Lexicon& lexicon, Problems& problems) : lexicon_(lexicon), problems_(problems) {}

  Certificate certificate(const YamlNode& node) {
    Certificate out;
    std::vector<std::string> known = certificate_field_names();
    known.insert(known.end(), {"dates", "tests", "schema"});
    refuse_unknown_keys(node, known, problems_);
    for (const std::string& name : certificate_field_names()) {
      *field_of(out, name) = scalar(node.find(name), name);
    }
    if (const YamlNode* dates = node.find("dates")) read_dates(*dates, out);
    if (const YamlNode* tests = node.find("tests")) read_tests(*tests, out);
    return out;
  }

 private:
  std::optional<Printed> scalar(const YamlNode* node, const std::string& name) {
    if (node == nullptr || node->is_null()) return std::nullopt;
    bool flag = false;
    if (node->is_scalar() && !is_boolean(*node, flag)) return Printed{node->text, node->where};
    problems_.push_back(
        {ProblemLevel::error, node->where, "'" + name + "' must be a text or a number"});
    return std::nullopt;
  }

  void read_dates(const YamlNode& dates, Certificate& out) {
    if (!dates.is_map()) {
      problems_.push_back({ProblemLevel::error, dates.where, "'dates' must be an object"});
      return;
    }
    refuse_unknown_keys(dates, date_roles(), problems_);
    for (const std::string& role : date_roles()) {
      const auto printed = scalar(dates.find(role), role);
      if (printed) out.dates[role] = iso_only(*printed, problems_);
    }
  }

  void read_tests(const YamlNode& tests, Certificate& out) {
    if (!tests.is_list()) {
      problems_.push_back({ProblemLevel::error, tests.where, "'tests' must be a list"});
      out.incomplete = "its tests are not a list";
      return;
    }
    out.table = tests.where;
    for (const YamlNode& node : tests.items) {
      if (out.tests.size() >= kMaxTests) {
        out.incomplete = "more than " + std::to_string(kMaxTests) + " tests";
        problems_.push_back(
            {ProblemLevel::error, node.where, out.incomplete + "; the rest is not read"});
        return;
      }
      read_test(node, out);
    }
  }

  void read_test(const YamlNode& node, Certificate& out) {
    const auto analyte = node.is_map() ? scalar(node.find("analyte"), "analyte") : std::nullopt;
    if (!analyte || analyte->text.empty()) {
      problems_.push_back({ProblemLevel::error, node.where, "a test needs an 'analyte'"});
      out.incomplete = "a test could not be read";
      return;
    }
    std::vector<std::string> known = test_field_names();
    known.insert(known.end(), {"analyte", "section", "started", "completed"});
    refuse_unknown_keys(node, known, problems_);
    CertificateTest test;
    test.analyte = *analyte;
    test.where = node.where;
    for (const std::string& name : test_field_names()) {
      if (auto printed = scalar(node.find(name), name)) *field_of(test, name) = printed;
    }
    if (const auto section = scalar(node.find("section"), "section")) test.section = section->text;
    test.started = date(node, "started");
    test.completed = date(node, "completed");
    recognise(test, lexicon_);
    out.tests.push_back(std::move(test));
  }

  std::optional<Printed> date(const YamlNode& node, const char* name) {
    const auto printed = scalar(node.find(name), name);
    return printed ? std::optional(iso_only(*printed, problems_)) : std::nullopt;
  }

  const Lexicon& lexicon_;
  Problems& problems_;
};

constexpr std::array<JsonStandard, 3> kStandards = {{
    {"FHIR", is_fhir, read_fhir},
    {"EN 10204 (S1SEVEN)", is_s1seven, read_s1seven},
    {"coa-schema", is_coa_schema, read_coa_schema},
}};

void read_own(const YamlNode& root, const Lexicon& lexicon, CertificateFile& file) {
  JsonReader reader(lexicon, file.problems);
  const YamlNode* list = root.is_list() ? &root : root.find("certificates");
  if (list != nullptr && list->is_list()) {
    if (root.is_map()) refuse_unknown_keys(root, {"certificates", "schema"}, file.problems);
    for (const YamlNode& node : list->items) {
      if (node.is_map()) {
        file.certificates.push_back(reader.certificate(node));
      } else {
        file.problems.push_back(
            {ProblemLevel::error, node.where, "a certificate must be an object"});
      }
    }
  } else if (root.is_map() && list == nullptr) {
    file.certificates.push_back(reader.certificate(root));
  } else if (!any_error(file.problems)) {
    file.problems.push_back({ProblemLevel::error, root.where,
                             "expected an object with 'certificates', or one certificate"});
  }
}

}  // namespace

std::vector<std::string_view> json_standards() {
  std::vector<std::string_view> names;
  for (const JsonStandard& standard : kStandards) names.push_back(standard.name);
  return names;
}

CertificateFile read_json_certificates(const DocumentFile& document, const Tables& tables) {
  CertificateFile file;
  file.format = "json";
  const auto text = decoded_text(document.bytes, document.name, file.problems);
  if (!text) return file;
  LoadedYaml loaded = load_json(*text, document.name);
  file.problems.insert(file.problems.end(), loaded.problems.begin(), loaded.problems.end());
  const bool damaged = any_error(file.problems);
  const Lexicon lexicon(tables);
  const auto standard = std::ranges::find_if(kStandards, [&](const JsonStandard& each) {
    return loaded.root.is_map() && each.recognises(loaded.root);
  });
  if (standard != kStandards.end()) {
    file.format = standard->name;
    standard->read(loaded.root, lexicon, file);
  } else {
    read_own(loaded.root, lexicon, file);
  }
  if (file.certificates.empty() && file.problems.empty()) {
    file.problems.push_back({ProblemLevel::error, loaded.root.where, "holds no certificate"});
  }
  for (Certificate& certificate : file.certificates) {
    // Other names for the same things: what they hold was not read.
    if (certificate.tests.empty() && any_error(file.problems) && certificate.incomplete.empty()) {
      certificate.incomplete = "its keys are not those of a certificate, and no test was read";
    }
    if (damaged && certificate.incomplete.empty()) certificate.incomplete = "the file is damaged";
  }
  return file;
}

}  // namespace verilot
