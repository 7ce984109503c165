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
// Errors: WriteError; a file that cannot be read is a problem of load and decides nothing.
#pragma once

#include <map>
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
  const HitDecision* find(const std::string& hit) const;
  std::vector<HitDecision> all() const;
  void add(const HitDecision&);
  const Problems& problems() const { return problems_; }

 private:
  void read(const std::string& path);

  std::string folder_;
  std::map<std::string, std::vector<HitDecision>> by_hit_;
  Problems problems_;
};

}  // namespace verilot
