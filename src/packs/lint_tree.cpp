#include "packs/lint_tree.h"

#include <set>

#include "packs/possible.h"

namespace verilot {

namespace {

// A tree with more ways than this is looked at in part, and no answer of it is called impossible.
constexpr std::size_t kMaxSteps = 20'000;

class TreeLint {
 public:
  TreeLint(const RulePack& pack, std::vector<LintFinding>& findings)
      : tree_(pack.tree),
        possible_(Possible::Constants(pack.values.begin(), pack.values.end())),
        findings_(findings) {}

  void run() {
    name(tree_.start);
    walk(tree_.start);
    for (const auto& [id, question] : tree_.questions) {
      if (named_.count(id) == 0)
        add("L020", question.where, "nothing leads to question '" + id + "'",
            "name it as an answer of another question, or delete it");
      if (question.yes == question.no)
        add("L022", question.where,
            "both answers of question '" + id + "' lead to '" + question.yes + "'",
            "delete the question");
      if (named_.count(id) != 0 && steps_ < kMaxSteps) answers(question);
    }
    for (const auto& [id, leaf] : tree_.leaves)
      if (named_.count(id) == 0)
        add("L020", leaf.where, "nothing leads to leaf '" + id + "'",
            "name it as an answer of a question, or delete it");
  }

 private:
  void add(std::string code, const SourceLocation& where, std::string message, std::string help) {
    findings_.push_back(
        {std::move(code), ProblemLevel::error, where, std::move(message), "", std::move(help)});
  }

  // What answers lead to, whether they can come or not.
  void name(const std::string& id) {
    if (!named_.insert(id).second) return;
    const auto found = tree_.questions.find(id);
    if (found == tree_.questions.end()) return;
    name(found->second.yes);
    name(found->second.no);
  }

  // Every way to every question: an answer that no way allows is one that cannot come.
  void walk(const std::string& id) {
    const auto found = tree_.questions.find(id);
    if (found == tree_.questions.end() || !found->second.condition.program) return;
    const Question& question = found->second;
    for (const bool answer : {true, false}) {
      if (++steps_ >= kMaxSteps) return;
      way_.push_back({&question.condition.program->root(), question.condition.text, answer});
      if (possible_.together(way_)) {
        answered_.insert({id, answer});
        walk(answer ? question.yes : question.no);
      }
      way_.pop_back();
    }
  }

  void answers(const Question& question) {
    for (const bool answer : {true, false}) {
      if (answered_.count({question.id, answer}) != 0) continue;
      add("L021", question.condition.where,
          "the answer " + std::string(answer ? "yes" : "no") + " to question '" + question.id +
              "' cannot come where it is asked",
          "the questions before it decide it already: delete it, or mend its condition");
      if (question.condition.program)
        show(question.condition, question.condition.program->root(), findings_.back());
    }
  }

  const PathwayTree& tree_;
  const Possible possible_;
  std::vector<LintFinding>& findings_;
  std::vector<WantedTruth> way_;
  std::set<std::pair<std::string, bool>> answered_;
  std::set<std::string> named_;
  std::size_t steps_ = 0;
};

}  // namespace

void lint_tree(const RulePack& pack, std::vector<LintFinding>& findings) {
  if (!pack.tree.start.empty()) TreeLint(pack, findings).run();
}

}  // namespace verilot
