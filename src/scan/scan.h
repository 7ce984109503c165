// scan: bare rules over a stream of JSON records, one a line.
//
//   ScanTotals totals = scan(rules, reader, {.threads = 4}, write);
//
// The findings of every line come in the order of the lines, whatever the number of threads: the
// same input gives the same bytes. A broken line is a finding of its own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scan/line_scan.h"
#include "scan/rule_file.h"

namespace verilot {

struct ScanOptions {
  unsigned threads = 1;
  bool counts = false;   // nothing is written, only counted
  bool explain = false;  // why for what is false and unknown
};

struct RuleCounts {
  std::uint64_t yes = 0, no = 0, unknown = 0, error = 0;
};

struct ScanTotals {
  std::uint64_t records = 0;  // lines that are JSON objects
  std::uint64_t broken = 0;   // lines that are not; a blank line is neither
  std::vector<RuleCounts> rules;
};

ScanTotals scan(const std::vector<BareRule>& rules, LineReader& reader, const ScanOptions& options,
                const WriteFindings& write);

// {"records":N,"broken":M,"rules":[{"id":..,"true":..,"false":..,"unknown":..,"error":..}]}
std::string counts_json(const std::vector<BareRule>& rules, const ScanTotals& totals);

}  // namespace verilot
