// audits: what will differ on later days with everything else as it is: no input, rule, waiver or
// copy of a register changes, but each grows older.
//
//   for (const Forecast& one : forecast(store, run, 90)) tell(one.day, one.change, one.why);
//
// Items are judged on the days on which a result says that it turns, and on those on which a copy
// that registers answered from is too old for the first time.
//
// Errors: StoreError where the store lacks an input or a pack, or what it kept is damaged.
#pragma once

#include "audits/audit_diff.h"

namespace verilot {

struct Forecast {
  std::string day;  // ISO
  ChangedOutcome change;
  // The copies that are too old from this day on, in words; none where a date itself decides.
  std::vector<std::string> why = {};
};

// Up to `days` after the day of the run, in the order of days.
std::vector<Forecast> forecast(Store&, const RunRecord&, int days);

}  // namespace verilot
