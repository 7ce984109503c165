// evaluate: which regulatory category each article of the product falls into.
//
// Unknown answers leave both branches possible; each question is asked once per article.
#pragma once

#include <string>
#include <vector>

#include "evaluate/evidence_view.h"
#include "evaluate/trace.h"
#include "packs/pack.h"

namespace verilot {

struct Answer {
  const Question* question = nullptr;
  cel::Value value = cel::Value::null();
  std::vector<ReadFact> facts;
};

struct ArticlePathway {
  std::string subject;                // "product", "associated_articles[0]"
  std::string name;                   // "PRP", or the kind
  std::vector<const Leaf*> possible;  // strictest first
  std::vector<Answer> answers;        // in the order asked
  cel::MissingSet missing;            // of the open questions
  std::vector<SearchedList> searched;
  std::set<NodeId> known;
  std::set<std::string> unknown;
};

// What judging one dossier by one pack may cost, in evaluated nodes of expressions; what is asked
// after that is an error that says so.
constexpr std::size_t kMaxCost = 50'000'000;
cel::Value too_costly();

// Nothing when the pack has no tree; one entry without answers, every leaf possible, when nobody
// knows which articles there are. With a memory answers have no facts, and nothing is searched.
std::vector<ArticlePathway> find_pathways(const RulePack&, const Evidence&, const cel::Value& as_of,
                                          DossierMemory* = nullptr, const PackParts* = nullptr);

enum class Applies { no, yes, open };

// Whether the leaves of a rule hold one of the articles; only that named `subject` counts where
// there is one.
Applies applies(const std::vector<std::string>& leaves, const std::vector<ArticlePathway>&,
                std::string_view subject = {});

}  // namespace verilot
