// What a rule found on one subject, with everything that shows why.
//
// Source: outcomes are those of XCCDF 1.2 (NIST IR 7275 Rev. 4); its `unknown` is `unverified`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace verilot {

enum class Outcome { pass, fail, unverified, not_applicable, waived, error };
enum class Severity { low, medium, high, critical };
enum class Verdict { clear, hold, reject };

std::string_view to_string(Outcome);  // "not-applicable"
std::string_view to_string(Severity);
std::string_view to_string(Verdict);  // "REJECT"

// The clauses a rule rests on, and how far their texts were checked.
struct Citation {
  std::vector<std::string> ids = {};  // of the clauses in law/, the main one first
  std::string clause = {};            // "21 CFR 610.12"; several joined by "; "
  std::string status = {};            // T or P read, S secondary source, U unconfirmed; the weakest
  std::string text = {};              // official words of the main one; may be empty
  std::string source = {};
  std::string author = {};  // of a regulator's position; "" for law
  std::string date = {};    // of that position
};

// One fact that was read on the way to the outcome.
struct ReadFact {
  std::string path;   // "lots[0].expiry"
  std::string value;  // as printed; "" with `unknown` set
  std::string basis;  // stated, documented, registered, observed
  bool unknown = false;
  std::string reason;  // of an unknown: "not stated", "contradicted"
  SourceLocation where;
};

// One fact that would decide an unverified outcome.
struct MissingFact {
  std::string path;  // what was asked for
  std::string reason;
};

// A list that was searched: what it held, where it stands, whether it was read to its end.
struct SearchedList {
  std::string path;
  SourceLocation where;
  std::vector<std::string> held;  // a word or two per element
  bool complete = true;
  std::string reason;  // why not
};

// What the outcome would be if an open question went one way.
struct WhatIf {
  std::string condition;
  std::string result;
};

// What would settle an unverified finding.
struct Settling {
  // With these known nothing is open, whatever their values are. "lots[].expiry" is that of each
  // lot; "source.species (documented)" asks for the document.
  std::vector<std::string> facts;
  bool settles = true;   // false: no fact does, as a person's judgement or a public list is needed
  bool smallest = true;  // false: not shown to be the smallest such set
  std::vector<std::string> could_fail;  // each could make it fail while all else is unknown
  std::vector<std::string> documents;   // the fewest that hold the facts, by their ids
};

// One step of an explanation: an expression and its value.
struct Step {
  std::string text;
  std::string value;
};

// The waiver that forgives a finding.
struct WaivedBy {
  std::string id;
  std::string until;  // its last day, with the time zone where one is named
  std::string by;     // who approved it
  std::string reason;
  Outcome outcome = Outcome::fail;  // that was found
};

struct Finding {
  std::string id;  // dossier/subject/rule, the id `explain` takes
  std::string pack;
  std::string rule;
  std::string shared_rule;  // that the rule binds; "" for a rule of its own
  std::string title;
  std::string subject;       // "lots[0]"; "" for the dossier
  std::string subject_name;  // "lot EXO-24117"
  Outcome outcome = Outcome::unverified;
  bool advisory = false;
  Severity severity = Severity::high;
  Citation citation;
  std::string message;
  std::string when;  // the expressions, as the pack has them
  std::string require;
  std::vector<ReadFact> applies_because;
  std::vector<ReadFact> evidence;
  std::vector<SearchedList> searched;
  std::vector<MissingFact> unknown;
  std::vector<std::string> ask;
  std::vector<WhatIf> what_if;
  std::optional<Settling> settle;  // of an unverified finding that is shown
  std::optional<WaivedBy> waived;  // with Outcome::waived
  std::vector<Step> trace;
  std::vector<std::string> tailored;  // "severity set from high to medium by a.yaml: reason"
  SourceLocation rule_place;
};

}  // namespace verilot
