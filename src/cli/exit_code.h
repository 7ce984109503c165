// cli: the numbers scripts depend on. Part of the interface; they never change meaning.
#pragma once

#include <string>
#include <vector>

#include "model/run.h"

namespace verilot {

enum class ExitCode : int {
  ok = 0,
  fail = 1,        // a live failure at or above --fail-on
  unverified = 2,  // no such failure; something open at or above --unverified-on
  incomplete = 3,  // an input, pack or rule could not be read or judged, or nothing was judged
  stale = 4,       // --require-fresh, and a register is older than allowed
  pack_rejected = 10,
  evidence_rejected = 11,
  usage = 64,
  no_input = 66,
  internal = 70,
  cannot_create = 73,
  cannot_write = 74,
  busy = 75,
  config = 78,
  cancelled = 130,
};

struct ExitEntry {
  ExitCode code;
  const char* name;
  const char* meaning;
};

// The table that `verilot help exit-codes` prints.
const std::vector<ExitEntry>& exit_codes();
std::string exit_name(ExitCode);

struct ExitPolicy {
  Severity fail_on = Severity::high;
  Severity unverified_on = Severity::high;
  bool exit_zero = false;  // 1 and 2 become 0; 3 and above never
};

// What decides between 0, 1, 2 and 3 once everything was read.
struct ExitCounts {
  std::size_t judged = 0, fail = 0, unverified = 0, error = 0;
  std::string problem = {};  // the first that leaves a dossier incomplete
};
void count(const DossierResult&, const ExitPolicy&, ExitCounts&);
Exit decide_exit(const ExitCounts&, const ExitPolicy&);

// 10 over 3 over 1 over 2 over 0, with the reason in words. The dossiers of the run, or what was
// counted of them.
Exit decide_exit(const Run&, const ExitPolicy&);
Exit decide_exit(const Run&, const ExitCounts&, const ExitPolicy&);

}  // namespace verilot
