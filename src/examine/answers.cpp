// How a supplier or clinic answered the questions that the public guide tells patients to ask.
// A question that nobody asked is no fact. Of several answers to one question the best counts.
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "examine/examine.h"
#include "examine/facts.h"
#include "examine/printed.h"
#include "examine/source_patterns.h"

namespace verilot {

namespace {

// From the best to the worst.
constexpr std::string_view kAnswers[] = {"disclosed", "partial", "proprietary", "refused",
                                         "evaded"};

std::vector<NodeId> answers_of(const Evidence& evidence) {
  std::vector<NodeId> all;
  for (const char* who : {"practice", "supplier"}) {
    const NodeId object = evidence.member(evidence.root(), who);
    if (object == kNoNode || evidence.kind(object) != NodeKind::object) continue;
    const NodeId list = evidence.member(object, "answers");
    if (list == kNoNode || evidence.kind(list) != NodeKind::list) continue;
    for (const NodeId answer : evidence.children(list))
      if (evidence.kind(answer) == NodeKind::object) all.push_back(answer);
  }
  return all;
}

class AnswerReader {
 public:
  AnswerReader(const Evidence& evidence, const ExamineContext& context)
      : evidence_(evidence),
        recognisers_(context.recognisers),
        patterns_(context.recognisers.source(context.tables.source)) {}

  bool asks(NodeId answer, const ProviderQuestion& question) const {
    const auto asked = text_of(evidence_, answer, "question");
    if (!asked) return false;
    const std::string words = lower_ascii(*asked);
    return std::ranges::any_of(question.words, [&](const std::string& pattern) {
      return RE2::PartialMatch(words, recognisers_.pattern(pattern));
    });
  }

  // Its words decide only where they keep the answer secret.
  std::optional<std::string> disclosure(NodeId answer) const {
    if (is_known(evidence_, answer, "disclosure")) return text_of(evidence_, answer, "disclosure");
    const auto words = text_of(evidence_, answer, "text");
    if (is_none(evidence_, answer, "text")) return "evaded";
    if (words && patterns_->fit("secret", patterns_->without("denied", lower_ascii(*words))))
      return "proprietary";
    return std::nullopt;
  }

 private:
  const Evidence& evidence_;
  Recognisers& recognisers_;
  std::shared_ptr<const SourcePatterns> patterns_;
};

struct Best {
  std::optional<std::string> answer;
  NodeId from = kNoNode;
  bool open = false;  // one of the answers may be better
};

Best best_of(const std::vector<NodeId>& answers, const ProviderQuestion& question,
             const AnswerReader& reader) {
  const auto rank = [](const std::string& word) { return std::ranges::find(kAnswers, word); };
  Best best;
  for (const NodeId answer : answers) {
    if (!reader.asks(answer, question)) continue;
    const auto given = reader.disclosure(answer);
    if (best.from == kNoNode) best.from = answer;
    best.open = best.open || !given;
    if (!given || (best.answer && rank(*best.answer) <= rank(*given))) continue;
    best.answer = given;
    best.from = answer;
  }
  best.open = best.open && best.answer != "disclosed";
  return best;
}

}  // namespace

void examine_answers(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  if (evidence.member(evidence.root(), "answered") != kNoNode) return;  // a case states it
  const std::vector<NodeId> answers = answers_of(evidence);
  if (answers.empty()) return;
  const AnswerReader reader(evidence, context);
  NodeId answered = kNoNode;
  for (const ProviderQuestion& question : context.tables.questions) {
    const Best best = best_of(answers, question, reader);
    if (best.from == kNoNode) continue;
    const SourceLocation where = evidence.where(best.from);
    const BasisOf basis(builder, best.from);
    if (answered == kNoNode)
      answered = builder.add_object(evidence.root(), "answered", evidence.where(answers.front()));
    if (best.answer && !best.open) {
      builder.add_text(answered, question.id, *best.answer, where);
    } else {
      builder.add_unknown(answered, question.id, "the answer was not rated", where);
    }
  }
}

}  // namespace verilot
