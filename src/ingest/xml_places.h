// ingest: where an element or attribute stands in an XML text: line, column and XPath.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/problem.h"

namespace verilot {

class XmlPlaces {
 public:
  // `text` is what was parsed, and must outlive this.
  XmlPlaces(std::string_view text, std::string file);

  SourceLocation of(const pugi::xml_node&) const;
  SourceLocation of(const pugi::xml_node&, const pugi::xml_attribute&) const;
  SourceLocation at(std::ptrdiff_t offset) const;

 private:
  int ordinal(const pugi::xml_node&) const;
  std::string xpath(pugi::xml_node) const;

  std::string_view text_;
  std::string file_;
  std::vector<std::size_t> line_starts_;
  mutable std::unordered_map<const void*, int> ordinals_;  // of elements; 0 where it is alone
};

// The name without its namespace prefix.
std::string_view local_name(const pugi::xml_node&);

// The text of the element and of all below it, white space squeezed.
std::string text_below(const pugi::xml_node&);

}  // namespace verilot
