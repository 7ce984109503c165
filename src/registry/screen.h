// registry: names of suppliers, owners and persons screened against the names of registers.
//
//   ScreenIndex index(words);
//   index.add(0, entry);  ...  index.finish();
//   ScreenResult result = index.screen({.name = "Meridian Vesicle Trading", .country = "AE"});
//
// Words count by how rare they are among all names added, in any order, with letters changed,
// joined ("bio prep", "bioprep"), as initials or as an acronym. A legal form or digits alone never
// score. A shared identifier is a match whatever the names; two different ones of one kind speak
// against it. Every score has its reasons, and where nothing is near enough the nearest name is
// told with what keeps it apart. Each name of a text that gives several ("A Ltd trading as B") is
// asked for and listed; in a text of more than 24 words a name may stand anywhere.
//
// Units:  a score is the chance, 0 to 1, that both are the same, as fitted in bench/screening; it
// is
//         a candidate for a person to look at, never a finding by itself.
// Limits: the 150 different names with the most rare words in common are compared; 10 hits of a
//         group are given, one where several entries have the same name, which is said. Threads may
//         share a finished index. Same input, same output.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/entry.h"
#include "registry/screen_words.h"

namespace verilot {

struct ScreenQuery {
  std::string name;
  std::string country, address;
  NamedTexts identifiers;         // plain
  std::vector<std::string> also;  // other names of the same party
};

struct ScreenHit {
  std::uint32_t entry = 0;  // as it was added
  std::string name;         // the one of the entry's names that is nearest
  double score = 0;
  std::vector<std::string> reasons;
};

// Of one group; where there are as many, more may be as near.
constexpr std::size_t kMostHits = 10;

struct ScreenResult {
  std::vector<ScreenHit> hits;       // `possible` or more, the best first
  std::optional<ScreenHit> nearest;  // where there is no hit: the best below
};

class ScreenIndex {
 public:
  explicit ScreenIndex(const ScreenWords& words);
  ~ScreenIndex();
  ScreenIndex(ScreenIndex&&) noexcept;

  // Entries of one group, a register say, do not crowd out those of another.
  void add(std::uint32_t entry, const RegisterEntry&, std::uint32_t group = 0);
  void finish();
  ScreenResult screen(const ScreenQuery&) const;
  std::size_t names() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace verilot
