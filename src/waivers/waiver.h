// waivers: one finding of one dossier accepted for a time, by one person who asks and another who
// approves.
//
//   Waiver waiver = request_waiver(finding, result, {.until = *parse_waiver_day("2027-01-31")},
//                                  {"Ana Ruiz", "2026-11-22T08:00:00Z", "recall is under way"});
//   approve(waiver, {"Ben Cole", "2026-11-22T09:00:00Z", ""}, persons);
//   if (waiver_state(waiver, evidence_hash(finding, result), as_of) == WaiverState::live) ...
//
// A waiver forgives what was found, not the rule: it holds for the evidence that was read when it
// was asked for, and for no other. Its history only grows.
//
// Units:  a day begins and ends in its zone, UTC where none is named; `as_of` is 00:00 UTC of its
//         day, as everywhere. A waiver until 2026-11-30 in New York is live as of 2026-12-01.
// Errors: WaiverRefused with what would be right.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/run.h"
#include "waivers/persons.h"

namespace verilot {

struct WaiverRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A calendar day in a time zone of the IANA database; "" is UTC.
struct WaiverDay {
  std::chrono::sys_days day{};
  std::string zone;
  friend bool operator==(const WaiverDay&, const WaiverDay&) = default;
};

// "2027-01-31", "2027-01-31 Europe/Madrid"; a month means its last day.
WaiverDay parse_waiver_day(const std::string& text);
std::string to_string(const WaiverDay&);

// Who did something to a waiver, when by the clock (ISO), and why.
struct WaiverAct {
  std::string who, at, why;
  friend bool operator==(const WaiverAct&, const WaiverAct&) = default;
};

struct WaiverEvent {
  enum class Kind { requested, reviewed, approved, revoked };
  Kind kind = Kind::requested;
  WaiverAct act;
  friend bool operator==(const WaiverEvent&, const WaiverEvent&) = default;
};
std::string_view to_string(WaiverEvent::Kind);

struct WaiverTerm {
  std::optional<WaiverDay> from = std::nullopt;  // its first day; none: any up to the last
  WaiverDay until = {};                          // its last day
};

struct Waiver {
  std::string id;
  std::string item;  // the id of the dossier
  std::string rule, subject;
  std::string evidence;             // evidence_hash() of what is forgiven
  Outcome outcome = Outcome::fail;  // that was found
  std::string message;              // of the finding
  WaiverTerm term;
  std::vector<WaiverEvent> history;  // the request first
};

// What is forgiven: the outcome, the subject's name, every fact that was read or missed with its
// value, and the digest of each document that holds one of them. The order does not count.
std::string evidence_hash(const Finding&, const DossierResult&);

enum class WaiverState { requested, future, live, expired, voided, revoked };
std::string_view to_string(WaiverState);

// The one place where it is decided. `evidence` is that of the finding now, "" where there is no
// such finding.
WaiverState waiver_state(const Waiver&, const std::string& evidence, const Date& as_of);

// The days on which its state turns by the clock, as dates of `as_of`: the first of its life, and
// the first after it.
std::optional<std::chrono::sys_days> first_day(const Waiver&);
std::chrono::sys_days day_after(const Waiver&);

// Steps of its life. The reviewer and the approver are persons other than the one who asked, and
// not under a name that may be the same (persons.h); names are recorded as written.
Waiver request_waiver(const Finding&, const DossierResult&, const WaiverTerm&, const WaiverAct&);
void review(Waiver&, const WaiverAct&, const Persons&);
void approve(Waiver&, const WaiverAct&, const Persons&);
void revoke(Waiver&, const WaiverAct&);

// The event of a kind that came last, or nullptr.
const WaiverEvent* last_event(const Waiver&, WaiverEvent::Kind);
// Approved and not revoked: live on some day, if the evidence is the same.
bool is_standing(const Waiver&);

// One line of JSON, the same bytes for the same waiver, and back.
std::string waiver_record(const Waiver&);
Waiver read_waiver(const std::string& record);

// Findings that a live waiver covers become `waived`; verdicts and requests follow, and so does the
// day of the next change. Says of each waiver of this dossier how it stands.
void apply_waivers(DossierResult&, const std::vector<Waiver>&, const Date& as_of);

}  // namespace verilot
