// audits: an inventory judged, as far as anything could have changed since the last time.
//
//   AuditJob job{.inventory = "stock", .as_of = day, ...};
//   AuditReport report = run_audit(job, rulebook, store);
//
// An item is judged again where its bytes, its packs, its waivers, what else judges (tables,
// schema, software), or a date on which its result turns gave cause; else the result of the last
// run stands. The states after a run are the same, byte for byte, as after a run with `full`.
//
// Every few hundred items are put into the store whole, so that a run that is cut off, by stop() or
// by force, goes on where it was.
//
// Errors: an item that cannot be read is counted and named, the rest is judged. Throws StoreError,
//         and std::runtime_error where there is no inventory.
#pragma once

#include <functional>

#include "audit/audit.h"
#include "audits/inventory.h"
#include "audits/outcome_record.h"
#include "audits/rule_tree.h"
#include "store/store.h"

namespace verilot {

struct AuditProgress {
  std::size_t seen = 0, judged = 0;
  double share = 0;  // of the inventory that was gone through, 0 to 1
};

struct AuditJob {
  std::string inventory;                   // path
  std::string name;                        // of the inventory in the store
  std::vector<std::string> jurisdictions;  // as in AuditRequest
  Date as_of;
  std::string software;  // its version
  // Those that read documents, with their versions: another one may read otherwise.
  std::vector<std::string> programs;
  unsigned threads = 1;
  bool full = false;
  std::function<std::string()> now = [] { return std::string(); };  // for the record alone
  std::function<bool()> stop = [] { return false; };
  std::function<void(const AuditProgress&)> progress = [](const AuditProgress&) {};
};

struct AuditReport {
  RunRecord run;
  std::optional<RunRecord> previous;  // the last one that was finished, of this inventory
  bool complete = false;              // false: stopped
  AuditProgress progress;
  std::size_t items = 0, gone = 0;
  std::vector<std::string> broken;  // "line 7: is no JSON object"; the first hundred
  std::size_t broken_count = 0;
  Tally total;
  Problems problems;  // of packs, and of an inventory that ended too early
};

AuditReport run_audit(const AuditJob&, const Rulebook&, Store&);

// How many items, outcomes and so on, as JSON for RunRecord::summary.
std::string summary_json(const AuditReport&);

// The counts that a finished run's summary holds.
Tally tally_in(const RunRecord&);

Tally tally_of(const DossierResult&);

// One item judged from what the store kept of it, with the waivers that stood then. `rulebook` is
// that of the run, or another; with `documents` also what settles that which is open.
DossierResult judge_kept(Store&, const RunRecord&, const ItemState&, Auditor&, const Rulebook&,
                         const DocumentTable* documents = nullptr);

}  // namespace verilot
