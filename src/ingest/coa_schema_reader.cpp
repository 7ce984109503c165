// Certificates of the supplement CoA schema, version 1.0.
//
//   {"schema_version": "1.0", "document": {...}, "product": {...}, "laboratory": {...},
//    "results": [{"analyte": "Lead", "panel": "heavy_metals", "method": "ICP-MS", "value": 0.21,
//                 "unit": "mg/kg", "specification": {"operator": "<=", "value": 1.0}, ...}]}
//
// Source: coa-schema 1.0, github.com/mitwellnessusa/coa-schema.
#include <array>

#include "ingest/json_standards.h"
#include "ingest/table_tests.h"

namespace verilot {

bool is_coa_schema(const YamlNode& root) {
  return root.find("schema_version") != nullptr && root.find("results") != nullptr &&
         root.find("product") != nullptr;
}

namespace {

constexpr std::array<JsonField, 9> kFields = {{
    {"number", "document/document_id"},
    {"issued", "document/date_issued"},
    {"product_name", "product/name"},
    {"lot", "product/lot_identifier"},
    {"manufacturer", "product/manufacturer/name"},
    {"manufactured", "product/date_manufactured"},
    {"laboratory", "laboratory/name"},
    {"received", "sampling/date_received"},
    {"analysis_completed", "sampling/date_tested"},
}};

// The texts at the paths, as one: "ISO/IEC 17025:2017, A2LA, 4471.02".
std::optional<Printed> joined(const YamlNode& node, std::initializer_list<const char*> paths) {
  std::optional<Printed> all;
  for (const char* path : paths) {
    const auto part = text_at(node, path);
    if (!part) continue;
    if (all)
      all->text += ", " + part->text;
    else
      all = part;
  }
  return all;
}

// "<= 1.0 mg/kg", "30 to 70 percent", "absent in 25 g".
std::optional<Printed> limit_of(const YamlNode& result) {
  const YamlNode* node = result.find("specification");
  if (node == nullptr || !node->is_map()) return std::nullopt;
  const auto comparison = text_at(*node, "operator");
  const auto value = text_at(*node, "value");
  std::optional<Printed> limit;
  if (comparison && comparison->text == "range") {
    limit = limit_between(text_at(*node, "min"), text_at(*node, "max"));
  } else if (comparison && comparison->text == "absent_in") {
    limit = Printed{value ? "absent in " + value->text : "absent", comparison->where};
  } else if (comparison && value) {
    const std::string sign = comparison->text == "==" ? "=" : comparison->text;
    limit = Printed{sign + " " + value->text, value->where};
  }
  const auto unit = text_at(*node, "unit");
  const bool amount = value || (comparison && comparison->text == "range");
  if (limit && unit && amount) limit->text += " " + unit->text;
  return limit;
}

void read_result(const YamlNode& node, Certificate& out, const Lexicon& lexicon) {
  const auto analyte = text_at(node, "analyte");
  if (!analyte) {
    lose_test(out, node.where, "a result needs an 'analyte'");
    return;
  }
  CertificateTest test;
  test.analyte = *analyte;
  test.where = node.where;
  if (const auto panel = text_at(node, "panel")) test.section = panel->text;
  test.method = text_at(node, "method");
  test.unit = text_at(node, "unit");
  test.result = text_at(node, "value");
  if (const auto words = text_at(node, "value_qualifier")) {
    if (test.result)
      test.result->doubt = "stands beside '" + words->text + "', which says something else";
    else
      test.result = words;
  }
  test.limit = limit_of(node);
  test.quantitation_limit = text_at(node, "limit_of_quantitation");
  test.detection_limit = text_at(node, "limit_of_detection");
  test.printed_status = text_at(node, "outcome");
  add_test(out, std::move(test), lexicon);
}

}  // namespace

void read_coa_schema(const YamlNode& root, const Lexicon& lexicon, CertificateFile& file) {
  Certificate& out = file.certificates.emplace_back();
  out.table = root.where;
  if (const auto version = text_at(root, "schema_version"); version && version->text != "1.0")
    out.problems.push_back({ProblemLevel::warning, version->where,
                            "is version " + version->text + " of the schema; read as version 1.0"});
  fill_fields(out, root, kFields);
  out.signatory = joined(root, {"document/authorized_by/name", "document/authorized_by/title"});
  if (const YamlNode* held = value_at(root, "laboratory/accreditation/0"))
    out.accreditation = joined(*held, {"standard", "accrediting_body", "certificate_number"});
  const YamlNode* results = root.find("results");
  if (!results->is_list()) return lose_test(out, results->where, "'results' must be a list");
  for (const YamlNode& result : results->items) read_result(result, out, lexicon);
}

}  // namespace verilot
