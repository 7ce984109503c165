// cli: how runs and what changed between them are told, in words and as JSON.
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>

#include "audits/audit_diff.h"

namespace verilot {

// Live outcomes without the advisory ones, and items that could not be read in full.
struct AuditTotals {
  std::size_t fail = 0, open = 0, waived = 0, incomplete = 0;
};
AuditTotals totals(const Tally&);

// A number of the summary of a run: "items", "broken".
std::size_t number_in(const RunRecord&, const char* key);

nlohmann::ordered_json run_json(const RunRecord&);
nlohmann::ordered_json outcome_json(const std::optional<KeptOutcome>&);
nlohmann::ordered_json change_json(const ChangedOutcome&);

// "FAIL", "-" for what is not there.
std::string short_word(const std::optional<KeptOutcome>&);
// Whether it is of high severity or above, before or after.
bool counts_as_news(const ChangedOutcome&);

// By cause; without `all` the news alone, and a count of the others.
void write_changes(const std::vector<ChangedOutcome>&, bool all, std::ostream&);
void write_change(const ChangedOutcome&, std::ostream&);

}  // namespace verilot
