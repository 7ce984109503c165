// evaluate: what would settle an unverified finding.
//
//   Settler settler(pack, evidence, schema, as_of, judgement.pathways);
//   finding.settle = settler.settle(finding);
//
// A set of facts settles when the outcome is decided whatever the values of the facts are, all
// others still unknown. All facts that the conditions can read settle it; each one is taken out
// that the others can do without. A fact is shown to be needed by values of all others that leave
// the outcome open; where every fact of the set is needed, there is no smaller one. The elements of
// a list are known with the list.
//
// Values: all those of booleans and enumerations that a condition tells apart. Of lists, texts,
//         numbers and dates samples show that a fact is needed; a condition that reads
//         them counts as settled only when every fact that it can read is in the set.
// Limits: kMaxSearch evaluated conditions a finding, kMaxSearchAll a pack. Beyond them a fact stays
// in the set that was
//         not shown to be needed, and the set is marked as not shown to be the smallest.
#pragma once

#include <memory>

#include "evaluate/evaluate.h"
#include "model/schema.h"

namespace verilot {

constexpr std::size_t kMaxSearch = 200;
constexpr std::size_t kMaxSearchAll = 1'000;

class Settler {
 public:
  // `facts`: a set that settles, not looked into further.
  enum class Depth { facts, smallest };

  // All arguments must outlive it. Of each of the facts `withdrawn` there is
  // supposed to be none.
  Settler(const RulePack&, const Evidence&, const Schema&, const Date& as_of,
          const std::vector<ArticlePathway>&, const std::vector<std::string>& withdrawn = {});
  ~Settler();

  // Of an unverified finding that evaluate() gave for the same pack, evidence and day.
  Settling settle(const Finding&, Depth = Depth::smallest);

  // Whether a finding that fails does so still.
  bool fails(const Finding&);

 private:
  class Search;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace verilot
