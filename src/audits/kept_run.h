// audits: a run of the store, to be judged again by the rules it was judged by.
//
//   KeptRun kept(store, run);
//   store.each(run, [&](const ItemState& item) { show(kept.report(item)); });
//
// Errors: StoreError where the store lacks a rule file or an input.
#pragma once

#include <map>
#include <memory>

#include "audits/audit_run.h"

namespace verilot {

class KeptRun {
 public:
  KeptRun(Store&, const RunRecord&);

  const RunRecord& run() const { return run_; }
  const std::string& inventory() const { return inventory_; }  // its path
  // An item of this run or another, by the rules of this one, on a day (ISO).
  DossierResult result(const RunRecord& of, const ItemState&, const std::string& day);
  // The same had registers said this of its parties.
  DossierResult result(const RunRecord& of, const ItemState&, const std::string& day,
                       const RegisterSlice&);
  // An item of this run as a report wants it: with what settles that which is open, and its path.
  DossierResult report(const ItemState&);
  // Where it was, as the run named it.
  std::string path_of(const ItemState&) const;
  const RegisterDesk& desk() const { return *rulebook_.registers; }  // it keeps no copies
  // Of the packs used so far on the day of the run, and their faults.
  std::vector<PackInfo> packs();
  Problems pack_problems();
  const std::optional<TailoringInfo>& tailored() const { return rulebook_.tailored; }

 private:
  Auditor& auditor(const std::string& day);

  Store& store_;
  const RunRecord run_;
  std::string inventory_;
  std::vector<std::string> jurisdictions_;
  TemporaryTree tree_;
  Rulebook rulebook_;
  std::map<std::string, std::unique_ptr<Auditor>> auditors_;  // by day
  std::unique_ptr<DocumentTable> documents_;
  Problems problems_;
};

}  // namespace verilot
