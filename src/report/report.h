// report: a run to text and JSON, a finding to its explanation. One file per format.
//
//   find_reporter("json")->write(run, {}, std::cout);
//
// Reads: the run alone; no pack, no evidence, so that a stored run can be rendered again.
// Text:  80 columns unless `width` says more; outcomes are words, colour only repeats them.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "model/run.h"

namespace verilot {

struct ReportOptions {
  std::size_t width = 80;  // columns, at least 60
  bool colour = false;
  bool all = false;  // passes and low findings too
};

struct Reporter {
  std::string_view format;  // as in `-o text`
  void (*write)(const Run&, const ReportOptions&, std::ostream&);
};

// Every format. The order is that of the help text.
std::span<const Reporter> reporters();
const Reporter* find_reporter(std::string_view format);

// One dossier as in the JSON report, on one line without its end: live findings, or all.
std::string dossier_line(const DossierResult&, const ReportOptions&);

// Which rules the user's own file changes, and why: in text, and as in the JSON report on one line.
void write_tailoring(const TailoringInfo&, const ReportOptions&, std::ostream&);
std::string tailoring_line(const TailoringInfo&);

// Why one finding is what it is: clause, why the rule applies, what was searched, what would
// decide it.
void write_explanation(const Finding&, const ReportOptions&, std::ostream&);

// The JSON Schema (2020-12) of the JSON report.
std::string result_schema();

}  // namespace verilot
