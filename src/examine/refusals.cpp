// What a refusal says. A supplier that was asked for the source and declined has answered; one that
// named every link of the chain has disclosed it. Facts that the dossier states itself stand.
#include <re2/re2.h>

#include <string>

#include "examine/examine.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

constexpr std::string_view kLinks[] = {"species", "tissue", "donor_or_cell_bank", "parent_lot",
                                       "facility"};

// The first entry of supplier.refuses_disclosure that the pattern fits, or kNoNode.
NodeId refusal(const Evidence& evidence, const char* pattern) {
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (supplier == kNoNode || evidence.kind(supplier) != NodeKind::object) return kNoNode;
  const NodeId refused = evidence.member(supplier, "refuses_disclosure");
  if (refused == kNoNode || evidence.kind(refused) != NodeKind::list) return kNoNode;
  const RE2 words(pattern);
  for (const NodeId entry : evidence.children(refused)) {
    const bool text = evidence.kind(entry) == NodeKind::text;
    if (text && RE2::PartialMatch(lower_ascii(evidence.text(entry)), words)) return entry;
  }
  return kNoNode;
}

bool keeps_secret(const std::string& written) {
  static const RE2 secret(
      R"(\b(?:proprietary|trade secret|confidential|undisclosed|not disclosed)\b|)"
      R"(\b(?:do not|does not|will not|cannot|can not|don't|won't|can't|unable to) disclose\b|)"
      R"(\b(?:declines?|declined|refuses?|refused) to disclose\b)");
  static const RE2 denied(R"(\b(?:not|nothing|never|no|non)[ -](?:a |is |of it is |in any way )?)"
                          R"((?:proprietary|trade secrets?|confidential|undisclosed)\b)");
  std::string words = lower_ascii(written);
  RE2::GlobalReplace(&words, "’", "'");
  RE2::GlobalReplace(&words, denied, "");
  return RE2::PartialMatch(words, secret);
}

// A link or description that calls the source a secret, or kNoNode.
NodeId secret(const Evidence& evidence, NodeId source) {
  for (const NodeId fact : evidence.children(source)) {
    const bool text = evidence.kind(fact) == NodeKind::text;
    if (text && keeps_secret(evidence.text(fact))) return fact;
  }
  return kNoNode;
}

// An answer that the supplier gave to a question for the source, and that keeps it secret.
NodeId secret_answer(const Evidence& evidence, const RE2& asked) {
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (supplier == kNoNode || evidence.kind(supplier) != NodeKind::object) return kNoNode;
  const NodeId answers = evidence.member(supplier, "answers");
  if (answers == kNoNode || evidence.kind(answers) != NodeKind::list) return kNoNode;
  for (const NodeId answer : evidence.children(answers)) {
    if (evidence.kind(answer) != NodeKind::object) continue;
    const auto question = text_of(evidence, answer, "question");
    if (!question || !RE2::PartialMatch(lower_ascii(*question), asked)) continue;
    const auto given = text_of(evidence, answer, "disclosure");
    const bool withheld = given && (*given == "proprietary" || *given == "refused");
    if (withheld || (!given && keeps_secret(text_of(evidence, answer, "text").value_or(""))))
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
  const SourceLocation where = builder.view().where(from);
  const BasisOf basis(builder, from);
  builder.add_text(source, "disclosure", word, where);
}

void examine_source(EvidenceBuilder& builder) {
  const Evidence& evidence = builder.view();
  NodeId source = evidence.member(evidence.root(), "source");
  constexpr const char* kAsked =
      R"(\b(?:source|donor|tissue|species|origin|cell bank|cell line)\b)";
  NodeId refused = refusal(evidence, kAsked);
  static const RE2 source_question(
      R"(\b(?:sources?|origins?|species|donors?|cell bank|cell line)\b|\b(?:what|which) tissue\b)");
  if (refused == kNoNode) refused = secret_answer(evidence, source_question);
  if (source == kNoNode && refused != kNoNode) {
    const SourceLocation where = evidence.where(refused);
    source = builder.add_object(evidence.root(), "source", where);
  }
  if (source == kNoNode || evidence.kind(source) != NodeKind::object) return;
  if (evidence.member(source, "disclosure") != kNoNode) return;
  const NodeId kept_secret = secret(evidence, source);
  if (refused != kNoNode) {
    add_disclosure(builder, source, "refused", refused);
  } else if (kept_secret != kNoNode) {
    add_disclosure(builder, source, "proprietary", kept_secret);
  } else if (names_every_link(evidence, source)) {
    add_disclosure(builder, source, "disclosed", source);
  }
}

// A refused answer is the statement that none is given.
void examine_supplier(EvidenceBuilder& builder) {
  const Evidence& evidence = builder.view();
  const NodeId paper = refusal(evidence, R"(\bcertificates?\b|\bcoa\b)");
  if (paper != kNoNode && evidence.member(evidence.root(), "certificates") == kNoNode) {
    const SourceLocation where = evidence.where(paper);
    builder.add_null(evidence.root(), "certificates", where);
  }
  const NodeId maker = refusal(evidence, R"(\bmanufacturer|\bmaker\b)");
  if (maker != kNoNode && evidence.member(evidence.root(), "manufacturer") == kNoNode) {
    const SourceLocation where = evidence.where(maker);
    builder.add_null(evidence.root(), "manufacturer", where);
  }
  const NodeId process = refusal(evidence, R"(\bprocess|\bmethod of manufacture|\bmanufacturing)");
  if (process == kNoNode) return;
  const NodeId supplier = evidence.member(evidence.root(), "supplier");
  if (evidence.member(supplier, "processing_description") != kNoNode) return;
  const SourceLocation where = evidence.where(process);
  builder.add_null(supplier, "processing_description", where);
}

}  // namespace

void examine_refusals(EvidenceBuilder& builder, const ExamineContext&) {
  examine_source(builder);
  examine_supplier(builder);
}

}  // namespace verilot
