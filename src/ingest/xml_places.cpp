#include "ingest/xml_places.h"

#include <algorithm>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr int kMaxPathSteps = 64;

// "/certificate/test[2]": a step has its number where it has siblings of its name.
std::string xpath(pugi::xml_node node) {
  std::string path;
  for (int step = 0; step < kMaxPathSteps && node && node.type() == pugi::node_element; ++step) {
    int before = 0;
    for (auto other = node.previous_sibling(node.name()); other;
         other = other.previous_sibling(node.name())) {
      ++before;
    }
    const bool alone = before == 0 && !node.next_sibling(node.name());
    path = "/" + std::string(node.name()) + (alone ? "" : "[" + std::to_string(before + 1) + "]") +
           path;
    node = node.parent();
  }
  return path;
}

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
