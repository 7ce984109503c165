#include "cli/audit_words.h"

#include <fmt/core.h>

#include <map>
#include <ostream>

namespace verilot {

using Json = nlohmann::ordered_json;

AuditTotals totals(const Tally& tally) {
  AuditTotals counts;
  for (const auto place :
       {Tally::critical_fail, Tally::high_fail, Tally::medium_fail, Tally::low_fail})
    counts.fail += static_cast<std::size_t>(tally[place]);
  for (const auto place :
       {Tally::critical_open, Tally::high_open, Tally::medium_open, Tally::low_open})
    counts.open += static_cast<std::size_t>(tally[place]);
  counts.waived = static_cast<std::size_t>(tally[Tally::waived]);
  counts.incomplete = static_cast<std::size_t>(tally[Tally::problems]);
  return counts;
}

std::size_t number_in(const RunRecord& run, const char* key) {
  const Json summary = Json::parse(run.summary, nullptr, false);
  return summary.is_discarded() ? 0 : summary.value(key, std::size_t{0});
}

Json outcome_json(const std::optional<KeptOutcome>& outcome) {
  if (!outcome) return nullptr;
  Json json = {{"outcome", to_string(outcome->outcome)},
               {"severity", to_string(outcome->severity)},
               {"advisory", outcome->advisory}};
  if (!outcome->message.empty()) json["message"] = outcome->message;
  return json;
}

Json change_json(const ChangedOutcome& change) {
  return {{"item", change.item},
          {"rule", change.rule},
          {"subject", change.subject},
          {"cause", to_string(change.cause)},
          {"before", outcome_json(change.before)},
          {"after", outcome_json(change.after)}};
}

std::string short_word(const std::optional<KeptOutcome>& outcome) {
  if (!outcome) return "-";
  switch (outcome->outcome) {
    case Outcome::fail:
      return "FAIL";
    case Outcome::unverified:
      return "UNVF";
    case Outcome::waived:
      return "WAIV";
    default:
      return "ERR";
  }
}

bool counts_as_news(const ChangedOutcome& change) {
  const auto weighs = [](const std::optional<KeptOutcome>& outcome) {
    return outcome && !outcome->advisory && outcome->severity >= Severity::high;
  };
  return weighs(change.before) || weighs(change.after);
}

void write_change(const ChangedOutcome& change, std::ostream& out) {
  out << fmt::format("  {:>4} -> {:<4}  {}/{}{}{}\n", short_word(change.before),
                     short_word(change.after), change.item, change.subject,
                     change.subject.empty() ? "" : "/", change.rule);
}

void write_changes(const std::vector<ChangedOutcome>& changes, bool all, std::ostream& out) {
  std::map<Cause, std::vector<const ChangedOutcome*>> by_cause;
  std::size_t left_out = 0;
  for (const ChangedOutcome& change : changes) {
    if (!all && !counts_as_news(change)) {
      ++left_out;
    } else {
      by_cause[change.cause].push_back(&change);
    }
  }
  if (by_cause.empty())
    out << (left_out == 0 ? "nothing changed\n" : "no high or critical outcome changed\n");
  constexpr std::size_t kMost = 40;  // of one cause
  for (const auto& [cause, list] : by_cause) {
    out << fmt::format("{} ({})\n", to_string(cause), list.size());
    for (std::size_t i = 0; i < list.size() && i < kMost; ++i) write_change(*list[i], out);
    if (list.size() > kMost) out << fmt::format("  and {} more (-o json)\n", list.size() - kMost);
  }
  if (left_out != 0) out << fmt::format("{} medium, low and advisory changes (--all)\n", left_out);
}

Json run_json(const RunRecord& run) {
  Json about = Json::parse(run.about);
  Json json = {{"run", run.id},
               {"inventory", run.inventory},
               {"as_of", run.as_of},
               {"state", run.state},
               {"started", run.started},
               {"finished", run.finished},
               {"software", run.software},
               {"rules", about["tree"]},
               {"items", number_in(run, "items")}};
  const AuditTotals counts = totals(tally_in(run));
  json["fail"] = counts.fail;
  json["unverified"] = counts.open;
  json["waived"] = counts.waived;
  json["incomplete"] = counts.incomplete + number_in(run, "broken");
  return json;
}

}  // namespace verilot
