// Which certificates were issued for which lot.
//
// Lot numbers are compared without case, spaces and hyphens. A former number counts beside the
// document that shows the relabelling; where that document is not known, a certificate for the
// former number leaves the list open, and where there is none it is a certificate for another lot.
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "examine/certificate_view.h"
#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

struct LotNumbers {
  std::set<std::string> own;       // the lot's, and former ones with the document that shows it
  std::set<std::string> possible;  // former ones of which that document is not known
};

LotNumbers numbers_of(const Evidence& evidence, NodeId lot) {
  LotNumbers numbers;
  if (const auto number = text_of(evidence, lot, "number"))
    numbers.own.insert(folded_number(*number));
  const NodeId former = evidence.member(lot, "former_numbers");
  const bool shown = text_of(evidence, lot, "relabelling_document").has_value();
  const bool none = is_none(evidence, lot, "relabelling_document");
  if (!none && former != kNoNode && evidence.kind(former) == NodeKind::list) {
    for (const NodeId number : evidence.children(former))
      if (evidence.kind(number) == NodeKind::text)
        (shown ? numbers.own : numbers.possible).insert(folded_number(evidence.text(number)));
  }
  numbers.own.erase("");
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
                       const LotNumbers& numbers, NodeId of_lot) {
  const Evidence& evidence = builder.view();
  const std::string name = name_of(evidence, certificate);
  if (evidence.kind(certificate) != NodeKind::object) {
    const std::string_view reason = evidence.reason(certificate);
    builder.set_incomplete(list, name + ": " + std::string(reason.empty() ? "not read" : reason));
    return;
  }
  const auto lot = text_of(evidence, certificate, "lot");
  const std::string number = lot ? folded_number(*lot) : "";
  if (numbers.own.count(number) != 0) {
    if (evidence.size(list) < kMaxLotCertificates) {
      builder.add_link(list, "", certificate);
    } else {
      builder.set_incomplete(list, "more than " + std::to_string(kMaxLotCertificates) +
                                       " certificates for one lot; the rest was not read");
    }
  } else if (!number.empty() && numbers.possible.count(number) != 0) {
    builder.set_incomplete(list, "the relabelling document for former number " + *lot + ": " +
                                     reason_of(evidence, of_lot, "relabelling_document"));
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
  const LotNumbers numbers = numbers_of(evidence, lot);
  if (numbers.own.empty() && !none) {
    builder.add_unknown(lot, "certificates",
                        "the lot's number: " + reason_of(evidence, lot, "number"), where);
    return;
  }
  const NodeId list = builder.add_list(lot, "certificates", evidence.where(certificates));
  if (none) return;
  for (const NodeId certificate : evidence.children(certificates))
    match_certificate(builder, list, certificate, numbers, lot);
  if (!evidence.complete(certificates))
    builder.set_incomplete(list, std::string(evidence.reason(certificates)));
}

}  // namespace

// "Lot AB-100" and "ab100" are one number.
std::string folded_number(std::string_view printed) {
  static const RE2 label(R"((?i)^\s*(?:lot|batch)(?:\s*(?:no\.?|number))?(?:\s*[:#]\s*|\s+))");
  std::string bare(printed);
  RE2::Replace(&bare, label, "");
  std::string out;
  for (const char c : bare) {
    const bool separator = c == ' ' || c == '\t' || c == '-' || c == '\n' || c == '\r';
    if (!separator) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

void examine_lots(EvidenceBuilder& builder, const ExamineContext&) {
  const Evidence& evidence = builder.view();
  const NodeId lots = evidence.member(evidence.root(), "lots");
  if (lots == kNoNode || evidence.kind(lots) != NodeKind::list) return;
  for (const NodeId lot : evidence.children(lots))
    if (evidence.kind(lot) == NodeKind::object) examine_lot(builder, lot);
}

}  // namespace verilot
