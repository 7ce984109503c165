// Certificates of analysis in verilot's own XML:
//
//   <certificate>                           or several in <certificates>
//     <number>NB-26-0117</number> <product_name/> <lot/> <laboratory/> <client/> ...
//     <dates> <received>2026-05-01</received> <issued>2026-05-20</issued> </dates>
//     <test analyte="Endotoxin" method="LAL" limit="&lt; 0.5" result="0.1" unit="EU/mL"
//           status="Pass"/>                 attributes, or elements of these names
//   </certificate>
//
// Standards in XML are told by their root element: the table at the end. The names are those of
// model/certificate.h. An empty <lot/> is a label without a value.
#include <algorithm>
#include <array>

#include "ingest/certificate_fields.h"
#include "ingest/certificate_reader.h"
#include "ingest/lexicon.h"
#include "ingest/table_tests.h"
#include "ingest/text_encoding.h"
#include "ingest/text_fold.h"
#include "ingest/xml_places.h"
#include "ingest/xml_standards.h"

namespace verilot {

CertificateFile read_xml_certificates(const DocumentFile&, const Tables&);
std::vector<std::string_view> xml_standards();

bool is_fhir_xml(const pugi::xml_node& root);  // fhir_xml.cpp
void read_fhir_xml(const pugi::xml_node&, const Lexicon&, const XmlPlaces&, CertificateFile&);
bool is_dcc(const pugi::xml_node& root);  // dcc_reader.cpp
void read_dcc(const pugi::xml_node&, const Lexicon&, const XmlPlaces&, CertificateFile&);
bool is_drmd(const pugi::xml_node& root);
void read_drmd(const pugi::xml_node&, const Lexicon&, const XmlPlaces&, CertificateFile&);
bool is_spl(const pugi::xml_node& root);  // spl_reader.cpp
void read_spl(const pugi::xml_node&, const Lexicon&, const XmlPlaces&, CertificateFile&);

namespace {

constexpr std::size_t kMaxUnknown = 100;
constexpr int kMaxDepth = 64;

class XmlReader {
 public:
  XmlReader(const Lexicon& lexicon, const XmlPlaces& places, Problems& problems)
      : lexicon_(lexicon), places_(places), problems_(problems) {}

  Certificate certificate(const pugi::xml_node& node) {
    Certificate out;
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_element) read_member(child, out);
    }
    return out;
  }

 private:
  void read_member(const pugi::xml_node& node, Certificate& out) {
    const std::string name(local_name(node));
    if (name == "test") return read_test(node, out);
    if (name == "tests") {
      for (const pugi::xml_node& child : node.children()) {
        if (local_name(child) == "test") read_test(child, out);
      }
    } else if (name == "dates") {
      for (const pugi::xml_node& child : node.children())
        read_date(child, std::string(local_name(child)), out);
    } else if (name == "date") {
      read_date(node, node.attribute("role").value(), out);
    } else if (auto* field = field_of(out, name == "product" ? "product_name" : name)) {
      if (!*field) *field = Printed{text_below(node), places_.of(node)};
    } else {
      unknown(node,
              "unknown element <" + name + ">" + did_you_mean(name, certificate_field_names()));
    }
  }

  // A file of nothing but unknown names is told of once too often, not a million times.
  void unknown(const pugi::xml_node& node, std::string message) {
    if (++unknown_ > kMaxUnknown + 1) return;
    if (unknown_ > kMaxUnknown) message = "more than 100 unknown names; the rest are not listed";
    problems_.push_back({ProblemLevel::warning, places_.of(node), std::move(message)});
  }

  void read_date(const pugi::xml_node& node, const std::string& role, Certificate& out) {
    if (node.type() != pugi::node_element) return;
    if (!is_date_role(role)) {
      unknown(node, "unknown date '" + role + "'" + did_you_mean(role, date_roles()));
      return;
    }
    const Printed printed{text_below(node), places_.of(node)};
    if (printed.text.empty()) return;
    out.dates[role] = iso_only(printed, problems_);
  }

  std::optional<Printed> member(const pugi::xml_node& node, const char* name) const {
    if (const auto attribute = node.attribute(name)) {
      return Printed{squeezed(attribute.value()), places_.of(node, attribute)};
    }
    for (const pugi::xml_node& child : node.children()) {
      if (local_name(child) == name) return Printed{text_below(child), places_.of(child)};
    }
    return std::nullopt;
  }

  void read_test(const pugi::xml_node& node, Certificate& out) {
    const auto analyte = member(node, "analyte");
    if (!analyte || analyte->text.empty()) {
      problems_.push_back({ProblemLevel::error, places_.of(node), "a <test> needs an analyte"});
      out.incomplete = "a test could not be read";
      return;
    }
    if (out.tests.size() >= kMaxTests) {
      if (!out.incomplete.starts_with("more than")) {
        out.incomplete = "more than " + std::to_string(kMaxTests) + " tests";
        problems_.push_back(
            {ProblemLevel::error, places_.of(node), out.incomplete + "; the rest is not read"});
      }
      return;
    }
    CertificateTest test;
    test.analyte = *analyte;
    test.where = places_.of(node);
    for (const std::string& name : test_field_names()) {
      auto printed = member(node, name.c_str());
      if (printed && !printed->text.empty()) *field_of(test, name) = printed;
    }
    if (const auto section = member(node, "section")) test.section = section->text;
    if (const auto started = member(node, "started")) test.started = iso_only(*started, problems_);
    if (const auto completed = member(node, "completed"))
      test.completed = iso_only(*completed, problems_);
    recognise(test, lexicon_);
    if (out.table.file.empty()) out.table = test.where;
    out.tests.push_back(std::move(test));
  }

  const Lexicon& lexicon_;
  const XmlPlaces& places_;
  Problems& problems_;
  std::size_t unknown_ = 0;
};

// Entities of the file's own are never expanded: that way they can read other files or grow
// without end. What they stand for is missing, and must be missed.
bool declares_entities(const std::string& text, const XmlPlaces& places, Problems& problems) {
  const std::size_t at = text.find("<!ENTITY");
  if (at == std::string::npos) return false;
  problems.push_back(
      {ProblemLevel::error, places.at(static_cast<std::ptrdiff_t>(at)),
       "declares an entity, which is not expanded; write its text where it is used"});
  return true;
}

constexpr std::array<XmlStandard, 4> kStandards = {{
    {"FHIR", is_fhir_xml, read_fhir_xml},
    {"DCC", is_dcc, read_dcc},
    {"DRMD", is_drmd, read_drmd},
    {"SPL", is_spl, read_spl},
}};

// The first element that stands too deep.
pugi::xml_node too_deep(pugi::xml_document& xml) {
  struct Walker : pugi::xml_tree_walker {
    pugi::xml_node found;
    bool for_each(pugi::xml_node& node) override {
      if (depth() >= kMaxDepth && node.type() == pugi::node_element) found = node;
      return !found;
    }
  } walker;
  xml.traverse(walker);
  return walker.found;
}

void read_own(const pugi::xml_node& root, const Lexicon& lexicon, const XmlPlaces& places,
              bool whole, CertificateFile& file) {
  XmlReader reader(lexicon, places, file.problems);
  const std::string_view kind = local_name(root);
  if (kind == "certificate") {
    file.certificates.push_back(reader.certificate(root));
  } else if (kind == "certificates") {
    for (const pugi::xml_node& child : root.children()) {
      if (local_name(child) == "certificate")
        file.certificates.push_back(reader.certificate(child));
    }
  } else if (whole) {
    std::string known;
    for (const std::string_view name : xml_standards())
      known += (known.empty() ? "" : ", ") + std::string(name);
    file.problems.push_back(
        {ProblemLevel::error, places.of(root),
         "expected <certificate>, <certificates> or a document of a standard that is read: " +
             known});
  }
}

}  // namespace

std::vector<std::string_view> xml_standards() {
  std::vector<std::string_view> names;
  for (const XmlStandard& standard : kStandards) names.push_back(standard.name);
  return names;
}

CertificateFile read_xml_certificates(const DocumentFile& document, const Tables& tables) {
  CertificateFile file;
  file.format = "xml";
  const auto text = decoded_text(document.bytes, document.name, file.problems);
  if (!text) return file;
  const bool damaged = any_error(file.problems);
  const std::string clean = without_control_characters(*text);
  const XmlPlaces places(clean, document.name);
  pugi::xml_document xml;
  const auto parsed =
      xml.load_buffer(clean.data(), clean.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    file.problems.push_back({ProblemLevel::error, places.at(parsed.offset),
                             std::string("not well-formed XML: ") + parsed.description()});
  }
  const bool entities = declares_entities(clean, places, file.problems);
  if (const pugi::xml_node node = too_deep(xml)) {
    file.problems.push_back({ProblemLevel::error, places.at(node.offset_debug()),
                             "is nested deeper than 64 elements; ask for a plain certificate"});
    return file;
  }
  const Lexicon lexicon(tables);
  const pugi::xml_node root = xml.document_element();
  const auto standard = std::ranges::find_if(
      kStandards, [&](const XmlStandard& each) { return root && each.recognises(root); });
  if (standard != kStandards.end()) {
    file.format = standard->name;
    standard->read(root, lexicon, places, file);
  } else {
    read_own(root, lexicon, places, static_cast<bool>(parsed), file);
  }
  if (file.certificates.empty() && file.problems.empty()) {
    file.problems.push_back({ProblemLevel::error, places.of(root), "holds no <certificate>"});
  }
  for (Certificate& certificate : file.certificates) {
    if ((!parsed || damaged) && certificate.incomplete.empty())
      certificate.incomplete = "the file is damaged";
    if (entities && certificate.incomplete.empty())
      certificate.incomplete = "the file writes texts as entities, which are not read";
  }
  return file;
}

}  // namespace verilot
