#include "ingest/stacked_heads.h"

#include <algorithm>

namespace verilot {

std::vector<StackedHead> stacked_heads(const PageLayout& page, const Line& line, double reach) {
  std::vector<StackedHead> heads;
  for (const Line& other : page.lines) {
    if (other.box.y0 < line.box.y0 - reach - 2 || other.box.y1 > line.box.y1 + reach + 2) continue;
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
