// What a refusal says. A supplier that was asked for the source and declined has answered; one that
// named every link of the chain has disclosed it. Facts that the dossier states itself stand.
#include <string>
#include <vector>

#include "examine/examine.h"
#include "examine/facts.h"
#include "examine/printed.h"
#include "examine/source_patterns.h"

namespace verilot {

namespace {

constexpr std::string_view kLinks[] = {"species", "tissue", "donor_or_cell_bank", "parent_lot",
                                       "facility"};

std::string plain(const std::string& written) {
  std::string words = lower_ascii(written);
  constexpr std::string_view kCurved = "’";
  for (std::size_t at; (at = words.find(kCurved)) != std::string::npos;)
    words.replace(at, kCurved.size(), "'");
  return words;
}

// The first entry of supplier.refuses_disclosure that the words fit, or kNoNode.
NodeId refusal(const Evidence& evidence, const SourcePatterns& patterns, std::string_view about) {
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (supplier == kNoNode || evidence.kind(supplier) != NodeKind::object) return kNoNode;
  const NodeId refused = evidence.member(supplier, "refuses_disclosure");
  if (refused == kNoNode || evidence.kind(refused) != NodeKind::list) return kNoNode;
  for (const NodeId entry : evidence.children(refused)) {
    const bool text = evidence.kind(entry) == NodeKind::text;
    if (text && patterns.fit(about, plain(evidence.text(entry)))) return entry;
  }
  return kNoNode;
}

bool keeps_secret(const SourcePatterns& patterns, const std::string& written) {
  return patterns.fit("secret", patterns.without("denied", plain(written)));
}

bool keeps_secret(const SourcePatterns& patterns, const Evidence& evidence, NodeId fact) {
  return fact != kNoNode && evidence.kind(fact) == NodeKind::text &&
         keeps_secret(patterns, evidence.text(fact));
}

// A link or description that calls the source a secret, or kNoNode.
NodeId secret(const SourcePatterns& patterns, const Evidence& evidence, NodeId source) {
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (supplier != kNoNode && evidence.kind(supplier) == NodeKind::object) {
    const NodeId told = evidence.member(supplier, "source_description");
    if (keeps_secret(patterns, evidence, told)) return told;
  }
  if (source == kNoNode || evidence.kind(source) != NodeKind::object) return kNoNode;
  for (const NodeId fact : evidence.children(source)) {
    if (evidence.key(fact) == "disclosure") continue;
    if (keeps_secret(patterns, evidence, fact)) return fact;
  }
  return kNoNode;
}

// An answer that the supplier gave to a question for the source, and that keeps it secret.
NodeId secret_answer(const SourcePatterns& patterns, const Evidence& evidence) {
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (supplier == kNoNode || evidence.kind(supplier) != NodeKind::object) return kNoNode;
  const NodeId answers = evidence.member(supplier, "answers");
  if (answers == kNoNode || evidence.kind(answers) != NodeKind::list) return kNoNode;
  for (const NodeId answer : evidence.children(answers)) {
    if (evidence.kind(answer) != NodeKind::object) continue;
    const auto question = text_of(evidence, answer, "question");
    if (!question || !patterns.fit("asks_source", plain(*question))) continue;
    const auto given = text_of(evidence, answer, "disclosure");
    const bool withheld = given && (*given == "proprietary" || *given == "refused");
    if (withheld ||
        (!given && keeps_secret(patterns, text_of(evidence, answer, "text").value_or(""))))
      return answer;
  }
  return kNoNode;
}

bool names_every_link(const Evidence& evidence, NodeId source) {
  for (const std::string_view link : kLinks)
    if (!text_of(evidence, source, link)) return false;
  return true;
}

void add_disclosure(EvidenceBuilder& builder, NodeId source, const char* word, NodeId from) {
  if (builder.view().member(source, "disclosure") != kNoNode) return;
  const SourceLocation where = builder.view().where(from);
  const BasisOf basis(builder, from);
  builder.add_text(source, "disclosure", word, where);
}

// A secret is a secret, whatever the dossier says of the disclosure beside it.
void add_withheld(EvidenceBuilder& builder, NodeId source, bool withheld, NodeId from) {
  const SourceLocation where = builder.view().where(from);
  const BasisOf basis(builder, from);
  builder.add_boolean(source, "withheld", withheld, where);
}

void examine_source(EvidenceBuilder& builder, const SourcePatterns& patterns) {
  const Evidence& evidence = builder.view();
  NodeId source = evidence.member(evidence.root(), "source");
  NodeId refused = refusal(evidence, patterns, "refuses_source");
  if (refused == kNoNode) refused = secret_answer(patterns, evidence);
  const NodeId kept_secret = secret(patterns, evidence, source);
  const NodeId withheld = refused != kNoNode ? refused : kept_secret;
  if (source == kNoNode && withheld != kNoNode) {
    const SourceLocation where = evidence.where(withheld);
    source = builder.add_object(evidence.root(), "source", where);
  }
  if (source == kNoNode || evidence.kind(source) != NodeKind::object) return;
  if (withheld != kNoNode) {
    add_disclosure(builder, source, refused != kNoNode ? "refused" : "proprietary", withheld);
  } else if (names_every_link(evidence, source)) {
    add_disclosure(builder, source, "disclosed", source);
  }
  const bool told = is_known(evidence, source, "disclosure");
  if (withheld != kNoNode || told)
    add_withheld(builder, source, withheld != kNoNode, withheld != kNoNode ? withheld : source);
}

// A refused answer is the statement that none is given.
void examine_supplier(EvidenceBuilder& builder, const SourcePatterns& patterns) {
  const Evidence& evidence = builder.view();
  const NodeId paper = refusal(evidence, patterns, "refuses_certificate");
  if (paper != kNoNode && evidence.member(evidence.root(), "certificates") == kNoNode) {
    const SourceLocation where = evidence.where(paper);
    builder.add_null(evidence.root(), "certificates", where);
  }
  const NodeId maker = refusal(evidence, patterns, "refuses_manufacturer");
  if (maker != kNoNode && evidence.member(evidence.root(), "manufacturer") == kNoNode) {
    const SourceLocation where = evidence.where(maker);
    builder.add_null(evidence.root(), "manufacturer", where);
  }
  const NodeId process = refusal(evidence, patterns, "refuses_process");
  if (process == kNoNode) return;
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (evidence.member(supplier, "processing_description") != kNoNode) return;
  const SourceLocation where = evidence.where(process);
  builder.add_null(supplier, "processing_description", where);
}

}  // namespace

void examine_refusals(EvidenceBuilder& builder, const ExamineContext& context) {
  const auto patterns = context.recognisers.source(context.tables.source);
  examine_source(builder, *patterns);
  examine_supplier(builder, *patterns);
}

}  // namespace verilot
