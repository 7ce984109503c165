// Labelled pairs of names for screening: whether both are the same firm or person, and what makes
// the pair hard. Made from a seed; the same seed gives the same pairs. All names are invented.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace verilot::bench {

struct LabelledPair {
  std::string kind;  // "typing error", "same legal form", ...
  std::string asked, listed;
  bool same = false;
};

// Names of firms and persons to be searched among.
std::vector<std::string> make_names(std::size_t count, std::uint64_t seed);

// `of_each` pairs of each kind.
std::vector<LabelledPair> make_pairs(std::size_t of_each, std::uint64_t seed);

}  // namespace verilot::bench
