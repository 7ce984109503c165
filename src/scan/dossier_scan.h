// scan: dossiers, one a line of JSON, judged under packs.
//
//   Auditor auditor(rulebook, {"us-fda"}, day);
//   DossierTotals totals = scan_dossiers(auditor, rulebook, reader, {.input = "all.ndjson"},
//   write);
//
// Each dossier is a line {"record":7,"as_of":"2026-11-22","dossier":{...}} with the dossier as in
// `-o json`, in the order of the input; where the rules were tailored "tailoring" stands before it.
// A line that is no JSON object is one of its own, and a dossier with a problem is judged on what
// could be read.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "audit/audit.h"
#include "scan/line_scan.h"

namespace verilot {

struct DossierScanOptions {
  std::string input;  // documents are looked for in its folder; "-" is the standard input
  Date as_of;
  unsigned threads = 1;
  bool counts = false;  // nothing is written, only counted
  bool all = false;     // passed and not applicable findings too
  // Called with every result, by one thread at a time, in any order.
  std::function<void(const DossierResult&)> seen = [](const DossierResult&) {};
};

struct DossierTotals {
  std::uint64_t records = 0;
  std::uint64_t broken = 0;      // lines that are no JSON object; a blank line is none of them
  std::uint64_t incomplete = 0;  // dossiers that could not be read in full
  std::map<std::string, std::array<std::uint64_t, 3>> verdicts;  // of a pack, by Verdict
  std::map<std::string, std::array<std::uint64_t, 6>> rules;     // of a rule, by Outcome
};

DossierTotals scan_dossiers(Auditor&, const Rulebook&, LineReader&, const DossierScanOptions&,
                            const WriteFindings&);

// {"records":N,"broken":M,"incomplete":K,"verdicts":[{"pack":..,"clear":..,..}],
// "rules":[{"id":..,"pass":..,"fail":..,..}]}
// Begins with "tailoring", as in `-o json`, where the rules were tailored.
std::string counts_json(const DossierTotals&, const std::optional<TailoringInfo>& = std::nullopt);

}  // namespace verilot
