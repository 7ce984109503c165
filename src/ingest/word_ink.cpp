#include "ingest/word_ink.h"

#include <algorithm>
#include <cmath>

namespace verilot {
namespace {

// Part of a picture, each pixel with the number of the part it belongs to.
class Crop {
 public:
  Crop(const GreyImage& image, const Box& box)
      : left_(std::clamp(static_cast<int>(box.x0), 0, image.width)),
        top_(std::clamp(static_cast<int>(box.y0), 0, image.height)),
        width_(std::clamp(static_cast<int>(std::ceil(box.x1)), left_, image.width) - left_),
        height_(std::clamp(static_cast<int>(std::ceil(box.y1)), top_, image.height) - top_),
        marks_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), kPaper) {
    GreyImage part = blank_image(width_, height_);
    for (int y = 0; y < height_; ++y) std::copy_n(image.row(top_ + y) + left_, width_, part.row(y));
    const int level = ink_level(part);  // of this word: others may stand on another shade
    for (int y = 0; y < height_; ++y)
      for (int x = 0; x < width_; ++x)
        if (part.row(y)[x] <= level) mark(x, y) = kInk;
  }

  std::vector<InkPart> parts() {
    std::vector<InkPart> found;
    for (int x = 0; x < width_; ++x)
      for (int y = 0; y < height_; ++y)
        if (mark(x, y) == kInk) found.push_back(part_at(x, y));
    std::erase_if(found, [](const InkPart& part) { return part.ink < 4; });
    std::ranges::stable_sort(found, {}, [](const InkPart& part) { return part.box.x0; });
    return found;
  }

 private:
  static constexpr int kPaper = 0;
  static constexpr int kInk = 1;
  static constexpr int kOutside = 2;  // of a part: paper that reaches its box
  struct Pixel {
    int x, y;
  };

  int& mark(int x, int y) {
    return marks_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                  static_cast<std::size_t>(x)];
  }

  InkPart part_at(int start_x, int start_y) {
    const int number = ++last_;
    InkPart part;
    int x0 = start_x, x1 = start_x, y0 = start_y, y1 = start_y;
    std::vector<Pixel> open{{start_x, start_y}};
    mark(start_x, start_y) = number;
    while (!open.empty()) {
      const Pixel pixel = open.back();
      open.pop_back();
      ++part.ink;
      x0 = std::min(x0, pixel.x);
      x1 = std::max(x1, pixel.x);
      y0 = std::min(y0, pixel.y);
      y1 = std::max(y1, pixel.y);
      for (int y = std::max(0, pixel.y - 1); y <= std::min(height_ - 1, pixel.y + 1); ++y)
        for (int x = std::max(0, pixel.x - 1); x <= std::min(width_ - 1, pixel.x + 1); ++x)
          if (mark(x, y) == kInk) {
            mark(x, y) = number;
            open.push_back({x, y});
          }
    }
    part.box = {static_cast<double>(left_ + x0), static_cast<double>(top_ + y0),
                static_cast<double>(left_ + x1 + 1), static_cast<double>(top_ + y1 + 1)};
    part.encloses = encloses(number, x0, y0, x1, y1);
    part.flat_foot = flat_foot(number, x0, x1, y0, y1);
    part.lean = lean(number, x0, x1, y0, y1);
    return part;
  }

  bool flat_foot(int number, int x0, int x1, int y0, int y1) {
    constexpr double kWide = 0.8;
    const int rows = std::max(1, (y1 - y0 + 1) / 5);
    int widest = 0;
    for (int y = y1 - rows + 1; y <= y1; ++y) {
      int dark = 0;
      for (int x = x0; x <= x1; ++x) dark += mark(x, y) == number;
      widest = std::max(widest, dark);
    }
    return widest >= kWide * (x1 - x0 + 1);
  }

  double lean(int number, int x0, int x1, int y0, int y1) {
    const int middle = (y0 + y1 + 1) / 2;
    double above = 0, above_count = 0, below = 0, below_count = 0;
    for (int y = y0; y <= y1; ++y) {
      for (int x = x0; x <= x1; ++x) {
        if (mark(x, y) != number) continue;
        (y < middle ? above : below) += x;
        (y < middle ? above_count : below_count) += 1;
      }
    }
    if (above_count == 0 || below_count == 0) return 0;
    return (above / above_count - below / below_count) / (x1 - x0 + 1);
  }

  // Paper within the part's box that cannot be reached from its sides.
  bool encloses(int number, int x0, int y0, int x1, int y1) {
    const int across = x1 - x0 + 3;
    const int down = y1 - y0 + 3;
    std::vector<char> seen(static_cast<std::size_t>(across) * static_cast<std::size_t>(down), 0);
    const auto at = [&](int x, int y) -> char& {
      return seen[static_cast<std::size_t>(y) * static_cast<std::size_t>(across) +
                  static_cast<std::size_t>(x)];
    };
    std::vector<Pixel> open{{0, 0}};
    at(0, 0) = kOutside;
    int outside = 0;
    while (!open.empty()) {
      const Pixel pixel = open.back();
      open.pop_back();
      ++outside;
      constexpr Pixel kSteps[] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
      for (const Pixel step : kSteps) {
        const int x = pixel.x + step.x;
        const int y = pixel.y + step.y;
        if (x < 0 || y < 0 || x >= across || y >= down || at(x, y) != 0) continue;
        const bool inside = x > 0 && y > 0 && x + 1 < across && y + 1 < down;
        if (inside && mark(x0 + x - 1, y0 + y - 1) == number) continue;
        at(x, y) = kOutside;
        open.push_back({x, y});
      }
    }
    int ink = 0;
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x) ink += mark(x, y) == number;
    constexpr int kSpeck = 6;  // pixels
    return across * down - outside - ink > kSpeck;
  }

  int left_, top_, width_, height_;
  std::vector<int> marks_;
  int last_ = kOutside;
};

}  // namespace

std::vector<InkPart> ink_parts(const GreyImage& image, const Box& box) {
  return Crop(image, box).parts();
}

}  // namespace verilot
