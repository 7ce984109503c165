// The cases of a pack with their dossiers read and examined once, to be judged many times over.
//
//   const ReadyCases ready(pack, rulebook, threads);
//   for (const ReadyCase& c : ready.of_rule("us-fda.610.12")) ...
//
// An example is a case of every rule that it expects something of, and of the tree where it names a
// pathway.
//
// A case whose dossier is faulty is left out: `packs test` reports it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "evaluate/outcomes.h"

namespace verilot {

struct ReadyCase {
  const Case* written = nullptr;
  std::shared_ptr<const Evidence> evidence;
  Date as_of;
  std::vector<ArticlePathway> pathways;  // under the pack as it is
  bool is_example = false;               // its rules show their gravest outcome alone
};

class ReadyCases {
 public:
  // Refers to the pack, which must outlive it.
  ReadyCases(const RulePack&, const Rulebook&, std::size_t threads);

  const RulePack& pack() const { return *pack_; }
  const std::vector<ReadyCase>& of_tree() const { return of_tree_; }
  const std::vector<ReadyCase>& of_rule(const std::string& id) const;
  std::vector<const ReadyCase*> all() const;

 private:
  const RulePack* pack_;
  std::vector<ReadyCase> of_tree_;
  std::map<std::string, std::vector<ReadyCase>> of_rules_;
};

// What a case looks at: the outcomes of its subject, or of all where it names none.
std::vector<SubjectOutcome> outcomes_of(const RuleOnDay&, const ReadyCase&,
                                        const RuleActivation::Constants& values);

// The leaves still possible for the articles that a case of the tree looks at, each once, sorted.
std::vector<std::string> leaves_of(const PathwayTree&, const ReadyCase&,
                                   const RuleActivation::Constants& values);

}  // namespace verilot
