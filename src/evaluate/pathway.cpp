#include "evaluate/pathway.h"

#include <algorithm>

#include "packs/domain_values.h"

namespace verilot {

namespace {

class TreeWalk {
 public:
  struct Known {
    DossierMemory* memory;  // nullptr: nothing is known, and all is shown
    const PackParts* parts;
    NodeId article;
  };

  TreeWalk(const RulePack& pack, const Evidence& evidence, const RuleActivation& activation,
           const Known& known, ArticlePathway& result, std::size_t& cost)
      : pack_(pack),
        evidence_(evidence),
        activation_(activation),
        known_(known),
        result_(result),
        cost_(cost) {}

  void visit(const std::string& id) {
    if (!seen_.insert(id).second) return;
    if (const auto leaf = pack_.tree.leaves.find(id); leaf != pack_.tree.leaves.end()) {
      result_.possible.push_back(&leaf->second);
      return;
    }
    const auto question = pack_.tree.questions.find(id);
    if (question == pack_.tree.questions.end()) return;
    const cel::Value answer = ask(question->second);
    if (!answer.is_false()) visit(question->second.yes);
    if (!answer.is_true()) visit(question->second.no);
  }

 private:
  cel::Value ask(const Question& question) {
    Answer answer;
    answer.question = &question;
    const cel::Program& program = *question.condition.program;
    Trace trace = known_.memory == nullptr
                      ? Trace(evidence_, program)
                      : Trace(evidence_, program,
                              {known_.memory, numbers_of(known_.parts, program), known_.article});
    const bool affordable = cost_ < kMaxCost;
    answer.value = affordable ? program.evaluate(activation_, &trace) : too_costly();
    cost_ += trace.cost();
    answer.facts = trace.facts();
    if (answer.value.is_unknown())
      result_.missing = cel::merged(result_.missing, answer.value.missing());
    if (answer.value.is_error())
      result_.missing =
          cel::merged(result_.missing, {{question.id, question.id, answer.value.error_message()}});
    add_lists(result_.searched, trace.searched());
    result_.known.insert(trace.known().begin(), trace.known().end());
    result_.unknown.insert(trace.unknown().begin(), trace.unknown().end());
    const cel::Value value = answer.value;
    result_.answers.push_back(std::move(answer));
    return value;
  }

  const RulePack& pack_;
  const Evidence& evidence_;
  const RuleActivation& activation_;
  const Known& known_;
  ArticlePathway& result_;
  std::size_t& cost_;
  std::set<std::string> seen_;
};

std::string article_name(const Evidence& evidence, NodeId article) {
  for (const char* key : {"name", "kind"}) {
    const NodeId member = evidence.member(article, key);
    if (member != kNoNode && evidence.kind(member) == NodeKind::text) return evidence.text(member);
  }
  return evidence.path(article);
}

void strictest_first(std::vector<const Leaf*>& leaves) {
  std::stable_sort(leaves.begin(), leaves.end(),
                   [](const Leaf* a, const Leaf* b) { return a->strictness > b->strictness; });
}

ArticlePathway open_pathway(const RulePack& pack, std::string reason) {
  ArticlePathway open;
  open.subject = "articles";
  open.name = "articles";
  for (const auto& [id, leaf] : pack.tree.leaves) open.possible.push_back(&leaf);
  open.missing.push_back({"articles", "articles", std::move(reason)});
  strictest_first(open.possible);
  return open;
}

}  // namespace

cel::Value too_costly() {
  return cel::Value::error("the dossier is too large to judge whole: more than " +
                           std::to_string(kMaxCost) + " steps; split it");
}

std::vector<ArticlePathway> find_pathways(const RulePack& pack, const Evidence& evidence,
                                          const cel::Value& as_of, DossierMemory* memory,
                                          const PackParts* parts) {
  std::vector<ArticlePathway> pathways;
  if (pack.tree.start.empty()) return pathways;
  const NodeId list = evidence.member(evidence.root(), "articles");
  if (list == kNoNode || evidence.kind(list) != NodeKind::list)
    return {
        open_pathway(pack, list == kNoNode ? "not stated" : std::string(evidence.reason(list)))};
  std::size_t cost = 0;
  for (const NodeId article : evidence.children(list)) {
    ArticlePathway result;
    result.subject = evidence.path(article);
    result.name = evidence.kind(article) == NodeKind::object ? article_name(evidence, article)
                                                             : result.subject;
    RuleActivation activation(evidence, pack.values, as_of);
    activation.bind("article", value_of(evidence, article));
    const TreeWalk::Known known{memory, parts, article};
    TreeWalk(pack, evidence, activation, known, result, cost).visit(pack.tree.start);
    strictest_first(result.possible);
    pathways.push_back(std::move(result));
  }
  if (!evidence.complete(list))
    pathways.push_back(open_pathway(pack, std::string(evidence.reason(list))));
  return pathways;
}

Applies applies(const std::vector<std::string>& leaves, const std::vector<ArticlePathway>& pathways,
                std::string_view subject) {
  if (leaves.empty()) return Applies::yes;
  const bool one = std::ranges::count(pathways, subject, &ArticlePathway::subject) > 0;
  Applies result = Applies::no;
  for (const ArticlePathway& article : pathways) {
    if (one && article.subject != subject) continue;
    const auto inside =
        std::count_if(article.possible.begin(), article.possible.end(), [&](const Leaf* leaf) {
          return std::find(leaves.begin(), leaves.end(), leaf->id) != leaves.end();
        });
    if (inside == 0) continue;
    if (inside == static_cast<long>(article.possible.size())) return Applies::yes;
    result = Applies::open;
  }
  return result;
}

}  // namespace verilot
