// A run of one dossier with a certificate, for the tests of reports.
#pragma once

#include <sstream>
#include <string>

#include "report/report.h"

namespace verilot::testing {

inline Finding sample_finding(Outcome outcome, const std::string& rule) {
  Finding f;
  f.id = "vial/lots[0]/" + rule;
  f.pack = "us-fda";
  f.rule = rule;
  f.title = "Sterility test of each lot";
  f.subject = "lots[0]";
  f.subject_name = "lot A1";
  f.outcome = outcome;
  f.severity = Severity::critical;
  f.citation = {.ids = {"us-fda.610.12"},
                .clause = "21 CFR 610.12",
                .status = "T",
                .text = "each lot must be tested",
                .source = "https://www.ecfr.gov/current/title-21/section-610.12"};
  f.message = "The certificates for lot A1 show no passing sterility test (" + rule + ").";
  f.require = "lot.tests.exists(t, t.sterile)";
  f.evidence = {{"lots[0].number",
                 "A1",
                 "documented",
                 false,
                 "",
                 {.file = "coa.pdf", .page = 2, .box = {60, 100, 120, 112}}}};
  f.searched = {{"certificates[0].tests",
                 {.file = "coa.pdf", .page = 2, .box = {54, 210, 558, 402}},
                 {"Endotoxin", "Mycoplasma"}}};
  f.trace = {{"t.sterile", "false"}};
  if (outcome != Outcome::unverified) return f;
  f.unknown = {{"lots[0].sterility", "page 3 of coa.pdf was not read"}};
  f.ask = {"Sterility test report for lot A1"};
  f.settle = Settling{.facts = {"lots[0].sterility"}};
  return f;
}

inline Run sample_run(std::vector<Finding> findings) {
  Run run;
  run.as_of = *parse_date("2026-11-22");
  run.packs = {{"us-fda", "2026.1", "United States", "00", "2026-11-22", 1}};
  DossierResult dossier;
  dossier.id = "vial";
  dossier.path = "lots/vial";
  dossier.product = "Alpha vial";
  dossier.supplier = "Maker";
  dossier.packs = {"us-fda"};
  dossier.packs_because = "as asked";
  dossier.verdicts = {{"us-fda", Verdict::reject}};
  dossier.documents = {{"coa.pdf", "ab12", 2, {}}};
  dossier.findings = std::move(findings);
  run.dossiers = {dossier};
  run.exit = {1, "fail", "1 failed at or above high"};
  return run;
}

inline std::string written(const char* format, const Run& run, const ReportOptions& options = {}) {
  std::ostringstream out;
  write_report(*find_reporter(format), run, options, out);
  return out.str();
}

inline std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

// Words that a hostile document might hold.
inline const std::string kHostile =
    "<script>alert(1)</script>\" onload='x' &amp; ]]> \x1b[2J \xff\xfe \xE2\x80\xAEtxt.exe";

// A run in which every foreign text is hostile.
inline Run hostile_run() {
  Finding f = sample_finding(Outcome::unverified, "us-fda.610.12");
  f.title = f.subject = f.subject_name = f.message = f.id = kHostile;
  f.citation.text = f.citation.source = f.citation.author = kHostile;
  f.evidence[0] = {kHostile, kHostile, kHostile,
                   false,    "",       {.file = kHostile, .page = 2, .box = {1, 2, 3, 4}}};
  f.searched[0].held = {kHostile};
  f.searched[0].path = kHostile;
  f.unknown = {{kHostile, kHostile}};
  f.ask = {kHostile};
  f.trace = {{kHostile, kHostile}};
  f.settle->facts = {kHostile};
  Run run = sample_run({f});
  DossierResult& dossier = run.dossiers[0];
  dossier.id = dossier.product = dossier.supplier = dossier.packs_because = kHostile;
  dossier.path = kHostile;
  dossier.documents = {{kHostile, kHostile, 2, {1}}};
  dossier.problems = {{ProblemLevel::error, in_file(kHostile), kHostile}};
  run.problems = dossier.problems;
  run.exit.why = kHostile;
  return run;
}

}  // namespace verilot::testing
