// The articles that are classified: the product and what belongs to it. A kit and the plasma made
// with it are two articles under the law.
#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

void link_associated(EvidenceBuilder& builder, NodeId list) {
  const Evidence& evidence = builder.view();
  const NodeId associated = evidence.member(evidence.root(), "associated_articles");
  // A dossier that names no further article is about its product alone.
  if (associated == kNoNode || evidence.kind(associated) == NodeKind::null) return;
  if (evidence.kind(associated) != NodeKind::list) {
    builder.set_incomplete(list, "associated_articles: " +
                                     reason_of(evidence, evidence.root(), "associated_articles"));
    return;
  }
  for (const NodeId article : evidence.children(associated)) builder.add_link(list, "", article);
  if (!evidence.complete(associated))
    builder.set_incomplete(list, std::string(evidence.reason(associated)));
}

}  // namespace

void examine_articles(EvidenceBuilder& builder, const ExamineContext&) {
  const Evidence& evidence = builder.view();
  if (evidence.member(evidence.root(), "articles") != kNoNode) return;
  const NodeId product = evidence.member(evidence.root(), "product");
  const NodeId associated = evidence.member(evidence.root(), "associated_articles");
  if (product == kNoNode && associated == kNoNode) return;  // nothing is stated, nothing follows
  const NodeId from = product != kNoNode ? product : associated;
  const SourceLocation where = evidence.where(from);
  const BasisOf basis(builder, from);
  const NodeId list = builder.add_list(evidence.root(), "articles", where);
  if (product == kNoNode || evidence.kind(product) == NodeKind::unknown) {
    builder.set_incomplete(list, "product: " + reason_of(evidence, evidence.root(), "product"));
  } else if (evidence.kind(product) == NodeKind::object) {
    builder.add_link(list, "", product);
  }
  link_associated(builder, list);
}

}  // namespace verilot
