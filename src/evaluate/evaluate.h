// evaluate: judges the evidence of one dossier by the rules of one pack.
//
//   Judgement j = evaluate(pack, evidence, {.as_of = *parse_date("2026-11-22"), .dossier =
//   "EXO-1"});
//
// One finding per rule and subject, the pathway of each article first, in the order of rules and
// subjects, so that two runs over the same input print the same bytes.
//
// Reads:  its arguments and nothing else: no file, clock, network or database.
// Errors: never throws for a rule's fault. A failing expression is Outcome::error for that rule
//         alone; a fact nobody supplied is Outcome::unverified, never a pass.
// Limits: kMaxCost steps a dossier and pack; the rules that come after are Outcome::error and say
// so. Source: outcomes are those of XCCDF 1.2 (NIST IR 7275 Rev. 4); its `unknown` is `unverified`.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "evaluate/pathway.h"
#include "model/evidence.h"
#include "model/finding.h"
#include "model/run.h"
#include "packs/pack.h"

namespace verilot {

// How much of a finding is made.
enum class Detail {
  whole,     // all of it
  live,      // all of what is neither passed nor not applicable; of the rest as with outcomes
  outcomes,  // rule, subject, outcome, severity, advisory; of a failure and an error the message
};

struct EvaluateOptions {
  Date as_of;           // the rules in force on this date apply
  std::string dossier;  // its id, the first part of every finding's id
  Detail detail = Detail::whole;
  // Unless all findings are whole: what was computed for this dossier already, on this day, and the
  // parts of the pack that it knows.
  DossierMemory* memory = nullptr;
  std::shared_ptr<const PackParts> parts = nullptr;
};

struct Judgement {
  std::vector<Finding> findings;
  Verdict verdict = Verdict::hold;
  std::vector<ArticlePathway> pathways;
  // With a memory that served other packs: less what these asked for, and no later day than theirs.
  std::set<NodeId> known;         // facts that applicable rules asked for
  std::set<std::string> unknown;  // paths of those that are not known
  // The first later day on which the judgement may differ, the same facts given; none: it never
  // does. No day before it changes anything.
  std::optional<std::chrono::sys_days> next_change;
};

Judgement evaluate(const RulePack&, const Evidence&, const EvaluateOptions&);

// REJECT: a live critical or high failure; HOLD: a medium failure, a critical or high unverified or
// error; else CLEAR. Advisory findings never count.
Verdict verdict_of(const std::vector<Finding>&);

// The documents to ask for, the one that settles most findings first.
std::vector<Request> requests_of(const std::vector<Finding>&);

}  // namespace verilot
