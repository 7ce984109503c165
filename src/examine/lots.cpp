// Which certificates were issued for which lot.
//
// Lot numbers are compared without case, spaces and hyphens; a former number counts only beside the
// document that shows the relabelling.
#include <algorithm>
#include <set>

#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

std::string folded_number(std::string_view printed) {
  std::string out;
  for (const unsigned char c : printed) {
    const bool separator = c == ' ' || c == '\t' || c == '-' || c == '\n' || c == '\r';
    if (!separator) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return out;
}

std::set<std::string> numbers_of(const Evidence& evidence, NodeId lot) {
  std::set<std::string> numbers;
  if (const auto number = text_of(evidence, lot, "number")) numbers.insert(folded_number(*number));
  const NodeId former = evidence.member(lot, "former_numbers");
  if (text_of(evidence, lot, "relabelling_document") && former != kNoNode &&
      evidence.kind(former) == NodeKind::list) {
    for (const NodeId number : evidence.children(former))
      if (evidence.kind(number) == NodeKind::text)
        numbers.insert(folded_number(evidence.text(number)));
  }
  numbers.erase("");
  return numbers;
}

// "coa.pdf" or "certificates[1]".
std::string name_of(const Evidence& evidence, NodeId certificate) {
  if (evidence.kind(certificate) == NodeKind::object) {
    if (const auto document = text_of(evidence, certificate, "document")) return *document;
  }
  const std::string& file = evidence.where(certificate).file;
  const std::string path = evidence.path(certificate);
  return evidence.kind(certificate) == NodeKind::object || file.empty() ? path
                                                                        : path + " of " + file;
}

void match_certificate(EvidenceBuilder& builder, NodeId list, NodeId certificate,
                       const std::set<std::string>& numbers) {
  const Evidence& evidence = builder.view();
  const std::string name = name_of(evidence, certificate);
  if (evidence.kind(certificate) != NodeKind::object) {
    const std::string_view reason = evidence.reason(certificate);
    builder.set_incomplete(list, name + ": " + std::string(reason.empty() ? "not read" : reason));
    return;
  }
  const auto lot = text_of(evidence, certificate, "lot");
  const std::string number = lot ? folded_number(*lot) : "";
  if (numbers.count(number) != 0) {
    builder.add_link(list, "", certificate);
  } else if (number.empty()) {
    // It may be this lot's: only a certificate that names another lot is out.
    builder.set_incomplete(
        list, is_known(evidence, certificate, "lot")
                  ? name + " names no lot"
                  : "the lot of " + name + ": " + reason_of(evidence, certificate, "lot"));
  }
}

void examine_lot(EvidenceBuilder& builder, NodeId lot) {
  const Evidence& evidence = builder.view();
  if (evidence.member(lot, "certificates") != kNoNode) return;  // a case of a rule states them
  const NodeId certificates = evidence.member(evidence.root(), "certificates");
  const SourceLocation where = evidence.where(lot);
  const BasisOf basis(builder, lot);
  if (certificates == kNoNode || evidence.kind(certificates) == NodeKind::unknown) {
    builder.add_unknown(lot, "certificates",
                        "certificates: " + reason_of(evidence, evidence.root(), "certificates"),
                        where);
    return;
  }
  const bool none = evidence.kind(certificates) == NodeKind::null ||
                    (evidence.size(certificates) == 0 && evidence.complete(certificates));
  const std::set<std::string> numbers = numbers_of(evidence, lot);
  if (numbers.empty() && !none) {
    builder.add_unknown(lot, "certificates",
                        "the lot's number: " + reason_of(evidence, lot, "number"), where);
    return;
  }
  const NodeId list = builder.add_list(lot, "certificates", evidence.where(certificates));
  if (none) return;
  for (const NodeId certificate : evidence.children(certificates))
    match_certificate(builder, list, certificate, numbers);
  if (!evidence.complete(certificates))
    builder.set_incomplete(list, std::string(evidence.reason(certificates)));
}

}  // namespace

void examine_lots(EvidenceBuilder& builder, const Tables&, Problems&) {
  const Evidence& evidence = builder.view();
  const NodeId lots = evidence.member(evidence.root(), "lots");
  if (lots == kNoNode || evidence.kind(lots) != NodeKind::list) return;
  for (const NodeId lot : evidence.children(lots))
    if (evidence.kind(lot) == NodeKind::object) examine_lot(builder, lot);
}

}  // namespace verilot
