#include "notify/audit_digest.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

std::string word_of(const std::optional<KeptOutcome>& outcome) {
  return outcome ? std::string(to_string(outcome->outcome)) : "none";
}

bool is_grave(const ChangedOutcome& change) {
  const auto weighs = [](const std::optional<KeptOutcome>& outcome) {
    return outcome && !outcome->advisory && outcome->severity >= Severity::high;
  };
  return weighs(change.before) || weighs(change.after);
}

std::string finding_of(const ChangedOutcome& change) {
  return change.item + "/" + (change.subject.empty() ? "" : change.subject + "/") + change.rule;
}

std::string message_of(const ChangedOutcome& change) {
  return change.after ? change.after->message : "";
}

// One line of text: control characters of foreign words are blanks.
std::string plain(const std::string& text) {
  std::string line = text;
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return line;
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : plain(text)) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else {
      safe += c;
    }
  }
  return safe;
}

struct CountRow {
  const char* name;
  long now;
  long was;
};

std::vector<CountRow> rows_of(const AuditDigest& digest) {
  const AuditCounts was = digest.was.value_or(AuditCounts{});
  return {{"fail", digest.now.fail, was.fail},
          {"unverified", digest.now.unverified, was.unverified},
          {"waived", digest.now.waived, was.waived},
          {"advisory", digest.now.advisory, was.advisory}};
}

std::string head_of(const AuditDigest& digest) {
  return fmt::format("Audit {} of {} as of {}: {} items, {} judged again, {} gone, {} not readable",
                     digest.run.id, plain(digest.run.inventory), digest.run.as_of, digest.items,
                     digest.judged, digest.gone, digest.broken);
}

Json counts_json(const AuditCounts& counts) {
  return {{"fail", counts.fail},
          {"unverified", counts.unverified},
          {"waived", counts.waived},
          {"advisory", counts.advisory}};
}

}  // namespace

AuditCounts counts_of(const Tally& tally) {
  AuditCounts counts;
  for (const auto place :
       {Tally::critical_fail, Tally::high_fail, Tally::medium_fail, Tally::low_fail})
    counts.fail += tally[place];
  for (const auto place :
       {Tally::critical_open, Tally::high_open, Tally::medium_open, Tally::low_open})
    counts.unverified += tally[place];
  counts.waived = tally[Tally::waived];
  counts.advisory = tally[Tally::advisory];
  return counts;
}

AuditDigest digest_of(const AuditReport& report, const std::vector<ChangedOutcome>& changes,
                      const Exit& exit) {
  AuditDigest digest{report.run,  report.items,        report.progress.judged,
                     report.gone, report.broken_count, counts_of(report.total)};
  if (report.previous) digest.was = counts_of(tally_in(*report.previous));
  std::map<Cause, std::size_t> causes;
  for (const ChangedOutcome& change : changes) ++causes[change.cause];
  for (const auto& [cause, count] : causes) digest.causes.emplace_back(to_string(cause), count);
  for (const bool grave : {true, false})
    for (const ChangedOutcome& change : changes)
      if (is_grave(change) == grave && digest.changes.size() < kMostChanges)
        digest.changes.push_back(change);
  digest.change_count = changes.size();
  digest.exit = exit;
  return digest;
}

std::string subject_of(const AuditDigest& digest) {
  return fmt::format("verilot: {}, {} failed, {} unverified, {} changed ({})", digest.exit.name,
                     digest.now.fail, digest.now.unverified, digest.change_count,
                     plain(digest.run.as_of));
}

std::string digest_text(const AuditDigest& digest) {
  std::string text = head_of(digest) + "\n";
  text += fmt::format("Result: {} ({}) {}\n\n", digest.exit.code, digest.exit.name,
                      plain(digest.exit.why));
  for (const CountRow& row : rows_of(digest)) {
    text += fmt::format("{:<12}{:>9}", row.name, row.now);
    if (digest.was) text += fmt::format("   was {:>9}", row.was);
    text += "\n";
  }
  text += fmt::format("\n{} changed\n", digest.change_count);
  for (const auto& [cause, count] : digest.causes) text += fmt::format("  {}: {}\n", cause, count);
  for (const ChangedOutcome& change : digest.changes) {
    text += fmt::format("\n{} -> {}  {}\n  cause: {}\n", word_of(change.before),
                        word_of(change.after), plain(finding_of(change)), to_string(change.cause));
    if (!message_of(change).empty()) text += "  " + plain(message_of(change)) + "\n";
  }
  if (digest.changes.size() < digest.change_count)
    text += fmt::format("\nand {} more: verilot audit diff\n",
                        digest.change_count - digest.changes.size());
  return text;
}

std::string digest_html(const AuditDigest& digest) {
  std::string html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
                     escaped(subject_of(digest)) +
                     "</title></head><body style=\"font-family:sans-serif\"><p>" +
                     escaped(head_of(digest)) + "</p><p><strong>" + escaped(digest.exit.name) +
                     "</strong>: " + escaped(digest.exit.why) +
                     "</p><table><thead><tr><th scope=\"col\" align=\"left\">Outcome</th>"
                     "<th scope=\"col\">Now</th>" +
                     (digest.was ? "<th scope=\"col\">Was</th>" : "") + "</tr></thead><tbody>";
  for (const CountRow& row : rows_of(digest)) {
    html += fmt::format("<tr><th scope=\"row\" align=\"left\">{}</th><td align=\"right\">{}</td>",
                        row.name, row.now);
    if (digest.was) html += fmt::format("<td align=\"right\">{}</td>", row.was);
    html += "</tr>";
  }
  html += fmt::format("</tbody></table><h2>{} changed</h2><ul>", digest.change_count);
  for (const auto& [cause, count] : digest.causes)
    html += fmt::format("<li>{}: {}</li>", cause, count);
  html += "</ul>";
  if (!digest.changes.empty())
    html +=
        "<table><thead><tr><th>Before</th><th>After</th><th>Finding</th><th>Cause</th>"
        "<th>What is found</th></tr></thead><tbody>";
  for (const ChangedOutcome& change : digest.changes)
    html += "<tr><td>" + word_of(change.before) + "</td><td>" + word_of(change.after) +
            "</td><td>" + escaped(finding_of(change)) + "</td><td>" +
            std::string(to_string(change.cause)) + "</td><td>" + escaped(message_of(change)) +
            "</td></tr>";
  if (!digest.changes.empty()) html += "</tbody></table>";
  if (digest.changes.size() < digest.change_count)
    html += fmt::format("<p>and {} more: verilot audit diff</p>",
                        digest.change_count - digest.changes.size());
  return html + "</body></html>\n";
}

std::string digest_json(const AuditDigest& digest) {
  Json causes = Json::object(), changes = Json::array();
  for (const auto& [cause, count] : digest.causes) causes[cause] = count;
  for (const ChangedOutcome& change : digest.changes)
    changes.push_back({{"item", change.item},
                       {"subject", change.subject},
                       {"rule", change.rule},
                       {"before", word_of(change.before)},
                       {"after", word_of(change.after)},
                       {"cause", to_string(change.cause)},
                       {"message", message_of(change)}});
  const Json json = {
      {"event", "audit.finished"},
      {"run", digest.run.id},
      {"inventory", digest.run.inventory},
      {"as_of", digest.run.as_of},
      {"items", digest.items},
      {"judged", digest.judged},
      {"gone", digest.gone},
      {"broken", digest.broken},
      {"counts", counts_json(digest.now)},
      {"previous", digest.was ? counts_json(*digest.was) : Json(nullptr)},
      {"changed", digest.change_count},
      {"causes", causes},
      {"changes", changes},
      {"exit", {{"code", digest.exit.code}, {"name", digest.exit.name}, {"why", digest.exit.why}}}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace verilot
