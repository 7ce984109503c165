// audit: a rulebook with the user's own changes to rules.
#pragma once

#include "audit/audit.h"

namespace verilot {

// From then on everything is judged as the file says. False where the file has a fault, with the
// faults in the problems: the rulebook is as it was, and not to be judged by. `called` as in
// read_tailoring().
bool tailor_rulebook(Rulebook&, const std::string& file, Problems&, const std::string& called = "");

// Says on each finding what was changed of its rule, by which file and why.
void note_tailoring(const RulePack&, std::vector<Finding>&);

}  // namespace verilot
