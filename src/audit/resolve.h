// audit: the rules that a run would judge by: those of the packs chosen and the shared ones that
// none of them binds, as they read on a day, as tailored.
//
//   Resolution all = resolve({"us-fda"}, rulebook, day, problems);
#pragma once

#include "audit/audit.h"
#include "packs/describe.h"

namespace verilot {

struct ResolvedRule {
  std::string pack, id, title;
  Severity severity = Severity::high;
  std::string clause;
  std::string shared_id;  // of the shared rule that it binds
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<std::string> tailored;  // what the tailoring file changed of it
  bool advisory = false, in_force = true;
  Fields fields;  // everything it says on the day
};

struct Resolution {
  std::vector<PackInfo> packs;
  std::vector<ResolvedRule> rules;
  std::string hash;  // sha256 over everything that the rules in force say
};

// Packs with a fault are left out; their faults are problems.
Resolution resolve(const std::vector<std::string>& packs, const Rulebook&, const Date& as_of,
                   Problems&);

}  // namespace verilot
