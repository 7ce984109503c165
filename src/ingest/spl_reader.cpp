// Structured Product Labeling (FDA, HL7 v3): facts of products, never tests.
//
//   <document xmlns="urn:hl7-org:v3">
//     author//representedOrganization/name       who labels the product
//     manufacturedProduct/manufacturedProduct    name, NDC (code)
//     productInstance id/@extension, expirationTime   lots, in lot distribution reports
//
// Each lot, and each product without lots, is a certificate whose tests are unknown: a label says
// nothing of tests. What has no place in a certificate (NDC, establishments) is a note.
//
// Source: HL7 Version 3 SPL Release 8; FDA SPL implementation guide.
#include <algorithm>
#include <string>

#include "ingest/certificate_fields.h"
#include "ingest/text_fold.h"
#include "ingest/xml_standards.h"

namespace verilot {

bool is_spl(const pugi::xml_node& root) {
  return local_name(root) == "document" && (namespace_of(root) == "urn:hl7-org:v3" ||
                                            !all_below(root, "manufacturedProduct").empty());
}

namespace {

constexpr std::size_t kMaxProducts = 500;
constexpr const char* kNoTests = "a label (SPL) names products and holds no tests";

// "20261122" and "202611" are HL7's dates.
std::optional<Printed> day_at(const pugi::xml_node& time, const XmlPlaces& places,
                              Problems& problems) {
  auto day = printed(time, "value", places);
  if (!day) day = printed(child_named(time, "high"), "value", places);
  if (!day) return day;
  std::string& text = day->text;
  text = text.substr(0, 8);
  if (text.size() >= 8) text.insert(6, "-");
  if (text.size() >= 6) text.insert(4, "-");
  return iso_only(*day, problems);
}

class SplReader {
 public:
  SplReader(const pugi::xml_node& root, const XmlPlaces& places, CertificateFile& file)
      : root_(root), places_(places), file_(file) {}

  void read() {
    read_document();
    for (const pugi::xml_node& outer : all_below(root_, "manufacturedProduct")) {
      const pugi::xml_node product = inner_product(outer);
      if (product && file_.certificates.size() < kMaxProducts) read_product(outer, product);
    }
    if (file_.certificates.empty())
      file_.problems.push_back(
          {ProblemLevel::error, places_.of(root_), "is a label (SPL) that names no product"});
    else
      note_establishments();
  }

 private:
  static pugi::xml_node inner_product(const pugi::xml_node& outer) {
    const pugi::xml_node inner = child_named(outer, "manufacturedProduct");
    return inner ? inner : child_named(outer, "manufacturedMedicine");
  }

  void read_document() {
    document_.table = places_.of(root_);
    document_.incomplete = kNoTests;
    document_.title = printed(child_named(root_, "title"), places_);
    if (!document_.title || document_.title->text.empty())
      document_.title = printed(child_named(root_, "code"), "displayName", places_);
    document_.number = printed(child_named(root_, "id"), "root", places_);
    const pugi::xml_node author =
        below(root_, {"author", "assignedEntity", "representedOrganization"});
    document_.manufacturer = printed(child_named(author, "name"), places_);
    if (const auto day = day_at(child_named(root_, "effectiveTime"), places_, document_.problems))
      document_.dates["issued"] = *day;
  }

  void read_product(const pugi::xml_node& outer, const pugi::xml_node& product) {
    Certificate found = document_;
    if (!file_.certificates.empty()) found.problems.clear();
    found.product_name = printed(child_named(product, "name"), places_);
    if (const auto code = printed(child_named(product, "code"), "code", places_))
      found.problems.push_back(
          {ProblemLevel::note, code->where, "the product has NDC " + code->text});
    bool lots = false;
    for (const pugi::xml_node& instance : all_below(outer, "productInstance")) {
      const auto lot = printed(child_named(instance, "id"), "extension", places_);
      if (!lot || file_.certificates.size() >= kMaxProducts) continue;
      Certificate of_lot = found;
      of_lot.lot = lot;
      if (const auto day =
              day_at(child_named(instance, "expirationTime"), places_, of_lot.problems))
        of_lot.dates["expiry"] = *day;
      file_.certificates.push_back(std::move(of_lot));
      found.problems.clear();
      lots = true;
    }
    if (!lots) file_.certificates.push_back(std::move(found));
  }

  void note_establishments() {
    for (const pugi::xml_node& place : all_below(root_, "assignedOrganization")) {
      const auto name = printed(child_named(place, "name"), places_);
      const auto id = printed(child_named(place, "id"), "extension", places_);
      if (!name || name->text.empty() || file_.certificates.front().problems.size() > 50) continue;
      file_.certificates.front().problems.push_back(
          {ProblemLevel::note, name->where,
           "names the establishment " + name->text + (id ? " (" + id->text + ")" : "")});
    }
  }

  const pugi::xml_node& root_;
  const XmlPlaces& places_;
  CertificateFile& file_;
  Certificate document_;
};

}  // namespace

void read_spl(const pugi::xml_node& root, const Lexicon&, const XmlPlaces& places,
              CertificateFile& file) {
  SplReader(root, places, file).read();
}

}  // namespace verilot
