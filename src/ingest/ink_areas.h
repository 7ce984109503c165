// ingest: the dark areas of a picture that hang together: letters, bars, rulings, logos.
//
//   const InkAreas found(page, ink_level(page));
//   for (const InkRun& run : found.runs) use(found.areas[run.area]);
//
// Units: pixels.
#pragma once

#include <vector>

#include "ingest/grey_image.h"

namespace verilot {

struct InkArea {
  int left = 0, top = 0, right = 0, bottom = 0;  // left <= x < right
  int ink = 0;                                   // dark pixels
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

// Dark pixels of one row, side by side.
struct InkRun {
  int y = 0, from = 0, to = 0;  // from <= x < to
  std::size_t area = 0;
};

struct InkAreas {
  InkAreas(const GreyImage&, int level);
  std::vector<InkArea> areas;  // some are empty: they were joined with others
  std::vector<InkRun> runs;    // by y, then x
};

// Calls use(from, to) for each run of pixels in row `y` that are as dark as `level` or darker.
template <typename Use>
void for_each_run(const GreyImage& image, int y, int level, const Use& use) {
  const std::uint8_t* row = image.row(y);
  for (int x = 0; x < image.width;) {
    if (row[x] > level) {
      ++x;
      continue;
    }
    int end = x;
    while (end < image.width && row[end] <= level) ++end;
    use(x, end);
    x = end;
  }
}

}  // namespace verilot
