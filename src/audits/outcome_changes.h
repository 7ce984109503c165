// audits: the live outcomes of an item by rule and subject, and what differs between two
// judgements.
//
//   Outcomes was = kept_outcomes(store, state);
//   add_changes(item, was, is, [](const OutcomeKey&) { return Cause::clock; }, changes);
//
// Errors: StoreError where the store lacks a result.
#pragma once

#include <functional>
#include <map>
#include <utility>

#include "audits/audit_diff.h"

namespace verilot {

using OutcomeKey = std::pair<std::string, std::string>;  // rule, subject
using Outcomes = std::map<OutcomeKey, KeptOutcome>;

Outcomes outcomes_of(const OutcomeRecord&);
// None of an item that is not there.
Outcomes kept_outcomes(Store&, const std::optional<ItemState>&);

// The same outcome in the eyes of a reader: its words may differ.
bool same(const Outcomes&, const Outcomes&, const OutcomeKey&);
// What was found, waived or not.
bool same_underneath(const Outcomes&, const Outcomes&, const OutcomeKey&);

// In the order of rules and subjects.
void add_changes(const std::string& item, const Outcomes& was, const Outcomes& is,
                 const std::function<Cause(const OutcomeKey&)>& cause,
                 std::vector<ChangedOutcome>& changes);

}  // namespace verilot
