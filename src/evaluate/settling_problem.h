// evaluate: one unverified finding as a question to its open facts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "evaluate/formula.h"

namespace verilot {

// What the findings of one pack and dossier share.
struct SettlingContext {
  SettlingContext(const RulePack&, const Evidence&, const Schema&, const Date& as_of,
                  const std::vector<ArticlePathway>&);
  ArticleTree& tree(const std::string& subject);

  const RulePack& pack;
  const Evidence& evidence;
  const Date as_of;
  const std::vector<ArticlePathway>& pathways;
  bool changed = false;  // the evidence is supposed to be other than it is: pathways are found anew
  World world;
  FactBook book;
  Atoms atoms;
  Pool tree_pool;
  std::map<std::string, std::unique_ptr<ArticleTree>> trees;
  std::vector<std::unique_ptr<WorldActivation>> activations;
};

// `judged`: nothing is unknown, and a person has to decide.
enum class Decision { pass, fail, not_applicable, error, judged, open };

class SettlingProblem {
 public:
  SettlingProblem(SettlingContext&, const Finding&);

  Decision decide(const Scenario&, std::vector<int>& open) const;

  Atoms& atoms() const { return context_.atoms; }
  // Every open fact that its conditions can read.
  const std::vector<int>& facts() const { return facts_; }
  // The values to look at, by their numbers.
  const std::vector<int>& values(int fact);
  std::string path(int fact) const { return context_.book.path(fact); }
  // The facts that can be known one by one, each with the parts that come with it: the elements of
  // a list, the object it stands in.
  std::vector<std::pair<std::string, std::vector<int>>> roots() const;
  // Whether it is said of the elements of an open list: it is known with the list.
  bool inside_list(int fact) const;
  // The list or element whose absence keeps the subject itself unknown; "" where it is known.
  const std::string& unread() const { return unread_; }

 private:
  void read_rule(const Rule&, const std::string& subject);
  void collect();
  Decision pathway(const Scenario&, std::vector<int>& open) const;
  Applies applies(const Scenario&, std::vector<int>& open) const;

  SettlingContext& context_;
  const ArticleTree* own_tree_ = nullptr;  // of a pathway finding
  std::vector<std::string> leaves_;        // of a rule that waits for pathways
  std::vector<const ArticleTree*> trees_;
  bool endless_ = false;  // nobody knows which articles there are
  Formula when_, require_;
  Pool pool_;
  std::string unread_;
  std::vector<int> facts_;
  std::map<int, std::vector<int>> values_;
};

}  // namespace verilot
