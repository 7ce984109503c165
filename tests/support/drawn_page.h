// For tests of layout: a page of words where they are asked for.
#pragma once

#include <string>
#include <vector>

#include "ingest/page_layout.h"

namespace verilot::testing {

// A text whose letters are 5 points wide and whose words stand 2.5 points apart.
struct Drawn {
  double x = 0;
  double y = 0;
  std::string text;
  double height = 9;
};

inline PdfPage drawn_page(const std::vector<Drawn>& texts) {
  constexpr double kLetter = 5, kSpace = 2.5;
  PdfPage page;
  page.number = 1;
  page.width = 600;
  page.height = 800;
  for (const Drawn& drawn : texts) {
    double x = drawn.x;
    std::string word;
    const auto flush = [&] {
      if (word.empty()) return;
      const double width = kLetter * static_cast<double>(word.size()) * drawn.height / 9;
      page.words.push_back({word, {x, drawn.y, x + width, drawn.y + drawn.height}});
      x += width + kSpace;
      word.clear();
    };
    for (const char c : drawn.text) {
      if (c == ' ')
        flush();
      else
        word += c;
    }
    flush();
  }
  return page;
}

inline PageLayout drawn(const std::vector<Drawn>& texts) { return layout_of(drawn_page(texts)); }

}  // namespace verilot::testing
