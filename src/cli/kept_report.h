// cli: the reports of a stored run, each of its items judged again from what was kept.
//
//   KeptRun kept(store, run);
//   return write_kept_report(store, kept, {outputs, policy}, environment);
//
// The code is ok, whatever was found; evidence_rejected where an item comes out otherwise than it
// is kept, which is told; cannot_create or cannot_write of a file.
#pragma once

#include "audits/kept_run.h"
#include "cli/report_outputs.h"

namespace verilot {

struct KeptReport {
  OutputOptions outputs;
  ExitPolicy policy;
  std::string item = {};  // alone, "" for all
  bool all = false;       // text: passes too
  bool tell_problems = true;
};

ExitCode write_kept_report(Store&, KeptRun&, const KeptReport&, Environment&);

}  // namespace verilot
