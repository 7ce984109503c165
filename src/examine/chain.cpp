// The source chain in its order, and which of its links has the document that shows it. A needed
// stage that a complete list of links does not name has none.
#include <optional>
#include <string>
#include <vector>

#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

struct Link {
  std::optional<bool> documented;
  std::string reason;  // why that is not known
  std::string organisation;
  NodeId from = kNoNode;
};

// Several organisations at one stage are one link: each of them needs its document.
void join(Link& link, const Evidence& evidence, NodeId stated) {
  if (const auto who = text_of(evidence, stated, "organisation"))
    link.organisation += (link.organisation.empty() ? "" : ", ") + *who;
  const bool first = link.from == kNoNode;
  link.from = first ? stated : link.from;
  if (is_none(evidence, stated, "document")) {
    link.documented = false;
  } else if (!is_known(evidence, stated, "document")) {
    if (link.documented != false) link.documented.reset();
    link.reason = "document: " + reason_of(evidence, stated, "document");
  } else if (first) {
    link.documented = true;
  }
}

// Why a stage may be on the list of links without being seen there; "" where it may not.
std::string open_because(const Evidence& evidence, NodeId source, NodeId links) {
  if (links == kNoNode || evidence.kind(links) == NodeKind::unknown)
    return "source.links: " + reason_of(evidence, source, "links");
  if (evidence.kind(links) != NodeKind::list) return "";
  if (!evidence.complete(links)) return "source.links: " + std::string(evidence.reason(links));
  for (const NodeId link : evidence.children(links)) {
    const bool object = evidence.kind(link) == NodeKind::object;
    if (!object || !is_known(evidence, link, "stage"))
      return evidence.path(link) + ": the stage is not known";
  }
  return "";
}

Link link_at(const Evidence& evidence, NodeId links, const std::string& stage,
             const std::string& open) {
  Link link;
  if (links != kNoNode && evidence.kind(links) == NodeKind::list)
    for (const NodeId stated : evidence.children(links))
      if (evidence.kind(stated) == NodeKind::object && text_of(evidence, stated, "stage") == stage)
        join(link, evidence, stated);
  // A further organisation at the stage may be without a document.
  if (link.documented == true && !open.empty()) link.documented.reset();
  if (link.from == kNoNode && open.empty()) link.documented = false;
  if (!link.documented && link.reason.empty()) link.reason = open;
  return link;
}

class ChainWriter {
 public:
  ChainWriter(EvidenceBuilder& builder, NodeId source)
      : builder_(builder), where_(builder.view().where(source)) {
    chain_ = builder.add_object(builder.root(), "chain", where_);
    list_ = builder.add_list(chain_, "links", where_);
  }

  void add(const std::string& stage, const Link& link) {
    const NodeId entry = builder_.add_object(list_, "", where_);
    builder_.add_text(entry, "stage", stage, where_);
    if (!link.organisation.empty())
      builder_.add_text(entry, "organisation", link.organisation, where_);
    if (link.documented) {
      builder_.add_boolean(entry, "documented", *link.documented, where_);
      if (!*link.documented && broken_.empty()) broken_ = stage;
    } else {
      builder_.add_unknown(entry, "documented", link.reason, where_);
      if (open_.empty()) open_ = stage;
    }
  }

  void finish() {
    add_first("first_broken", broken_);
    add_first("first_open", open_);
  }

 private:
  void add_first(const char* key, const std::string& stage) {
    if (stage.empty()) {
      builder_.add_null(chain_, key, where_);
    } else {
      builder_.add_text(chain_, key, stage, where_);
    }
  }

  EvidenceBuilder& builder_;
  SourceLocation where_;
  NodeId chain_ = kNoNode, list_ = kNoNode;
  std::string broken_, open_;
};

}  // namespace

void examine_chain(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  const NodeId source = evidence.member(evidence.root(), "source");
  if (source == kNoNode || evidence.kind(source) != NodeKind::object) return;
  if (evidence.member(evidence.root(), "chain") != kNoNode) return;  // a case of a rule states it
  const NodeId links = evidence.member(source, "links");
  const std::string open = open_because(evidence, source, links);
  ChainWriter writer(builder, source);
  for (const ChainStage& stage : context.tables.chain) {
    const Link link = link_at(evidence, links, stage.stage, open);
    if (stage.needed || link.from != kNoNode) writer.add(stage.stage, link);
  }
  writer.finish();
}

}  // namespace verilot
