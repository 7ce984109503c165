// What each marketing text speaks of as a whole, whatever it says of it.
#include <re2/re2.h>

#include <algorithm>
#include <memory>

#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

using Patterns = std::vector<std::unique_ptr<RE2>>;

Patterns compiled(const std::vector<std::string>& patterns) {
  Patterns all;
  for (const std::string& pattern : patterns)
    all.push_back(std::make_unique<RE2>(pattern, RE2::Quiet));
  return all;
}

bool any_fits(const Patterns& patterns, const std::string& text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const auto& one) { return RE2::PartialMatch(text, *one); });
}

class TopicFinder {
 public:
  explicit TopicFinder(const std::vector<Topic>& topics) {
    for (const Topic& topic : topics)
      known_.push_back({topic.id, compiled(topic.words), compiled(topic.unless)});
  }

  void examine(EvidenceBuilder& builder, NodeId claim) const {
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
    for (const Known& topic : known_)
      if (text && any_fits(topic.words, *text) && !any_fits(topic.unless, *text))
        builder.add_text(list, "", topic.id, where);
  }

 private:
  struct Known {
    std::string id;
    Patterns words, unless;
  };
  std::vector<Known> known_;
};

}  // namespace

void examine_topics(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  const NodeId claims = evidence.member(evidence.root(), "claims");
  if (claims == kNoNode || evidence.kind(claims) != NodeKind::list) return;
  const TopicFinder finder(context.tables.topics);
  for (const NodeId claim : evidence.children(claims))
    if (evidence.kind(claim) == NodeKind::object) finder.examine(builder, claim);
}

}  // namespace verilot
