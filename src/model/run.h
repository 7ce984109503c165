// One run: what was given, what was found, what could not be read. Everything a report needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/date.h"
#include "model/finding.h"
#include "model/problem.h"

namespace verilot {

struct PackInfo {
  std::string id;
  std::string version;
  std::string title;
  std::string hash;  // sha256 over the pack's files
  std::string law_as_found;
  std::size_t rules = 0;
};

struct ReadDocument {
  std::string name;
  std::string sha256;
  int pages = 0;  // 0 where the format has no pages
  std::vector<int> unread_pages;
};

struct PackVerdict {
  std::string pack;
  Verdict verdict = Verdict::hold;
};

// How much of what the rules asked for was known: facts with a value over facts asked for.
struct Completeness {
  std::size_t known = 0;
  std::size_t needed = 0;
};

// A document to ask for, and the findings it would settle.
struct Request {
  std::string text;
  std::vector<std::string> findings;
};

// One of the fewest documents that hold the facts which are open.
struct NeededDocument {
  std::string kind;  // a value of the enumeration document_kind
  std::string name;
  std::string held_by;                // supplier, clinic, public
  std::vector<std::string> facts;     // that it is asked for
  std::vector<std::string> meanings;  // of those, in the words of the schema
  std::vector<std::string> asks;      // in the words of the rules
  std::vector<std::string> lots;      // the numbers of those it is asked for
  std::vector<std::string> findings;
  std::vector<std::string> clauses;
};

// What it takes in one jurisdiction.
struct MarketNeed {
  enum class What { nothing, documents, change, closed };
  std::string pack;
  What what = What::nothing;
  std::string text;                    // one sentence
  std::vector<std::string> documents;  // kinds
  std::vector<std::string> changes;
  std::vector<std::string> because;  // findings
};

// How a waiver of a dossier stands.
struct WaiverUse {
  std::string id;
  std::string finding;  // its id; "" where there is no such finding any more
  std::string state;    // "live", "expired", "future", "voided"
};

struct DossierResult {
  std::string id;
  std::string path;     // as given
  std::string product;  // its name; "" when not stated
  std::string supplier;
  std::vector<std::string> packs;    // judged under
  std::vector<std::string> refused;  // chosen, but with errors: not judged under
  std::string packs_because;         // "markets US, GB"
  std::vector<PackVerdict> verdicts;
  // The first later day on which the result may differ, the same inputs given; none: it never does.
  std::optional<std::chrono::sys_days> next_change;
  Completeness completeness;
  std::size_t fact_count = 0;
  std::vector<ReadDocument> documents;
  std::vector<Finding> findings;  // in the order of packs, rules and subjects
  std::vector<WaiverUse> waivers;
  std::vector<Request> requests;  // most findings settled first
  // Both only where settling was asked for.
  std::vector<NeededDocument> needed;  // most findings settled first
  std::vector<MarketNeed> markets;     // in the order of the verdicts
  // What the kept registers say of its parties, for the store (vetting/register_slice.h); "" where
  // none are kept.
  std::string registers;
  Problems problems;
};

// A copy of a register that was asked.
struct RegisterCopy {
  std::string id, title, date, sha256;
  bool complete = false, stale = false;
  std::string since = {};  // the day that its age counts from
};

// A change that a tailoring file makes to a rule.
struct TailoredRule {
  std::string rule;
  std::string change;  // "switched off", "added", "severity set from high to medium"
  std::string reason, who, date;
};

struct TailoringInfo {
  std::string file;  // as given
  std::string hash;  // sha256 of it
  std::vector<TailoredRule> rules;
};

struct Exit {
  int code = 0;
  std::string name;  // "unverified"
  std::string why;
};

struct Run {
  Date as_of;
  std::vector<PackInfo> packs;
  std::optional<TailoringInfo> tailoring;  // of the rules, by the user
  std::vector<RegisterCopy> registers;
  std::vector<DossierResult> dossiers;
  Problems pack_problems;  // of rules/ and jurisdictions/: a pack with an error was not used
  Problems problems;       // of paths that are no dossiers
  Exit exit;
};

}  // namespace verilot
