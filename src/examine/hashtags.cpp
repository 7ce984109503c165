#include "examine/hashtags.h"

#include <algorithm>

namespace verilot {

namespace {

constexpr std::size_t kLongestTag = 100;  // bytes; longer ones are not taken apart
constexpr std::size_t kLongestWord = 24;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

std::vector<std::size_t> capitals(std::string_view written) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 1; i < written.size(); ++i)
    if (is_capital(written[i]) && !is_capital(written[i - 1])) starts.push_back(i);
  return starts;
}

}  // namespace

std::vector<std::size_t> Hashtags::word_starts(std::string_view folded,
                                               std::string_view written) const {
  const std::size_t size = folded.size();
  if (size > kLongestTag) return {};
  // fewest[i]: words that the tag is made of from i on; 0 where it is not made of words.
  std::vector<std::size_t> fewest(size + 1, 0), length(size + 1, 0);
  for (std::size_t at = size; at-- > 0;) {
    for (std::size_t n = 1; n <= std::min(kLongestWord, size - at); ++n) {
      const bool rest = at + n == size || fewest[at + n] != 0;
      if (!rest || words_.count(folded.substr(at, n)) == 0) continue;
      const std::size_t count = 1 + fewest[at + n];
      if (fewest[at] != 0 && count > fewest[at]) continue;
      fewest[at] = count;
      length[at] = n;
    }
  }
  if (size == 0 || fewest[0] == 0) return capitals(written);
  std::vector<std::size_t> starts;
  for (std::size_t at = length[0]; at < size; at += length[at]) starts.push_back(at);
  return starts;
}

}  // namespace verilot
