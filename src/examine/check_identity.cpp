// What the certificate is of: its lot, its number, the substance that was found.
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "examine/certificate_checks.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

bool has_digit(const std::string& text) {
  return std::ranges::any_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

void ask_missing_lot(const CertificateView& certificate, const std::string& what,
                     Questions& questions) {
  if (certificate.has_statement("tracking_tag")) {
    questions.ask("lot_by_tag", certificate, certificate.statement("tracking_tag"));
  } else {
    questions.ask("lot_missing", certificate, what);
  }
}

// The lots that the other certificates and the dossier name: "BLUE" is one where all look so.
bool others_look_alike(const CertificateView& certificate, const Evidence& evidence) {
  const NodeId lots = evidence.member(evidence.root(), "lots");
  if (lots == kNoNode || evidence.kind(lots) != NodeKind::list) return false;
  std::size_t others = 0;
  for (const NodeId lot : evidence.children(lots)) {
    const auto number =
        evidence.kind(lot) == NodeKind::object ? text_of(evidence, lot, "number") : std::nullopt;
    if (!number || folded_number(*number) == folded_number(certificate.lot.text)) continue;
    if (has_digit(*number)) return false;
    ++others;
  }
  return others >= 2;
}

void check_lot(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  if (certificate.empty_lot_label)
    return ask_missing_lot(certificate, "its label stands there without a value", questions);
  if (certificate.lot.none() && certificate.has_statement("lot_line")) return;
  if (certificate.lot.none()) return ask_missing_lot(certificate, "none is printed", questions);
  if (!certificate.lot.known()) return;
  const std::string& lot = certificate.lot.text;
  if (is_word("missing_lot", lot, context))
    return ask_missing_lot(certificate, "'" + lot + "' stands in its place", questions);
  const std::string product =
      certificate.product_name.known() ? folded_name(certificate.product_name.text, context) : "";
  const bool placeholder =
      is_word("placeholder_lot", lot, context) || is_word("colour_or_cap", lot, context) ||
      (!product.empty() && folded_name(lot, context) == product) ||
      (!has_digit(lot) && !others_look_alike(certificate, questions.evidence()));
  if (placeholder) questions.ask("lot_placeholder", certificate, lot);
}

// The substances of the table that the text names.
std::set<std::string> substances_in(const std::string& text, const ExamineContext& context) {
  std::set<std::string> found;
  for (const Substance& substance : context.tables.certificate_checks.substances)
    for (const std::string& name : substance.names)
      if (RE2::PartialMatch(text, context.recognisers.pattern(name))) found.insert(substance.id);
  return found;
}

std::string joined(const std::set<std::string>& names) {
  return listed({names.begin(), names.end()});
}

bool is_identity(const RowView& row) {
  return row.is("identity") || lower_ascii(row.name()).starts_with("identi") ||
         lower_ascii(row.name()).starts_with("compound");
}

void check_identity_result(const CertificateView& certificate, Questions& questions) {
  if (!certificate.product_name.known()) return;
  const ExamineContext& context = questions.context();
  const std::set<std::string> product = substances_in(certificate.product_name.text, context);
  if (product.empty()) return;
  for (const RowView& row : certificate.rows) {
    if (!is_identity(row) || !row.result.known()) continue;
    const std::set<std::string> found = substances_in(row.result.text, context);
    std::set<std::string> shared;
    std::ranges::set_intersection(product, found, std::inserter(shared, shared.end()));
    if (!found.empty() && shared.empty())
      return questions.ask("identity_mismatch", {&certificate},
                           {{"product", certificate.product_name.text},
                            {"evidence", row.result.text + " (" + joined(found) + ")"}},
                           row.node);
  }
}

std::string final_form(const Evidence& evidence) {
  const NodeId product = evidence.member(evidence.root(), "product");
  if (product == kNoNode || evidence.kind(product) != NodeKind::object) return "";
  return text_of(evidence, product, "final_form").value_or("");
}

void check_appearance(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  const std::string name = certificate.product_name.text;
  const bool named_liquid = has_word("liquid_product", name, context);
  const bool named_solid = has_word("solid_product", name, context);
  const std::string form =
      lot_facts(questions.evidence(), certificate).listed ? final_form(questions.evidence()) : "";
  const bool liquid = named_liquid != named_solid ? named_liquid : form == "liquid";
  const bool solid =
      named_liquid != named_solid ? named_solid : form == "freeze_dried" || form == "powder";
  for (const RowView& row : certificate.rows) {
    if (!row.is("appearance") || !row.result.known()) continue;
    const std::string& seen = row.result.text;
    if (has_word("reconstituted", seen + " " + row.name() + " " + row.limit.text, context) ||
        certificate.has_statement("reconstituted"))
      continue;
    const bool seen_liquid = has_word("liquid_appearance", seen, context);
    const bool seen_solid = has_word("solid_appearance", seen, context);
    if ((liquid && seen_solid && !seen_liquid) || (solid && seen_liquid && !seen_solid))
      return questions.ask("appearance_mismatch", certificate,
                           (name.empty() ? "the product" : name) + " is " +
                               (liquid ? "liquid" : "solid") + ", and looks like '" + seen + "'",
                           row.node);
  }
}

std::string words_of_purity(const RowView& row) { return lower_ascii(row.name()); }

void check_blend(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  const std::string& name = certificate.product_name.text;
  const std::set<std::string> components = substances_in(name, context);
  if (components.size() < 2 && !has_word("blend", name, context)) return;
  std::vector<const RowView*> purities;
  for (const RowView& row : certificate.rows)
    if (row.is("purity_hplc") || words_of_purity(row).starts_with("purity"))
      purities.push_back(&row);
  if (purities.size() != 1 || purities[0]->number() == nullptr) return;
  if (!substances_in(purities[0]->name(), context).empty()) return;
  questions.ask("blend_single_purity", certificate, name, purities[0]->node);
}

bool shows_result(const RowView& row) {
  return row.result.known() && row.cells.result.kind != Cell::Kind::blank;
}

}  // namespace

void check_identity(const CertificateView& certificate, Questions& questions) {
  check_lot(certificate, questions);
  if (certificate.number.none() && !certificate.has_statement("number_line"))
    questions.ask("certificate_number_missing", certificate, "");
  const bool all_none = std::ranges::all_of(
      certificate.rows, [](const RowView& row) { return row.no_result && !row.status.known(); });
  if (certificate.complete && all_none && std::ranges::none_of(certificate.rows, shows_result))
    questions.ask("results_missing", certificate, "");

  if (certificate.has_statement("repeat")) {
    questions.ask("retest", certificate, certificate.statement("repeat"));
  } else if (certificate.number.known() &&
             has_word("revised_number", certificate.number.text, questions.context())) {
    questions.ask("retest", certificate, certificate.number.text);
  }
}

void check_substance(const CertificateView& certificate, Questions& questions) {
  check_identity_result(certificate, questions);
  check_appearance(certificate, questions);
  check_blend(certificate, questions);
}

}  // namespace verilot
