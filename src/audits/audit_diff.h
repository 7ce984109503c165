// audits: what differs between two runs of one inventory, and why.
//
//   for (const ChangedOutcome& change : diff_runs(store, before, after, rulebook)) tell(change);
//
// The cause is found by judging again: the old input under the old packs on the new day, the old
// input under the new packs on the old day, the old input with what registers say now, the new
// input under the old packs on the old day. The
// first of these that gives the new outcome names the cause; where none alone does, several do.
// Where a failure or what is open became waived, or no longer is, the waiver is the cause: it was
// granted, began, expired, was revoked or voided.
//
// Errors: StoreError where the store lacks an input or a pack.
#pragma once

#include <optional>

#include "audits/audit_run.h"

namespace verilot {

enum class Cause { clock, law, data, registers, waiver, software, several, item_new, item_gone };
std::string_view to_string(Cause);  // "date passed", "law changed", "data changed", ...

struct ChangedOutcome {
  std::string item, rule, subject;
  std::optional<KeptOutcome> before, after;  // nothing: it passed, did not apply, or was not there
  Cause cause = Cause::several;
};

// In the order of items, rules and subjects.
std::vector<ChangedOutcome> diff_runs(Store&, const RunRecord& before, const RunRecord& after);

// One item as a run read it, judged by the rules of that run on a day.
DossierResult judge_again(Store&, const RunRecord&, const ItemState&, const Date& as_of);

// Items whose results, judged again from what was kept, are not the bytes that were kept.
struct Replay {
  std::size_t items = 0;
  std::size_t carried = 0;  // the run could not read them, and judged nothing
  std::vector<std::string> different;
};
Replay replay(Store&, const RunRecord&, const std::string& item = "");

}  // namespace verilot
