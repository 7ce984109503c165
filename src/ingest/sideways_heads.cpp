#include "ingest/sideways_heads.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "ingest/page_layout.h"

namespace verilot {
namespace {

constexpr double kSlim = 2;             // how many times as high as wide a word of letters stands
constexpr double kSameEdge = 1.5;       // points
constexpr double kWordGap = 1.2;        // of the width: from word to word of one heading
constexpr std::size_t kMostWords = 80;  // more are a page of their own kind

double width_of(const Box& box) { return box.x1 - box.x0; }

bool is_sideways(const PdfWord& word) {
  return word.text.size() >= 3 && width_of(word.box) > 0 && width_of(word.box) < 25 &&
         height_of(word.box) > kSlim * width_of(word.box);
}

struct Head {
  std::string text;
  Box box;
  std::vector<std::size_t> words;  // by index, as they are read
};

bool stands_in(const Head& head, const Box& box) {
  const double gap = -shared_y(head.box, box);
  return std::abs(head.box.x0 - box.x0) < kSameEdge && std::abs(head.box.x1 - box.x1) < kSameEdge &&
         gap < kWordGap * width_of(head.box);
}

void take(Head& head, const PdfWord& word, std::size_t index) {
  head.text += (head.text.empty() ? "" : " ") + word.text;
  head.box = head.words.empty() ? word.box : joined(head.box, word.box);
  head.words.push_back(index);
}

// Words come in reading order: what follows in the same narrow strip goes on with the heading.
std::vector<Head> heads_in(const std::vector<PdfWord>& words) {
  std::vector<Head> heads;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool goes_on = !heads.empty() && heads.back().words.back() + 1 == i &&
                         stands_in(heads.back(), words[i].box);
    if (goes_on) {
      take(heads.back(), words[i], i);
    } else if (is_sideways(words[i])) {
      Head head;
      // "Lot" before "EL-051" is too short to show which way it runs.
      const std::size_t free = heads.empty() ? 0 : heads.back().words.back() + 1;
      std::size_t from = i;
      while (from > free && i - from < 3 &&
             stands_in({"", words[from].box, {}}, words[from - 1].box))
        --from;
      for (; from <= i; ++from) take(head, words[from], from);
      heads.push_back(std::move(head));
    }
  }
  return heads;
}

bool stand_together(const Head& a, const Head& b) {
  return shared_y(a.box, b.box) > 0.5 * std::min(height_of(a.box), height_of(b.box)) &&
         shared_x(a.box, b.box) <= 0 &&
         -shared_x(a.box, b.box) < 12 * std::max(width_of(a.box), width_of(b.box));
}

// A second line of a heading stands close on its right.
void join_lines(std::vector<Head>& heads) {
  std::ranges::sort(heads, {}, [](const Head& head) { return head.box.x0; });
  for (std::size_t i = 0; i + 1 < heads.size();) {
    const double gap = heads[i + 1].box.x0 - heads[i].box.x1;
    if (gap > 0.5 * width_of(heads[i].box) || shared_y(heads[i].box, heads[i + 1].box) <= 0) {
      ++i;
      continue;
    }
    heads[i].text += " " + heads[i + 1].text;
    heads[i].box = joined(heads[i].box, heads[i + 1].box);
    heads[i].words.insert(heads[i].words.end(), heads[i + 1].words.begin(),
                          heads[i + 1].words.end());
    heads.erase(heads.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

// The line of the header that reads across, lowest within the heights of the headings; at their
// foot where there is none.
Box line_of(const std::vector<Head>& heads, const std::vector<PdfWord>& words) {
  Box all = heads.front().box;
  double width = width_of(all);
  for (const Head& head : heads) {
    all = joined(all, head.box);
    width = std::min(width, width_of(head.box));
  }
  Box line{0, all.y1 - width, 0, all.y1};
  double lowest = 0;
  for (const PdfWord& word : words) {
    const double centre = centre_y(word.box);
    if (is_sideways(word) || height_of(word.box) > 2 * width) continue;
    if (centre < all.y0 || centre > all.y1 || centre < lowest || shared_x(word.box, all) > 0)
      continue;
    lowest = centre;
    line = word.box;
  }
  return line;
}

}  // namespace

void lay_down_sideways_heads(std::vector<PdfWord>& words) {
  std::vector<Head> heads = heads_in(words);
  std::erase_if(heads, [&](const Head& head) {
    return std::ranges::none_of(
        heads, [&](const Head& other) { return &other != &head && stand_together(head, other); });
  });
  if (heads.size() < 2 || heads.size() > kMostWords) return;
  join_lines(heads);
  const Box line = line_of(heads, words);
  std::vector<bool> taken(words.size());
  std::vector<PdfWord> laid;
  for (const Head& head : heads) {
    for (const std::size_t index : head.words) taken[index] = true;
    laid.push_back({head.text, {head.box.x0, line.y0, head.box.x1, line.y1}});
  }
  std::vector<PdfWord> kept;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!taken[i]) kept.push_back(std::move(words[i]));
  kept.insert(kept.end(), laid.begin(), laid.end());
  words = std::move(kept);
}

}  // namespace verilot
