#include "ingest/fhir_resources.h"

#include <algorithm>

namespace verilot {
namespace {

constexpr int kMaxDepth = 4;

// "http://server/fhir/Observation/7/_history/2": "Observation/7".
std::string short_reference(std::string_view reference) {
  const std::size_t version = reference.find("/_history/");
  std::string_view rest = reference.substr(0, version);
  const std::size_t last = rest.rfind('/');
  if (last == std::string_view::npos || last == 0) return std::string(rest);
  const std::size_t before = rest.rfind('/', last - 1);
  if (before != std::string_view::npos) rest.remove_prefix(before + 1);
  return std::string(rest);
}

std::string text_of(const YamlNode& node, std::string_view path) {
  const auto text = text_at(node, path);
  return text ? text->text : "";
}

}  // namespace

std::string fhir_type(const YamlNode& resource) { return text_of(resource, "resourceType"); }

FhirResources::FhirResources(const YamlNode& root) { add(root, nullptr, 0); }

void FhirResources::add(const YamlNode& resource, const YamlNode* container, int depth) {
  const std::string type = fhir_type(resource);
  if (type.empty() || too_many() || depth > kMaxDepth) return;
  if (type == "Bundle") return add_bundle(resource, depth);
  all_.push_back(&resource);
  const std::string id = text_of(resource, "id");
  if (container != nullptr) {
    containers_[&resource] = container;
    contained_.try_emplace({container, id}, &resource);
  } else if (!id.empty()) {
    by_reference_.try_emplace(type + "/" + id, &resource);
  }
  const YamlNode* outer = container == nullptr ? &resource : container;
  for (const YamlNode& part : elements(resource.find("contained"))) {
    if (part.is_map()) add(part, outer, depth + 1);
  }
}

void FhirResources::add_bundle(const YamlNode& bundle, int depth) {
  for (const YamlNode& entry : elements(bundle.find("entry"))) {
    const YamlNode* resource = entry.is_map() ? entry.find("resource") : nullptr;
    if (resource == nullptr || !resource->is_map()) continue;
    if (const std::string address = text_of(entry, "fullUrl"); !address.empty()) {
      by_reference_.try_emplace(address, resource);
      by_reference_.try_emplace(short_reference(address), resource);
    }
    add(*resource, nullptr, depth + 1);
  }
}

std::vector<const YamlNode*> FhirResources::of_type(std::string_view type) const {
  std::vector<const YamlNode*> found;
  std::ranges::copy_if(all_, std::back_inserter(found),
                       [&](const YamlNode* node) { return fhir_type(*node) == type; });
  return found;
}

const YamlNode* FhirResources::referred(const YamlNode& resource, std::string_view path) const {
  const YamlNode* reference = value_at(resource, path);
  return reference == nullptr ? nullptr : target(resource, *reference);
}

const YamlNode* FhirResources::target(const YamlNode& resource, const YamlNode& reference) const {
  const std::string name = text_of(reference, "reference");
  if (name.starts_with('#')) {
    const auto outer = containers_.find(&resource);
    const YamlNode* container = outer == containers_.end() ? &resource : outer->second;
    const auto found = contained_.find({container, name.substr(1)});
    return found == contained_.end() ? nullptr : found->second;
  }
  auto found = by_reference_.find(name);
  if (found == by_reference_.end()) found = by_reference_.find(short_reference(name));
  return found == by_reference_.end() ? nullptr : found->second;
}

std::optional<Printed> concept_text(const YamlNode* node) {
  if (node == nullptr) return std::nullopt;
  for (const char* path : {"text", "coding/0/display", "coding/0/code", "concept/text",
                           "concept/coding/0/display", "concept/coding/0/code"}) {
    if (auto text = text_at(*node, path)) return text;
  }
  return std::nullopt;
}

const YamlNode* extension_named(const YamlNode& node, std::string_view name, int depth) {
  if (depth > kMaxDepth) return nullptr;
  for (const char* key : {"extension", "modifierExtension"}) {
    for (const YamlNode& extension : elements(value_at(node, key))) {
      const std::string address = text_of(extension, "url");
      if (address == name || address.ends_with("/" + std::string(name))) return &extension;
      if (const YamlNode* inner = extension_named(extension, name, depth + 1)) return inner;
    }
  }
  return nullptr;
}

FhirAmount amount_of(const YamlNode* quantity, const Lexicon& lexicon) {
  FhirAmount amount;
  if (quantity == nullptr) return amount;
  amount.number = text_at(*quantity, "value");
  amount.unit = text_at(*quantity, "unit");
  const auto code = text_at(*quantity, "code");
  if (!amount.number) return {};
  if (const auto comparator = text_at(*quantity, "comparator"))
    amount.number->text = comparator->text + " " + amount.number->text;
  if (!amount.unit) {
    amount.unit = code;
  } else if (code && lexicon.units_differ(amount.unit->text, code->text)) {
    amount.unit->doubt = "says " + amount.unit->text + ", and its code says " + code->text;
  }
  return amount;
}

}  // namespace verilot
