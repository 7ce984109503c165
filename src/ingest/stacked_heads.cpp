#include "ingest/stacked_heads.h"

#include <algorithm>

namespace verilot {
namespace {

constexpr double kTouch = 1.5;  // points between lines of one header

// The height taken by all lines that touch one another, beginning with this one.
Box band_of(const PageLayout& page, const Line& line) {
  Box band = line.box;
  for (bool grown = true; grown;) {
    grown = false;
    for (const Line& other : page.lines) {
      if (shared_y(other.box, band) < -kTouch) continue;
      const Box wider = joined(band, other.box);
      grown = grown || wider.y0 < band.y0 || wider.y1 > band.y1;
      band = wider;
    }
  }
  return band;
}

}  // namespace

std::vector<StackedHead> stacked_heads(const PageLayout& page, const Line& line, bool touching) {
  const Box band = touching ? band_of(page, line) : line.box;
  std::vector<StackedHead> heads;
  for (const Line& other : page.lines) {
    if (&other != &line && !(touching && other.box.y0 >= band.y0 && other.box.y1 <= band.y1))
      continue;
    for (const Phrase& phrase : other.phrases) {
      const auto above = std::ranges::find_if(
          heads, [&](const StackedHead& head) { return shared_x(head.box, phrase.box) > 0; });
      if (above == heads.end()) {
        heads.push_back({phrase.text, phrase.box});
      } else {
        above->text += " " + phrase.text;
        above->box = joined(above->box, phrase.box);
      }
    }
  }
  std::ranges::sort(heads, {}, [](const StackedHead& head) { return head.box.x0; });
  return heads;
}

}  // namespace verilot
