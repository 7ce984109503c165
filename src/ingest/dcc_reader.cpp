// Digital Calibration Certificates and Digital Reference Material Documents (PTB, BAM) as
// certificates.
//
//   <dcc:digitalCalibrationCertificate>   coreData, calibrationLaboratory, items,
//   measurementResults <drmd:digitalReferenceMaterialDocument>   coreData,
//   referenceMaterialProducer, materials,
//                                             materialPropertiesList
//
// Tests are the quantities below <results>; conditions, statements and metadata beside them are not
// results. A list of values is one result, "1; 2; 3". Units are D-SI strings ("\degreecelsius"). A
// signature in the file is not verified, and a problem says so.
//
// Source: DCC schema 3.2 (ptb.de/dcc), DRMD schema 0.2 and 0.3, D-SI 2.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "ingest/certificate_reader.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"
#include "ingest/xml_standards.h"
#include "model/date.h"

namespace verilot {

bool is_dcc(const pugi::xml_node& root) {
  return local_name(root) == "digitalCalibrationCertificate";
}

bool is_drmd(const pugi::xml_node& root) {
  return local_name(root) == "digitalReferenceMaterialDocument";
}

namespace {

constexpr int kMaxDepth = 64;

// A name with one <content> per language: the first.
std::optional<Printed> name_of(const pugi::xml_node& node, const XmlPlaces& places) {
  const pugi::xml_node content = child_named(node, "content");
  return printed(content ? content : node, places);
}

// Organisations are named under <contact> or by themselves.
std::optional<Printed> organisation(const pugi::xml_node& node, const XmlPlaces& places) {
  auto name = name_of(below(node, {"contact", "name"}), places);
  return name && !name->text.empty() ? name : name_of(child_named(node, "name"), places);
}

void read_dates(const pugi::xml_node& core, const XmlPlaces& places, Certificate& out) {
  constexpr std::array<std::pair<const char*, const char*>, 5> kDates = {
      {{"issueDate", "issued"},
       {"receiptDate", "received"},
       {"beginPerformanceDate", "analysis_started"},
       {"endPerformanceDate", "analysis_completed"},
       {"specificTime", "expiry"}}};
  for (const auto& [element, role] : kDates) {
    pugi::xml_node node = child_named(core, element);
    if (!node) node = below(core, {"validity", element});
    const auto date = printed(node, places);
    if (date && parse_date(date->text)) out.dates[role] = *date;
  }
}

std::optional<Printed> signer(const pugi::xml_node& data, const XmlPlaces& places) {
  const pugi::xml_node person = below(data, {"respPersons", "respPerson"});
  auto name = name_of(below(person, {"person", "name"}), places);
  const auto role = printed(child_named(person, "role"), places);
  if (name && role && !role->text.empty()) name->text += ", " + role->text;
  return name;
}

// Of the identifications the one that is called a lot, else the maker's own.
std::optional<Printed> lot_of(const pugi::xml_node& item, const Lexicon& lexicon,
                              const XmlPlaces& places) {
  std::vector<pugi::xml_node> all = all_below(item, "identification");
  for (const pugi::xml_node& node : all_below(item, "materialIdentifier")) all.push_back(node);
  std::optional<Printed> own, first;
  for (const pugi::xml_node& node : all) {
    const auto value = printed(child_named(node, "value"), places);
    if (!value) continue;
    const auto called = name_of(child_named(node, "name"), places);
    const std::string scheme = text_below(child_named(node, "scheme"));
    if (lexicon.label_role(scheme) == "lot" ||
        (called && lexicon.label_role(called->text) == "lot"))
      return value;
    const bool of_maker = text_below(child_named(node, "issuer")) == "manufacturer";
    if (!own && of_maker) own = value;
    if (!first) first = value;
  }
  return own ? own : first;
}

// "1.0 2.0 3.0" of a list becomes "1.0; 2.0; 3.0"; a list of one unit is that unit.
std::string listed(const std::string& text, bool same_is_one) {
  const std::vector<std::string> words = split_words(text);
  const bool same = std::ranges::all_of(words, [&](const auto& w) { return w == words.front(); });
  if (same_is_one && same && !words.empty()) return words.front();
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : "; ") + word;
  return all;
}

class QuantityReader {
 public:
  QuantityReader(const Lexicon& lexicon, const XmlPlaces& places, Certificate& out)
      : lexicon_(lexicon), places_(places), out_(out) {}

  // The results below a measurement or a set of material properties.
  void read_set(const pugi::xml_node& set, std::string section) {
    section_ = std::move(section);
    method_ = method_of(set);
    status_ = printed(conformity_of(set), places_);
    read_below(child_named(set, "results"), 0);
  }

 private:
  std::optional<Printed> method_of(const pugi::xml_node& set) const {
    const pugi::xml_node methods = child_named(set, "usedMethods");
    std::optional<Printed> only;
    for (const pugi::xml_node& method : methods.children()) {
      const std::string_view type = method.attribute("refType").value();
      const auto name = name_of(child_named(method, "name"), places_);
      if (type.ends_with("_method") || type.ends_with("calibrationMethod")) return name;
      if (type.empty() && !only) only = name;
    }
    return only;
  }

  static pugi::xml_node conformity_of(const pugi::xml_node& set) {
    const auto all = all_below(child_named(set, "measurementMetaData"), "conformity");
    return all.size() == 1 ? all.front() : pugi::xml_node();
  }

  void read_below(const pugi::xml_node& node, int depth) {
    if (depth > kMaxDepth) return;
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = local_name(child);
      if (name == "measurementMetaData" || name == "influenceConditions" || name == "usedMethods")
        continue;
      if (name == "quantity" && !child_named(child, "quantity"))
        read_quantity(child);
      else
        read_below(child, depth + 1);
    }
  }

  void read_quantity(const pugi::xml_node& node) {
    pugi::xml_node number = child_named(node, "real");
    if (!number) number = child_named(node, "realListXMLList");
    const pugi::xml_node hybrid = child_named(node, "hybrid");
    if (!number) number = child_named(hybrid, "real");
    if (!number) number = child_named(hybrid, "realListXMLList");
    const pugi::xml_node words = child_named(node, "noQuantity");
    auto name = name_of(child_named(node, "name"), places_);
    if (!name) name = name_above(node);
    if (!name || name->text.empty() || (!number && !words)) return;
    if (out_.tests.size() >= kMaxTests) {
      out_.incomplete = "more than " + std::to_string(kMaxTests) + " quantities";
      return;
    }
    CertificateTest test;
    test.analyte = *name;
    test.section = section_;
    test.where = places_.of(node);
    test.method = method_;
    test.printed_status = status_;
    test.result =
        number ? value_of(number, "value", "valueXMLList", false) : name_of(words, places_);
    test.unit = value_of(number, "unit", "unitXMLList", true);
    if (!test.result) return;
    recognise(test, lexicon_);
    out_.tests.push_back(std::move(test));
  }

  // The name of the result, or of the list, that the quantity belongs to.
  std::optional<Printed> name_above(pugi::xml_node node) const {
    for (int i = 0; i < 4; ++i) {
      node = node.parent();
      if (const auto name = child_named(node, "name")) return name_of(name, places_);
    }
    return std::nullopt;
  }

  std::optional<Printed> value_of(const pugi::xml_node& number, const char* single,
                                  const char* list, bool same_is_one) const {
    if (const pugi::xml_node value = child_named(number, single)) return printed(value, places_);
    auto all = printed(child_named(number, list), places_);
    if (all) all->text = listed(all->text, same_is_one);
    return all;
  }

  const Lexicon& lexicon_;
  const XmlPlaces& places_;
  Certificate& out_;
  std::string section_;
  std::optional<Printed> method_, status_;
};

void note_signature(const pugi::xml_node& root, const XmlPlaces& places, Certificate& out) {
  const pugi::xml_node signature = child_named(root, "Signature");
  if (!signature) return;
  out.problems.push_back({ProblemLevel::note, places.of(signature),
                          "the certificate carries a signature, which is not verified"});
}

std::string section_of(const pugi::xml_node& properties, const XmlPlaces& places) {
  const auto name = name_of(child_named(properties, "name"), places);
  const std::string_view certified = properties.attribute("isCertified").value();
  const std::string kind = certified.empty()                         ? ""
                           : certified == "true" || certified == "1" ? " (certified)"
                                                                     : " (informative)";
  return squeezed((name ? name->text : "") + kind);
}

}  // namespace

void read_dcc(const pugi::xml_node& root, const Lexicon& lexicon, const XmlPlaces& places,
              CertificateFile& file) {
  Certificate& out = file.certificates.emplace_back();
  const pugi::xml_node data = child_named(root, "administrativeData");
  const pugi::xml_node core = child_named(data, "coreData");
  out.title = Printed{"Digital Calibration Certificate", places.of(root)};
  out.number = printed(child_named(core, "uniqueIdentifier"), places);
  read_dates(core, places, out);
  out.laboratory = organisation(child_named(data, "calibrationLaboratory"), places);
  out.client = name_of(below(data, {"customer", "name"}), places);
  const pugi::xml_node item = below(data, {"items", "item"});
  out.product_name = name_of(child_named(item, "name"), places);
  out.manufacturer = name_of(below(item, {"manufacturer", "name"}), places);
  out.lot = lot_of(item, lexicon, places);
  out.signatory = signer(data, places);
  const auto verdicts = all_below(child_named(data, "statements"), "conformity");
  if (verdicts.size() == 1) out.overall_status = printed(verdicts.front(), places);
  const pugi::xml_node results = child_named(root, "measurementResults");
  out.table = places.of(results ? results : root);
  QuantityReader reader(lexicon, places, out);
  for (const pugi::xml_node& set : results.children()) {
    const auto name = name_of(child_named(set, "name"), places);
    if (local_name(set) == "measurementResult") reader.read_set(set, name ? name->text : "");
  }
  note_signature(root, places, out);
}

void read_drmd(const pugi::xml_node& root, const Lexicon& lexicon, const XmlPlaces& places,
               CertificateFile& file) {
  Certificate& out = file.certificates.emplace_back();
  const pugi::xml_node data = child_named(root, "administrativeData");
  const pugi::xml_node core = child_named(data, "coreData");
  out.title = printed(child_named(core, "titleOfTheDocument"), places);
  out.number = printed(child_named(core, "uniqueIdentifier"), places);
  read_dates(core, places, out);
  out.manufacturer = organisation(child_named(data, "referenceMaterialProducer"), places);
  out.signatory = signer(data, places);
  pugi::xml_node materials = child_named(root, "materials");
  if (!materials) materials = child_named(data, "materials");
  const pugi::xml_node material = child_named(materials, "material");
  out.product_name = name_of(child_named(material, "name"), places);
  out.lot = lot_of(material, lexicon, places);
  const pugi::xml_node list = child_named(root, "materialPropertiesList");
  out.table = places.of(list ? list : root);
  QuantityReader reader(lexicon, places, out);
  for (const pugi::xml_node& set : list.children()) {
    if (local_name(set) == "materialProperties") reader.read_set(set, section_of(set, places));
  }
  note_signature(root, places, out);
}

}  // namespace verilot
