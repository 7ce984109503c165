// Certificates of the S1SEVEN / Material Identity CoA schema (EN 10204 for plastics and metals).
//
//   {"Certificate": {"Id": "43", "Standard": {"Norm": "EN 10204:2004", "Type": "3.1"},
//      "Parties": {...}, "Product": {...},
//      "Analysis": {"Inspections": [{"Property": "Density", "Value": "1.1", "Unit": "g/cm³",
//                                    "Minimum": "1.0", "Maximum": "1.2"}]}}}
//
// Source: CoA schema 1.1.0, github.com/material-identity/schemas. A certificate of type 2.1 is a
// declaration without results (EN 10204:2004, 2.1).
#include <array>

#include "ingest/json_standards.h"
#include "ingest/table_tests.h"

namespace verilot {

bool is_s1seven(const YamlNode& root) {
  const YamlNode* certificate = root.find("Certificate");
  return certificate != nullptr && certificate->is_map() &&
         (certificate->find("Parties") != nullptr || certificate->find("Standard") != nullptr);
}

namespace {

constexpr std::array<JsonField, 11> kFields = {{
    {"number", "Id"},
    {"issued", "Date"},
    {"manufacturer", "Parties/Manufacturer/Name"},
    {"client", "Parties/Customer/Name"},
    {"client", "Parties/Receiver/Name"},
    {"client", "Parties/GoodsReceiver/Name"},
    {"product_name", "Product/Name"},
    {"lot", "Product/ProductionBatchId"},
    {"lot", "Product/FillingBatchId"},
    {"manufactured", "Product/ProductionDate"},
    {"expiry", "Product/ExpirationDate"},
}};

std::optional<Printed> joined(const YamlNode& node, const char* first, const char* second,
                              const char* between) {
  auto text = text_at(node, first);
  if (const auto more = text_at(node, second); text && more) text->text += between + more->text;
  return text;
}

void read_inspection(const YamlNode& node, Certificate& out, const Lexicon& lexicon) {
  const auto property = text_at(node, "Property");
  if (!property) {
    lose_test(out, node.where, "an inspection needs a 'Property'");
    return;
  }
  CertificateTest test;
  test.analyte = *property;
  test.where = node.where;
  test.method = text_at(node, "Method");
  test.unit = text_at(node, "Unit");
  test.result = text_at(node, "Value");
  test.limit = limit_between(text_at(node, "Minimum"), text_at(node, "Maximum"));
  add_test(out, std::move(test), lexicon);
}

}  // namespace

void read_s1seven(const YamlNode& root, const Lexicon& lexicon, CertificateFile& file) {
  const YamlNode& certificate = *root.find("Certificate");
  Certificate& out = file.certificates.emplace_back();
  out.table = certificate.where;
  out.title = joined(certificate, "Standard/Norm", "Standard/Type", ", ");
  fill_fields(out, certificate, kFields);
  if (const YamlNode* contact = value_at(certificate, "Contacts/0"))
    out.signatory = joined(*contact, "Name", "Role", ", ");
  const YamlNode* inspections = value_at(certificate, "Analysis/Inspections");
  for (const YamlNode& inspection : elements(inspections))
    read_inspection(inspection, out, lexicon);
  const auto type = text_at(certificate, "Standard/Type");
  if (inspections == nullptr && !(type && type->text == "2.1"))
    lose_test(out, certificate.where, "has no 'Analysis' with 'Inspections'");
}

}  // namespace verilot
