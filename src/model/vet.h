// model: what vetting a supplier gives, for its report.
//
// A section holds the findings of its rules in the order of the table; what was not looked at says
// so, and is neither good nor bad.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/run.h"

namespace verilot {

// A name in a register beside that of a party.
struct VetName {
  // entry: the party's own, by a number or as confirmed; nearest: no candidate at all
  enum class Kind { entry, open, cleared, nearest };
  Kind kind = Kind::nearest;
  std::string party, list, name;
  double score = 0;
  std::vector<std::string> reasons;  // of an entry, its status, dates and details
  std::string hit;      // to clear or confirm it by; "" for an entry that a number found
  std::string decided;  // who, when and why
};

struct VetSection {
  std::string id, title, note;
  bool looked_at = true;
  std::vector<Finding> findings;  // those that apply
  // Of each finding the copy of the register that it rests on, and its age; "" where there is none.
  std::vector<std::string> rests_on;
  std::vector<VetName> names;
};

struct VetResult {
  std::string id, name, country;
  std::vector<std::pair<std::string, std::string>> numbers;  // scheme and number
  bool by_dossier = false;
  std::vector<VetSection> sections;
  Verdict verdict = Verdict::hold;
  std::size_t passed = 0, failed = 0, open = 0, errors = 0;
  Problems problems;
};

struct VetRun {
  Date as_of;
  std::vector<RegisterCopy> registers;
  Exit exit;
};

}  // namespace verilot
