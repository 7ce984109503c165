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
  // By rules that are at hand still.
  KeptRun(Store&, const RunRecord&, const Rulebook&);

  const RunRecord& run() const { return run_; }
  const std::string& inventory() const { return inventory_; }  // its path
  const std::optional<TailoringInfo>& tailored() const { return rulebook_.tailored; }
  // An item of this run or another, by the rules of this one, on a day (ISO).
  DossierResult result(const RunRecord& of, const ItemState&, const std::string& day);
  // An item of this run as a report wants it: with what settles that which is open, and its path.
  DossierResult report(const ItemState&);
  // The copies of registers that were asked.
  std::vector<RegisterCopy> registers() const;
  // Of the packs used so far on the day of the run, and their faults.
  std::vector<PackInfo> packs();
  Problems pack_problems();

 private:
  void forget_registers();
  Auditor& auditor(const std::string& day);

  Store& store_;
  const RunRecord run_;
  std::string inventory_;
  std::vector<std::string> jurisdictions_;
  std::unique_ptr<TemporaryTree> tree_;  // nullptr where the rules were at hand
  Rulebook rulebook_;
  std::map<std::string, std::unique_ptr<Auditor>> auditors_;  // by day
  std::unique_ptr<DocumentTable> documents_;
  Problems problems_;
};

}  // namespace verilot
