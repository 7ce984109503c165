// Every check of every certificate, in the order of docs/certificate-checks.md.
#include "examine/certificate_checks.h"
#include "examine/facts.h"

namespace verilot {

namespace {

constexpr void (*kOfOne[])(const CertificateView&, Questions&) = {
    check_identity, check_substance,  check_dates,         check_durations,
    check_lot_date, check_laboratory, check_accreditation, check_verdicts,
    check_limits,   check_sterility,  check_methods,       check_label_claim,
    check_units,    check_values,     check_masses,        check_totals,
};

constexpr void (*kOfAll[])(const Certificates&, Questions&) = {
    check_issue,  check_names,  check_releases, check_expiries,  check_copies,
    check_digits, check_spread, check_zeros,    check_campaigns, check_forms,
};

std::string with_unit(const RowView& row) {
  const bool has_unit =
      row.unit.known() && row.result.text.find(row.unit.text) == std::string::npos;
  return row.result.text + (has_unit ? " " + row.unit.text : "");
}

}  // namespace

std::string shown(const RowView& row) {
  std::string text = row.name();
  if (row.result.known()) text += " " + with_unit(row);
  if (row.limit.known()) text += " against " + row.limit.text;
  return text;
}

LotFacts lot_facts(const Evidence& evidence, const CertificateView& certificate) {
  LotFacts facts;
  const NodeId lots = evidence.member(evidence.root(), "lots");
  if (!certificate.lot.known() || lots == kNoNode || evidence.kind(lots) != NodeKind::list)
    return facts;
  const std::string number = folded_number(certificate.lot.text);
  for (const NodeId lot : evidence.children(lots)) {
    if (evidence.kind(lot) != NodeKind::object) continue;
    if (folded_number(text_of(evidence, lot, "number").value_or("")) != number) continue;
    facts.listed = true;
    facts.has_expiry = text_of(evidence, lot, "expiry") || text_of(evidence, lot, "retest");
    facts.in_use = text_of(evidence, lot, "received") || text_of(evidence, lot, "used");
    const NodeId released = evidence.member(lot, "released");
    if (released != kNoNode && evidence.kind(released) == NodeKind::date)
      facts.released = {Said::State::value, evidence.date(released), evidence.text(released)};
  }
  return facts;
}

void examine_certificates(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  if (context.tables.certificate_checks.checks.empty()) return;
  if (evidence.member(evidence.root(), "questions") != kNoNode) return;  // a case states them
  const Certificates certificates = certificate_views(evidence, context);
  Questions questions(builder, context);
  for (const CertificateView& certificate : certificates)
    for (const auto& check : kOfOne) check(certificate, questions);
  for (const auto& check : kOfAll) check(certificates, questions);
}

}  // namespace verilot
