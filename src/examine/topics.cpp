// What each marketing text speaks of as a whole, whatever it says of it.
#include "examine/examine.h"
#include "examine/facts.h"
#include "examine/topic_finder.h"

namespace verilot {

namespace {

void examine_claim(EvidenceBuilder& builder, NodeId claim, const TopicFinder& finder) {
  const Evidence& evidence = builder.view();
  if (evidence.member(claim, "topics") != kNoNode) return;  // a case of a rule states them
  const NodeId words = evidence.member(claim, "text");
  const NodeId from = words == kNoNode ? claim : words;
  const SourceLocation where = evidence.where(from);
  const BasisOf basis(builder, from);
  const auto text = text_of(evidence, claim, "text");
  if (!text && !is_none(evidence, claim, "text")) {
    builder.add_unknown(claim, "topics", "text: " + reason_of(evidence, claim, "text"), where);
    return;
  }
  const NodeId list = builder.add_list(claim, "topics", where);
  if (!text) return;
  for (const std::string& topic : finder.topics_of(*text)) builder.add_text(list, "", topic, where);
}

}  // namespace

void examine_topics(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  const NodeId claims = evidence.member(evidence.root(), "claims");
  if (claims == kNoNode || evidence.kind(claims) != NodeKind::list) return;
  const auto finder = context.recognisers.topics(context.tables.topics);
  for (const NodeId claim : evidence.children(claims))
    if (evidence.kind(claim) == NodeKind::object) examine_claim(builder, claim, *finder);
}

}  // namespace verilot
