// evaluate: how a rule reads on a day, and whether a dossier has what it speaks of.
#pragma once

#include "model/evidence.h"
#include "packs/pack.h"

namespace verilot {

bool holds(const Period&, const Date& as_of);

// The days on which a period begins to hold, or no longer does.
std::vector<std::chrono::sys_days> bounds(const Period&);

// "Not in force before 2027-01-01." for a day on which the period does not hold.
std::string not_in_force(const Period&, const Date& as_of);

// The first version in force on the day; nullptr where the rule reads as it is written.
const RuleVersion* version_on(const Rule&, const Date& as_of);

// What the version gives replaces what the rule gives.
Rule replaced_by(const RuleVersion&, Rule);

// The rule as it reads on the day.
Rule on_day(const Rule&, const Date& as_of);

// Whether there is something to compare: where a fact of `compares` was never stated, or stated
// "none", there are no two statements that could contradict each other, and the rule says nothing.
// A fact that is unknown for another reason (unreadable, contradicted) was stated. Facts of the
// element ("certificate.lot") are asked of it; without one they are not asked.
bool something_to_compare(const Rule&, const Evidence&, NodeId element = kNoNode);

// Whether `compares` names facts of the element: then a list that nobody stated has nothing to
// compare either.
bool compares_element(const Rule&);

}  // namespace verilot
