#include "cli/exit_code.h"

#include <algorithm>

namespace verilot {

namespace {

Exit exit_of(ExitCode code, std::string why) {
  return {static_cast<int>(code), exit_name(code), std::move(why)};
}

std::string first_error(const Problems& problems) {
  const auto it = std::find_if(problems.begin(), problems.end(),
                               [](const Problem& p) { return p.level == ProblemLevel::error; });
  return it == problems.end() ? "" : to_string(*it);
}

}  // namespace

const std::vector<ExitEntry>& exit_codes() {
  static const std::vector<ExitEntry> kCodes = {
      {ExitCode::ok, "ok", "complete; nothing at or above --fail-on or --unverified-on"},
      {ExitCode::fail, "fail", "complete; a failure at or above --fail-on (default high)"},
      {ExitCode::unverified, "unverified",
       "complete; no such failure; something open at or above --unverified-on (default high)"},
      {ExitCode::incomplete, "incomplete",
       "an input or rule could not be read or judged, or nothing was judged"},
      {ExitCode::stale, "stale",
       "--require-fresh, and the copy of a register is older than allowed or not there"},
      {ExitCode::pack_rejected, "pack-rejected",
       "a pack has a fault and was not used, or a tailoring file has one"},
      {ExitCode::evidence_rejected, "evidence-rejected",
       "an input or what was kept does not have the checksum that was declared"},
      {ExitCode::usage, "usage", "unknown flag or argument, contradictory flags"},
      {ExitCode::no_input, "no-input", "a named file or folder does not exist"},
      {ExitCode::internal, "internal", "a bug"},
      {ExitCode::cannot_create, "output", "an output file cannot be created"},
      {ExitCode::cannot_write, "output", "output cannot be written, or a store not be used"},
      {ExitCode::busy, "busy", "another run holds the lock; try again"},
      {ExitCode::config, "config", "a configuration file is invalid"},
      {ExitCode::cancelled, "cancelled", "stopped; the same command goes on"},
  };
  return kCodes;
}

std::string exit_name(ExitCode code) {
  for (const ExitEntry& entry : exit_codes())
    if (entry.code == code) return entry.name;
  return "internal";
}

void count(const DossierResult& dossier, const ExitPolicy& policy, ExitCounts& counts) {
  if (counts.problem.empty() && any_error(dossier.problems))
    counts.problem = (dossier.id.empty() ? "" : dossier.id + ": ") + first_error(dossier.problems);
  for (const Finding& finding : dossier.findings) {
    ++counts.judged;
    if (finding.outcome == Outcome::error) ++counts.error;
    if (finding.advisory) continue;
    if (finding.outcome == Outcome::fail && finding.severity >= policy.fail_on) ++counts.fail;
    if (finding.outcome == Outcome::unverified && finding.severity >= policy.unverified_on)
      ++counts.unverified;
  }
}

Exit decide_exit(const Run& run, const ExitPolicy& policy) {
  ExitCounts counts;
  for (const DossierResult& dossier : run.dossiers) count(dossier, policy, counts);
  return decide_exit(run, counts, policy);
}

Exit decide_exit(const Run& run, const ExitCounts& counts, const ExitPolicy& policy) {
  if (any_error(run.pack_problems)) {
    const std::string first = first_error(run.pack_problems);
    return exit_of(ExitCode::pack_rejected, first.substr(0, first.find('\n')));
  }
  if (any_error(run.problems)) return exit_of(ExitCode::incomplete, first_error(run.problems));
  return decide_exit(counts, policy);
}

Exit decide_exit(const ExitCounts& counts, const ExitPolicy& policy) {
  if (!counts.problem.empty()) return exit_of(ExitCode::incomplete, counts.problem);
  if (counts.error > 0)
    return exit_of(ExitCode::incomplete,
                   std::to_string(counts.error) + " rules could not be judged");
  if (counts.judged == 0) return exit_of(ExitCode::incomplete, "nothing was judged");
  const auto severity = [](Severity s) { return std::string(to_string(s)); };
  if (counts.fail > 0) {
    const Exit exit = exit_of(ExitCode::fail, std::to_string(counts.fail) + " failed at or above " +
                                                  severity(policy.fail_on));
    return policy.exit_zero ? exit_of(ExitCode::ok, exit.why + "; --exit-zero") : exit;
  }
  if (counts.unverified > 0) {
    const Exit exit = exit_of(ExitCode::unverified, std::to_string(counts.unverified) +
                                                        " unverified at or above " +
                                                        severity(policy.unverified_on));
    return policy.exit_zero ? exit_of(ExitCode::ok, exit.why + "; --exit-zero") : exit;
  }
  return exit_of(ExitCode::ok, "nothing failed or is open at or above the chosen severities");
}

}  // namespace verilot
