#include "ingest/pictured_tables.h"

#include <algorithm>

namespace verilot {
namespace {

constexpr double kSmallest = 0.15;  // of the page's area
constexpr double kLargest = 0.85;   // of the page's area: more is a background
constexpr double kWatermark = 0.3;  // a transparent picture above this share is one
constexpr double kBand = 4;         // how many times wider than high a letterhead is
constexpr double kRoom = 0.9;       // of its sides: words may touch a picture's margin

bool is_candidate(const PdfPicture& picture, const PdfPage& page) {
  const double area = page.width * page.height;
  if (area <= 0 || picture.height <= 0) return false;
  const double share = picture.width * picture.height / area;
  if (share < kSmallest || share > kLargest) return false;
  if (picture.transparent && share > kWatermark) return false;
  return picture.width < kBand * picture.height;
}

// Whether no word stands in some part of the strip that is wide enough.
bool has_gap(const PageLayout& layout, double top, double bottom, double width) {
  std::vector<Box> words;
  for (const Line& line : layout.lines) {
    if (line.box.y1 <= top || line.box.y0 >= bottom) continue;
    for (const Phrase& phrase : line.phrases) words.push_back(phrase.box);
  }
  std::ranges::sort(words, {}, &Box::x0);
  double edge = 0;
  for (const Box& word : words) {
    if (word.x0 - edge >= width) return true;
    edge = std::max(edge, word.x1);
  }
  return layout.width - edge >= width;
}

bool finds_room(const PdfPicture& picture, const PageLayout& layout) {
  const double height = kRoom * picture.height;
  const auto fits_below = [&](double top) {
    return top + height <= layout.height &&
           has_gap(layout, top, top + height, kRoom * picture.width);
  };
  return fits_below(0) || std::ranges::any_of(layout.lines, [&](const Line& line) {
           return fits_below(line.box.y1);
         });
}

bool announces_figure(const PageLayout& layout, const Lexicon& lexicon) {
  return std::ranges::any_of(layout.lines, [&](const Line& line) {
    return std::ranges::any_of(
        line.phrases, [&](const Phrase& phrase) { return lexicon.names_figure(phrase.text); });
  });
}

}  // namespace

bool may_picture_a_table(const PdfPage& page, const PageLayout& layout, const Lexicon& lexicon) {
  const bool candidate = std::ranges::any_of(page.pictures, [&](const PdfPicture& picture) {
    return is_candidate(picture, page) && finds_room(picture, layout);
  });
  return candidate && !announces_figure(layout, lexicon);
}

}  // namespace verilot
