// evaluate: conditions and the pathway tree over atoms, for the search of settling facts.
#pragma once

#include <string>
#include <vector>

#include "evaluate/atoms.h"
#include "evaluate/pathway.h"

namespace verilot {

struct Formula {
  enum class Kind : std::uint8_t { constant, atom, all, any, negation, conditional };
  Kind kind = Kind::constant;
  Truth truth = Truth::yes;  // of a constant
  int atom = -1;
  std::vector<Formula> parts;
};

// What decided facts decide is constant already.
Formula formula_of(const cel::Expr&, const WorldActivation&, Atoms&);

// Its truth; the atoms that leave it open are added to `open`.
Truth truth_of(const Formula&, Atoms&, const Scenario&, std::vector<int>& open);

// The atoms that can still matter.
void collect_atoms(const Formula&, std::vector<int>& atoms);

// The questions that are still open of one article.
class ArticleTree {
 public:
  ArticleTree(const RulePack&, const World&, const Date& as_of, const std::string& subject, Atoms&,
              Pool&);

  // The leaves still possible; the atoms of questions that stay open are added to `open`.
  std::vector<const Leaf*> possible(Atoms&, const Scenario&, std::vector<int>& open) const;
  void collect(std::vector<int>& atoms) const;

 private:
  struct Branch {
    const Leaf* leaf = nullptr;
    Formula condition;
    int yes = -1, no = -1;
  };
  int branch(const RulePack&, const std::string& id, Atoms&, Pool&);

  WorldActivation activation_;
  std::map<std::string, int> numbers_;
  std::vector<Branch> branches_;
  int start_ = -1;
};

}  // namespace verilot
