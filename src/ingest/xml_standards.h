// ingest: standards of certificates in XML, and how their elements are reached.
//
// A standard is one file with a read function, and one line in the table of xml_reader.cpp.
// Elements are matched by their local names, without prefixes.
#pragma once

#include <initializer_list>
#include <optional>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/xml_places.h"
#include "model/certificate.h"

namespace verilot {

struct XmlStandard {
  std::string_view name;  // in the help text and CertificateFile::format
  bool (*recognises)(const pugi::xml_node& root);
  void (*read)(const pugi::xml_node& root, const Lexicon&, const XmlPlaces&, CertificateFile&);
};

pugi::xml_node child_named(const pugi::xml_node&, std::string_view name);
pugi::xml_node below(pugi::xml_node, std::initializer_list<std::string_view> path);
// All elements of that name below, in the order of the document; at most 10,000.
std::vector<pugi::xml_node> all_below(const pugi::xml_node&, std::string_view name);

std::optional<Printed> printed(const pugi::xml_node&, const XmlPlaces&);
std::optional<Printed> printed(const pugi::xml_node&, const char* attribute, const XmlPlaces&);

// The namespace of the element's own name.
std::string_view namespace_of(const pugi::xml_node&);

}  // namespace verilot
