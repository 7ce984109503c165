#include <nlohmann/json.hpp>

#include "audits/audit_run.h"

namespace verilot {

namespace {

using Json = nlohmann::json;

}  // namespace

Tally tally_of(const DossierResult& result) {
  Tally tally;
  const auto of_severity = [](Severity severity) {
    return static_cast<std::size_t>(Severity::critical) - static_cast<std::size_t>(severity);
  };
  for (const Finding& finding : result.findings) {
    const bool fail = finding.outcome == Outcome::fail;
    const bool open = finding.outcome == Outcome::unverified;
    if (finding.outcome == Outcome::error) ++tally[Tally::errors];
    if (finding.outcome == Outcome::waived) ++tally[Tally::waived];
    if (!fail && !open) continue;
    if (finding.advisory) {
      ++tally[Tally::advisory];
    } else {
      ++tally[(fail ? Tally::critical_fail : Tally::critical_open) + of_severity(finding.severity)];
    }
  }
  tally[Tally::problems] = any_error(result.problems);
  return tally;
}

std::string summary_json(const AuditReport& report) {
  Json tally = Json::array();
  for (const long count : report.total.counts) tally.push_back(count);
  return Json({{"items", report.items},
               {"gone", report.gone},
               {"broken", report.broken_count},
               {"tally", tally}})
      .dump();
}

Tally tally_in(const RunRecord& run) {
  Tally tally;
  const Json summary = Json::parse(run.summary, nullptr, false);
  if (summary.is_discarded() || !summary.contains("tally")) return tally;
  for (std::size_t i = 0; i < Tally::kPlaces && i < summary["tally"].size(); ++i)
    tally[i] = summary["tally"][i].get<long>();
  return tally;
}

}  // namespace verilot
