#include "ingest/xml_places.h"

#include <algorithm>
#include <map>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr int kMaxPathSteps = 64;

}  // namespace

XmlPlaces::XmlPlaces(std::string_view text, std::string file)
    : text_(text), file_(std::move(file)), line_starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

SourceLocation XmlPlaces::at(std::ptrdiff_t offset) const {
  SourceLocation where;
  where.file = file_;
  if (offset < 0) return where;
  const std::size_t byte = std::min(static_cast<std::size_t>(offset), text_.size());
  const auto next = std::ranges::upper_bound(line_starts_, byte);
  where.line = static_cast<int>(next - line_starts_.begin());
  where.column = static_cast<int>(byte - *(next - 1)) + 1;
  return where;
}

// The siblings of a name are counted once for all of them: asking for each of many costs no square.
int XmlPlaces::ordinal(const pugi::xml_node& node) const {
  if (const auto known = ordinals_.find(node.internal_object()); known != ordinals_.end()) {
    return known->second;
  }
  std::map<std::string_view, int> counts;
  const auto siblings = node.parent().children();
  for (const pugi::xml_node& each : siblings) {
    ordinals_[each.internal_object()] = ++counts[each.name()];
  }
  for (const pugi::xml_node& each : siblings) {
    if (counts[each.name()] == 1) ordinals_[each.internal_object()] = 0;
  }
  return ordinals_[node.internal_object()];
}

// "/certificate/test[2]": a step has its number where it has siblings of its name.
std::string XmlPlaces::xpath(pugi::xml_node node) const {
  std::string path;
  for (int step = 0; step < kMaxPathSteps && node && node.type() == pugi::node_element; ++step) {
    const int number = ordinal(node);
    path = "/" + std::string(node.name()) +
           (number == 0 ? "" : "[" + std::to_string(number) + "]") + path;
    node = node.parent();
  }
  return path;
}

SourceLocation XmlPlaces::of(const pugi::xml_node& node) const {
  SourceLocation where = at(node.offset_debug());
  where.pointer = xpath(node);
  return where;
}

SourceLocation XmlPlaces::of(const pugi::xml_node& node,
                             const pugi::xml_attribute& attribute) const {
  SourceLocation where = of(node);
  where.pointer += std::string("/@") + attribute.name();
  return where;
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string text_below(const pugi::xml_node& node) {
  struct Collector : pugi::xml_tree_walker {
    std::string text;
    bool for_each(pugi::xml_node& part) override {
      if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
        text += part.value();
        text += ' ';
      }
      return text.size() < 100'000;
    }
  } collector;
  pugi::xml_node start = node;
  start.traverse(collector);
  return squeezed(collector.text);
}

}  // namespace verilot
