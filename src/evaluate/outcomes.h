// evaluate: what rules come to and nothing else: no finding, message, trace or budget. For trials,
// which judge the same dossiers thousands of times over.
//
//   const RuleOnDay rule(pack.rules[0], day);
//   for (const SubjectOutcome& o : rule.outcomes(evidence, pathways, pack.values)) ...
//
// Says what evaluate() says of every rule and subject, in the same order, as long as the dossier is
// within the budget of evaluate().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "evaluate/pathway.h"
#include "model/evidence.h"
#include "model/finding.h"
#include "packs/pack.h"

namespace verilot {

struct SubjectOutcome {
  std::string subject;
  Outcome outcome = Outcome::unverified;
  friend bool operator==(const SubjectOutcome&, const SubjectOutcome&) = default;
};

// As find_pathways() gives them, but without answers and what they wait for.
std::vector<ArticlePathway> possible_pathways(const PathwayTree&,
                                              const RuleActivation::Constants& values,
                                              const Evidence&, const Date& as_of);

// A rule as it reads on a day. Refers to the rule it was made of.
class RuleOnDay {
 public:
  RuleOnDay(const Rule&, Date as_of);

  std::vector<SubjectOutcome> outcomes(const Evidence&, const std::vector<ArticlePathway>&,
                                       const RuleActivation::Constants& values) const;
  const Rule& rule() const { return *rule_; }

 private:
  struct Ground;
  Outcome of_subject(const Ground&, const std::string& subject, cel::Value element) const;
  Outcome of_unread(const Ground&, cel::Value element) const;
  RuleActivation bound_to(const Ground&, cel::Value element) const;

  std::unique_ptr<const Rule> replaced_;  // where a version is in force
  const Rule* rule_;
  Date as_of_;
  cel::Value day_;
  cel::Value parameters_;
};

}  // namespace verilot
