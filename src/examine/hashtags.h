// The words of a hashtag: "fdaapproved" is "fda approved".
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

class Hashtags {
 public:
  Hashtags() = default;
  // Words in lower case without accents.
  explicit Hashtags(const std::vector<std::string>& words) : words_(words.begin(), words.end()) {}

  // Where the second and further words of the tag begin: of the fewest known words that make up
  // the whole of it, else at its capital letters ("HairClinic"). Both have the same length.
  std::vector<std::size_t> word_starts(std::string_view folded, std::string_view written) const;

 private:
  std::set<std::string, std::less<>> words_;
};

}  // namespace verilot
