// vetting: what a person decided about a near name: another one (cleared) or the same (confirmed).
//
//   HitDecisions decisions(state_folder);
//   decisions.add({.hit = "9f2c41d07b55", .decision = HitDecision::Kind::cleared, .by = "M. Ortiz",
//                  .on = "2026-11-22", .because = "other country, other trade"});
//
// A hit stands for both sides as they are, the party and the entry of the register: when either
// changes it is another hit, and the decision does not hold for it.
//
// Files:  <state>/hits/<hit>-<number>.json, written whole, never changed; the last one counts.
// Errors: WriteError; a file that cannot be read is a problem of load. Its hit is then undecided
// until
//         it is decided anew, whatever older files say; where the file's name does not tell the
//         hit, no hit counts as cleared.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/problem.h"
#include "registry/entry.h"
#include "vetting/register_questions.h"

namespace verilot {

struct HitDecision {
  enum class Kind { cleared, confirmed };
  std::string hit;
  Kind kind = Kind::cleared;
  std::string by, on, because;       // `on` is an ISO date
  std::string party, entry, source;  // names, for people
};

std::string to_string(HitDecision::Kind);

// Twelve hexadecimal digits.
std::string hit_of(const Party&, const std::string& source, const RegisterEntry&);

class HitDecisions {
 public:
  explicit HitDecisions(const std::string& state);
  // The one that counts, or nullptr.
  const HitDecision* find(const std::string& hit) const;
  std::vector<HitDecision> all() const;
  void add(const HitDecision&);
  const Problems& problems() const { return problems_; }
  // What damage leaves undecided, as text that changes with it; "" where there is none.
  std::string undecided() const;

 private:
  void read(const std::string& name);
  void leave_open(const std::string& name, const std::string& why);

  std::string folder_;
  std::map<std::string, std::vector<HitDecision>> by_hit_;
  std::set<std::string> undecided_;  // hits whose last file is damaged
  bool any_lost_ = false;            // a damaged file, nobody knows of which hit
  Problems problems_;
};

}  // namespace verilot
