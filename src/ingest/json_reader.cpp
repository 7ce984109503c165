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
#include "ingest/certificate_fields.h"
#include "ingest/certificate_reader.h"
#include "ingest/lexicon.h"
#include "ingest/table_tests.h"
#include "yaml/yaml.h"

namespace verilot {

CertificateFile read_json_certificates(const DocumentFile&, const Tables&);

namespace {

class JsonReader {
 public:
  JsonReader(const Tables& tables, Problems& problems) : lexicon_(tables), problems_(problems) {}

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

  Lexicon lexicon_;
  Problems& problems_;
};

}  // namespace

CertificateFile read_json_certificates(const DocumentFile& document, const Tables& tables) {
  CertificateFile file;
  file.format = "json";
  LoadedYaml loaded = load_json(document.bytes, document.name);
  file.problems = std::move(loaded.problems);
  const bool damaged = any_error(file.problems);
  JsonReader reader(tables, file.problems);
  const YamlNode* list = loaded.root.is_list() ? &loaded.root : loaded.root.find("certificates");
  if (list != nullptr && list->is_list()) {
    if (loaded.root.is_map())
      refuse_unknown_keys(loaded.root, {"certificates", "schema"}, file.problems);
    for (const YamlNode& node : list->items) {
      if (node.is_map()) {
        file.certificates.push_back(reader.certificate(node));
      } else {
        file.problems.push_back(
            {ProblemLevel::error, node.where, "a certificate must be an object"});
      }
    }
  } else if (loaded.root.is_map() && list == nullptr) {
    file.certificates.push_back(reader.certificate(loaded.root));
  } else if (!damaged) {
    file.problems.push_back({ProblemLevel::error, loaded.root.where,
                             "expected an object with 'certificates', or one certificate"});
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
