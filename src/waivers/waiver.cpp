#include "waivers/waiver.h"

#include <algorithm>

#include "digest/digest.h"
#include "ingest/text_fold.h"
#include "zones/zone.h"

namespace verilot {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kDay = 86'400;
constexpr std::size_t kLongestName = 200, kLongestReason = 4'000;

std::int64_t seconds(sys_days day) { return day.time_since_epoch().count() * kDay; }

// When a day begins in a zone, in seconds of UTC.
std::int64_t begin_of(sys_days day, const std::string& zone) {
  const std::int64_t local = seconds(day);
  const Zone* found = zone.empty() ? nullptr : find_zone(zone);
  if (found == nullptr) return local;
  // The offset is known for times of UTC alone: the second try is right around a change of clocks.
  const std::int64_t nearly = local - found->offset_at(local);
  return local - found->offset_at(nearly);
}

// The first day of `as_of` that is not before a moment.
sys_days first_at(std::int64_t moment) {
  std::int64_t day = moment / kDay;
  if (moment % kDay > 0) ++day;
  return sys_days(days(day));
}

WaiverAct checked(const WaiverAct& act, bool needs_reason) {
  WaiverAct clean{squeezed(act.who), act.at, squeezed(act.why)};
  if (folded(clean.who).empty()) throw WaiverRefused("a name is needed: --by \"First Last\"");
  if (clean.who.size() > kLongestName) throw WaiverRefused("the name is longer than 200 bytes");
  if (clean.why.size() > kLongestReason)
    throw WaiverRefused("the reason is longer than 4,000 bytes");
  if (needs_reason && clean.why.empty())
    throw WaiverRefused("a reason is needed: --reason \"...\"");
  return clean;
}

void refuse_requester(const Waiver& waiver, const WaiverAct& act, const Persons& persons,
                      const std::string& verb) {
  const std::string& requester = waiver.history.front().act.who;
  const OnePerson one = persons.compare(requester, act.who);
  if (one == OnePerson::yes)
    throw WaiverRefused("waiver " + waiver.id + " was requested by " + requester +
                        ": another person " + verb + " it");
  if (one == OnePerson::maybe)
    throw WaiverRefused("waiver " + waiver.id + " was requested by " + requester + ", and " +
                        act.who + " may be the same person: another one " + verb +
                        " it; write full names, also of who requests");
}

void refuse_unless_requested(const Waiver& waiver) {
  if (const WaiverEvent* revoked = last_event(waiver, WaiverEvent::Kind::revoked))
    throw WaiverRefused("waiver " + waiver.id + " was revoked by " + revoked->act.who +
                        "; request a new one");
  if (const WaiverEvent* approved = last_event(waiver, WaiverEvent::Kind::approved))
    throw WaiverRefused("waiver " + waiver.id + " was approved by " + approved->act.who +
                        " already");
}

std::string document_digest(const DossierResult& result, const std::string& file) {
  const auto found = std::ranges::find(result.documents, file, &ReadDocument::name);
  return found == result.documents.end() ? "" : found->sha256;
}

}  // namespace

WaiverDay parse_waiver_day(const std::string& text) {
  const std::string trimmed = squeezed(text);
  const std::size_t blank = trimmed.find(' ');
  const std::string zone = blank == std::string::npos ? "" : trimmed.substr(blank + 1);
  const std::string iso = trimmed.substr(0, blank);
  const auto date = iso.find('T') == std::string::npos ? parse_date(iso) : std::nullopt;
  if (!date)
    throw WaiverRefused("'" + text +
                        "' is no day: write 2027-01-31, or 2027-01-31 Europe/Madrid for the day "
                        "of a time zone");
  if (!zone.empty() && zone != "UTC" && find_zone(zone) == nullptr)
    throw WaiverRefused("'" + zone +
                        "' is no time zone: write Europe/Madrid, America/New_York or "
                        "UTC");
  return {date->last, zone == "UTC" ? "" : zone};
}

std::string to_string(const WaiverDay& day) {
  const std::string date = to_string(Date{day.day, day.day});
  return day.zone.empty() ? date : date + " " + day.zone;
}

std::string_view to_string(WaiverEvent::Kind kind) {
  switch (kind) {
    case WaiverEvent::Kind::requested:
      return "requested";
    case WaiverEvent::Kind::reviewed:
      return "reviewed";
    case WaiverEvent::Kind::approved:
      return "approved";
    case WaiverEvent::Kind::revoked:
      break;
  }
  return "revoked";
}

std::string_view to_string(WaiverState state) {
  switch (state) {
    case WaiverState::requested:
      return "requested";
    case WaiverState::future:
      return "future";
    case WaiverState::live:
      return "live";
    case WaiverState::expired:
      return "expired";
    case WaiverState::voided:
      return "voided";
    case WaiverState::revoked:
      break;
  }
  return "revoked";
}

std::string evidence_hash(const Finding& finding, const DossierResult& result) {
  constexpr char kEnd = '\0';
  std::vector<std::string> parts;
  std::vector<std::string> documents;
  const auto read = [&](const char* kind, const ReadFact& fact) {
    parts.push_back(kind + fact.path + kEnd + fact.value + kEnd + fact.basis + kEnd +
                    (fact.unknown ? "unknown " : "known ") + fact.reason);
    documents.push_back(document_digest(result, fact.where.file));
  };
  for (const ReadFact& fact : finding.applies_because) read("applies ", fact);
  for (const ReadFact& fact : finding.evidence) read("fact ", fact);
  for (const MissingFact& fact : finding.unknown)
    parts.push_back("missing " + fact.path + kEnd + fact.reason);
  for (const SearchedList& list : finding.searched) {
    std::string part = "list " + list.path + kEnd + (list.complete ? "complete" : list.reason);
    for (const std::string& held : list.held) part += kEnd + held;
    parts.push_back(part);
    documents.push_back(document_digest(result, list.where.file));
  }
  for (const std::string& document : documents) parts.push_back("document " + document);
  std::ranges::sort(parts);
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  const Outcome found = finding.waived ? finding.waived->outcome : finding.outcome;
  std::string all = std::string(to_string(found)) + kEnd + finding.subject_name + '\n';
  for (const std::string& part : parts) all += part + '\n';
  return sha256_of({all});
}

WaiverState waiver_state(const Waiver& waiver, const std::string& evidence, const Date& as_of) {
  if (last_event(waiver, WaiverEvent::Kind::revoked) != nullptr) return WaiverState::revoked;
  if (last_event(waiver, WaiverEvent::Kind::approved) == nullptr) return WaiverState::requested;
  if (as_of.first >= day_after(waiver)) return WaiverState::expired;
  const auto first = first_day(waiver);
  if (first && as_of.first < *first) return WaiverState::future;
  return waiver.evidence == evidence ? WaiverState::live : WaiverState::voided;
}

std::optional<sys_days> first_day(const Waiver& waiver) {
  if (!waiver.term.from) return std::nullopt;
  return first_at(begin_of(waiver.term.from->day, waiver.term.from->zone));
}

sys_days day_after(const Waiver& waiver) {
  return first_at(begin_of(waiver.term.until.day + days(1), waiver.term.until.zone));
}

Waiver request_waiver(const Finding& finding, const DossierResult& result, const WaiverTerm& term,
                      const WaiverAct& act) {
  if (finding.outcome != Outcome::fail && finding.outcome != Outcome::unverified)
    throw WaiverRefused(finding.id + " is " + std::string(to_string(finding.outcome)) +
                        ": a waiver forgives a failure or what is open");
  Waiver waiver{"",
                result.id,
                finding.rule,
                finding.subject,
                evidence_hash(finding, result),
                finding.outcome,
                finding.message,
                term,
                {{WaiverEvent::Kind::requested, checked(act, true)}}};
  const auto first = first_day(waiver);
  if (first && *first >= day_after(waiver))
    throw WaiverRefused("the waiver would end on " + to_string(term.until) +
                        ", before it begins on " + to_string(*term.from));
  return waiver;
}

void review(Waiver& waiver, const WaiverAct& act, const Persons& persons) {
  const WaiverAct clean = checked(act, false);
  refuse_unless_requested(waiver);
  refuse_requester(waiver, clean, persons, "reviews");
  waiver.history.push_back({WaiverEvent::Kind::reviewed, clean});
}

void approve(Waiver& waiver, const WaiverAct& act, const Persons& persons) {
  const WaiverAct clean = checked(act, false);
  refuse_unless_requested(waiver);
  refuse_requester(waiver, clean, persons, "approves");
  waiver.history.push_back({WaiverEvent::Kind::approved, clean});
}

void revoke(Waiver& waiver, const WaiverAct& act) {
  const WaiverAct clean = checked(act, true);
  if (const WaiverEvent* revoked = last_event(waiver, WaiverEvent::Kind::revoked))
    throw WaiverRefused("waiver " + waiver.id + " was revoked by " + revoked->act.who + " already");
  waiver.history.push_back({WaiverEvent::Kind::revoked, clean});
}

const WaiverEvent* last_event(const Waiver& waiver, WaiverEvent::Kind kind) {
  const WaiverEvent* last = nullptr;
  for (const WaiverEvent& event : waiver.history)
    if (event.kind == kind) last = &event;
  return last;
}

bool is_standing(const Waiver& waiver) {
  return last_event(waiver, WaiverEvent::Kind::approved) != nullptr &&
         last_event(waiver, WaiverEvent::Kind::revoked) == nullptr;
}

}  // namespace verilot
