#include "ingest/dcc_reader.h"

#include <initializer_list>
#include <optional>
#include <string_view>

#include "ingest/certificate_reader.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"
#include "model/date.h"

namespace verilot {
namespace {

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

std::optional<Printed> printed(const pugi::xml_node& node, const XmlPlaces& places) {
  if (!node) return std::nullopt;
  return Printed{text_below(node), places.of(node)};
}

// A name with one <content> per language: the first.
std::optional<Printed> name_of(const pugi::xml_node& node, const XmlPlaces& places) {
  const pugi::xml_node content = child_named(node, "content");
  return printed(content ? content : node, places);
}

void read_dates(const pugi::xml_node& core, const XmlPlaces& places, Certificate& out) {
  constexpr std::pair<const char*, const char*> kDates[] = {
      {"issueDate", "issued"},
      {"receiptDate", "received"},
      {"beginPerformanceDate", "analysis_started"},
      {"endPerformanceDate", "analysis_completed"}};
  for (const auto& [element, role] : kDates) {
    const auto date = printed(child_named(core, element), places);
    if (date && parse_date(date->text)) out.dates[role] = *date;
  }
}

// <real> and <realListXMLList> below <quantity>, each with label, value and unit.
class QuantityReader : public pugi::xml_tree_walker {
 public:
  QuantityReader(const Lexicon& lexicon, const XmlPlaces& places, Certificate& out)
      : lexicon_(lexicon), places_(places), out_(out) {}

  bool for_each(pugi::xml_node& node) override {
    if (local_name(node) != "quantity") return true;
    pugi::xml_node real = child_named(node, "real");
    if (!real) real = child_named(node, "realListXMLList");
    if (!real) return true;
    auto name = name_of(child_named(node, "name"), places_);
    if (!name) name = name_of(below(node.parent().parent(), {"name"}), places_);
    pugi::xml_node value = child_named(real, "value");
    if (!value) value = child_named(real, "valueXMLList");
    pugi::xml_node unit = child_named(real, "unit");
    if (!unit) unit = child_named(real, "unitXMLList");
    if (!name || name->text.empty() || !value) return true;
    CertificateTest test;
    test.analyte = *name;
    test.where = places_.of(node);
    test.result = printed(value, places_);
    test.unit = printed(unit, places_);
    recognise(test, lexicon_);
    out_.tests.push_back(std::move(test));
    return out_.tests.size() < kMaxTests;
  }

 private:
  const Lexicon& lexicon_;
  const XmlPlaces& places_;
  Certificate& out_;
};

}  // namespace

Certificate read_dcc(const pugi::xml_node& root, const Lexicon& lexicon, const XmlPlaces& places) {
  Certificate out;
  const pugi::xml_node data = child_named(root, "administrativeData");
  const pugi::xml_node core = child_named(data, "coreData");
  out.title = Printed{"Digital Calibration Certificate", places.of(root)};
  out.number = printed(child_named(core, "uniqueIdentifier"), places);
  read_dates(core, places, out);
  out.laboratory = name_of(below(data, {"calibrationLaboratory", "contact", "name"}), places);
  out.client = name_of(below(data, {"customer", "name"}), places);
  const pugi::xml_node item = below(data, {"items", "item"});
  out.product_name = name_of(child_named(item, "name"), places);
  out.manufacturer = name_of(below(item, {"manufacturer", "name"}), places);
  out.lot = printed(below(item, {"identifications", "identification", "value"}), places);
  out.signatory = name_of(below(data, {"respPersons", "respPerson", "person", "name"}), places);
  pugi::xml_node results = child_named(root, "measurementResults");
  out.table = places.of(results ? results : root);
  QuantityReader reader(lexicon, places, out);
  results.traverse(reader);
  if (out.tests.size() >= kMaxTests) {
    out.incomplete = "more than " + std::to_string(kMaxTests) + " quantities";
  }
  if (const pugi::xml_node signature = child_named(root, "Signature")) {
    out.problems.push_back({ProblemLevel::note, places.of(signature),
                            "the certificate carries a signature, which is not verified"});
  }
  return out;
}

}  // namespace verilot
