#include "ingest/xml_standards.h"

#include <string>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxFound = 10'000;

}  // namespace

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (local_name(child) == name) return child;
  }
  return {};
}

pugi::xml_node below(pugi::xml_node node, std::initializer_list<std::string_view> path) {
  for (const std::string_view name : path) node = child_named(node, name);
  return node;
}

std::vector<pugi::xml_node> all_below(const pugi::xml_node& node, std::string_view name) {
  struct Collector : pugi::xml_tree_walker {
    std::string_view name;
    std::vector<pugi::xml_node> found;
    bool for_each(pugi::xml_node& part) override {
      if (local_name(part) == name) found.push_back(part);
      return found.size() < kMaxFound;
    }
  } collector;
  collector.name = name;
  pugi::xml_node start = node;
  start.traverse(collector);
  return std::move(collector.found);
}

std::optional<Printed> printed(const pugi::xml_node& node, const XmlPlaces& places) {
  if (!node) return std::nullopt;
  return Printed{text_below(node), places.of(node)};
}

std::optional<Printed> printed(const pugi::xml_node& node, const char* name,
                               const XmlPlaces& places) {
  const pugi::xml_attribute attribute = node.attribute(name);
  std::string text = squeezed(attribute.value());
  if (text.empty()) return std::nullopt;
  return Printed{std::move(text), places.of(node, attribute)};
}

std::string_view namespace_of(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  const std::string key =
      colon == std::string_view::npos ? "xmlns" : "xmlns:" + std::string(name.substr(0, colon));
  for (pugi::xml_node at = node; at; at = at.parent()) {
    if (const pugi::xml_attribute attribute = at.attribute(key.c_str())) return attribute.value();
  }
  return "";
}

}  // namespace verilot
