// audits: what is kept of a result: every live outcome, in a few bytes each.
//
//   std::string kept = outcome_record(result);
//   OutcomeRecord read = read_outcomes(kept);
//
// Everything else of a result (clauses, traces, places) follows from the inputs and packs that are
// kept too, and is made again where it is shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/run.h"

namespace verilot {

struct KeptOutcome {
  std::string rule;
  std::string subject;
  Outcome outcome = Outcome::unverified;
  Severity severity = Severity::high;
  bool advisory = false;
  std::string message;  // of a failure, an error or what is waived
  // What was found, where that is waived.
  std::optional<Outcome> waived = std::nullopt;
  friend bool operator==(const KeptOutcome&, const KeptOutcome&) = default;
};

struct OutcomeRecord {
  std::string product, supplier;
  std::vector<PackVerdict> verdicts;
  Completeness completeness;
  std::size_t passed = 0, not_applicable = 0;
  std::vector<KeptOutcome> live;  // fail, unverified, waived, error; in the order of the result
  std::vector<WaiverUse> waivers;
  std::vector<std::string> problems;  // errors alone
};

std::string outcome_record(const DossierResult&);
OutcomeRecord read_outcomes(const std::string&);

}  // namespace verilot
