// FHIR in XML: the same tree as in JSON, then the same reader (fhir_reader.cpp).
//
// An element with a value attribute is a text, one with elements below is an object; elements of
// one name beside each other are a list. Narrative (<div>) is not read.
//
// Source: HL7 FHIR R4, xml.html and json.html.
#include "ingest/json_standards.h"
#include "ingest/xml_standards.h"

namespace verilot {

void read_fhir(const YamlNode& root, const Lexicon&, CertificateFile&);  // fhir_reader.cpp

bool is_fhir_xml(const pugi::xml_node& root) { return namespace_of(root) == "http://hl7.org/fhir"; }

namespace {

constexpr std::size_t kMaxNames = 200;  // of members: no resource has half as many

class TreeBuilder {
 public:
  explicit TreeBuilder(const XmlPlaces& places) : places_(places) {}

  // Depth is bounded by the XML reader, which refuses what is nested deeper.
  YamlNode resource(const pugi::xml_node& element) const {
    YamlNode map = object(element);
    put(map, "resourceType", text(std::string(local_name(element)), places_.of(element)));
    return map;
  }

 private:
  static YamlNode text(std::string value, SourceLocation where) {
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.text = std::move(value);
    node.quoted = true;
    node.where = std::move(where);
    return node;
  }

  YamlNode object(const pugi::xml_node& element) const {
    YamlNode map;
    map.kind = YamlNode::Kind::map;
    map.where = places_.of(element);
    for (const pugi::xml_attribute& attribute : element.attributes())
      put(map, attribute.name(), text(attribute.value(), places_.of(element, attribute)));
    for (const pugi::xml_node& child : element.children()) {
      if (child.type() == pugi::node_element && local_name(child) != "div")
        put(map, std::string(local_name(child)), value(child));
    }
    return map;
  }

  YamlNode value(const pugi::xml_node& element) const {
    const std::string_view name = local_name(element);
    const pugi::xml_node first = element.find_child(
        [](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
    if ((name == "resource" || name == "contained") && first) return resource(first);
    if (first && local_name(first) != "extension") return object(element);
    if (const pugi::xml_attribute attribute = element.attribute("value")) {
      YamlNode node = text(attribute.value(), places_.of(element, attribute));
      node.quoted = name != "valueBoolean";
      return node;
    }
    return object(element);
  }

  static void put(YamlNode& map, const std::string& key, YamlNode value) {
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
      if (map.keys[i] != key) continue;
      if (!map.items[i].is_list()) {
        YamlNode list;
        list.kind = YamlNode::Kind::list;
        list.where = map.items[i].where;
        list.items.push_back(std::move(map.items[i]));
        map.items[i] = std::move(list);
      }
      map.items[i].items.push_back(std::move(value));
      return;
    }
    if (map.keys.size() >= kMaxNames) return;
    map.keys.push_back(key);
    map.key_places.push_back({value.where.line, value.where.column});
    map.items.push_back(std::move(value));
  }

  const XmlPlaces& places_;
};

}  // namespace

void read_fhir_xml(const pugi::xml_node& root, const Lexicon& lexicon, const XmlPlaces& places,
                   CertificateFile& file) {
  const YamlNode tree = TreeBuilder(places).resource(root);
  read_fhir(tree, lexicon, file);
}

}  // namespace verilot
