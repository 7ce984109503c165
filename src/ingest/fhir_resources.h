// ingest: the resources of a FHIR file and what they refer to; the shapes that all resources share.
//
//   const FhirResources resources(root);
//   for (const YamlNode* report : resources.of_type("DiagnosticReport"))
//     const YamlNode* subject = resources.referred(*report, "subject");
//
// Works on the JSON tree; FHIR in XML becomes the same tree (fhir_xml.cpp), where a list of one is
// its element, which value_at() and elements() do not tell apart.
//
// Limits: 20,000 resources; bundles and contained resources four deep.
// Source: HL7 FHIR R4 (4.0.1) and R5 (5.0.0), references.html and datatypes.html.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/json_standards.h"
#include "model/certificate.h"
#include "yaml/yaml.h"

namespace verilot {

class FhirResources {
 public:
  // The tree must outlive it.
  explicit FhirResources(const YamlNode& root);

  std::vector<const YamlNode*> of_type(std::string_view type) const;
  bool too_many() const { return all_.size() >= kMaxResources; }

  // What the Reference is to that stands at the path of the resource; nullptr when it is not here.
  const YamlNode* referred(const YamlNode& resource, std::string_view path) const;
  // The same for one Reference node of a list.
  const YamlNode* target(const YamlNode& resource, const YamlNode& reference) const;

 private:
  static constexpr std::size_t kMaxResources = 20'000;
  void add(const YamlNode& resource, const YamlNode* container, int depth);
  void add_bundle(const YamlNode& bundle, int depth);

  std::vector<const YamlNode*> all_;
  std::map<std::string, const YamlNode*, std::less<>> by_reference_;
  std::map<std::pair<const YamlNode*, std::string>, const YamlNode*> contained_;
  std::map<const YamlNode*, const YamlNode*> containers_;
};

std::string fhir_type(const YamlNode& resource);  // "Observation"

// The text of a CodeableConcept, or of R5's CodeableReference: its text, else the display of its
// first coding, else the code.
std::optional<Printed> concept_text(const YamlNode* concept_node);

// The first extension of that name below the node, its address ending in "/name" or being "name".
const YamlNode* extension_named(const YamlNode& node, std::string_view name, int depth = 0);

// A Quantity: "< 0.05" and its unit, as printed or as code.
struct FhirAmount {
  std::optional<Printed> number;
  std::optional<Printed> unit;
};
FhirAmount amount_of(const YamlNode* quantity, const Lexicon&);

}  // namespace verilot
