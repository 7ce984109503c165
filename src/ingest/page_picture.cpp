#include "ingest/page_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ingest/ink_areas.h"

namespace verilot {
namespace {

constexpr int kShrink = 3;           // to 100 dots an inch: enough to find lines, and quick
constexpr double kMostSkew = 6;      // degrees
constexpr double kCoarseStep = 0.4;  // degrees
constexpr double kFineStep = 0.05;   // degrees
constexpr int kLongRun = 60;         // shrunk pixels: longer is a ruling or a bar, not a letter
constexpr std::size_t kFewEdges = 200;

struct Point {
  float x, y;
};

// Where letters end below: dark over light. Rulings and bars are left out.
std::vector<Point> lower_edges(const GreyImage& image) {
  std::vector<Point> edges;
  const int level = ink_level(image);
  for (int y = 0; y + 1 < image.height; ++y) {
    const std::uint8_t* below = image.row(y + 1);
    for_each_run(image, y, level, [&](int from, int to) {
      if (to - from > kLongRun) return;
      for (int x = from; x < to; ++x)
        if (below[x] > level) edges.push_back({static_cast<float>(x), static_cast<float>(y)});
    });
  }
  return edges;
}

// How sharply the edges fall into lines when the page is seen at an angle.
double sharpness(const std::vector<Point>& edges, double degrees, int width, int height) {
  const auto slope = static_cast<float>(std::tan(degrees * std::numbers::pi / 180));
  const int margin = static_cast<int>(std::abs(slope) * static_cast<float>(width)) + 2;
  std::vector<int> rows(static_cast<std::size_t>(height + 2 * margin));
  for (const Point& edge : edges)
    ++rows[static_cast<std::size_t>(edge.y - slope * edge.x + static_cast<float>(margin))];
  double sum = 0;
  for (const int count : rows) sum += static_cast<double>(count) * count;
  return sum;
}

double best_angle(const std::vector<Point>& edges, double around, double reach, double step,
                  const GreyImage& image) {
  double best = around;
  double most = sharpness(edges, around, image.width, image.height);
  for (double angle = around - reach; angle <= around + reach + step / 2; angle += step) {
    const double sharp = sharpness(edges, angle, image.width, image.height);
    if (sharp > most * 1.001) {
      most = sharp;
      best = angle;
    }
  }
  return best;
}

}  // namespace

double skew_of(const GreyImage& page) {
  const GreyImage small = shrunk(page, kShrink);
  const std::vector<Point> edges = lower_edges(small);
  if (edges.size() < kFewEdges) return 0;
  const double coarse = best_angle(edges, 0, kMostSkew, kCoarseStep, small);
  return best_angle(edges, coarse, kCoarseStep, kFineStep, small);
}

bool lies_sideways(const GreyImage& page) {
  const GreyImage small = shrunk(page, kShrink);
  const GreyImage side = quarter_turned(small, 1);
  const std::vector<Point> level = lower_edges(small);
  const std::vector<Point> upright = lower_edges(side);
  if (level.size() < kFewEdges || upright.size() < kFewEdges) return false;
  const auto sharp = [](const std::vector<Point>& edges, const GreyImage& image) {
    const double angle = best_angle(edges, 0, kMostSkew, kCoarseStep, image);
    // Against what edges spread evenly over the rows would give.
    const double even = static_cast<double>(edges.size()) * static_cast<double>(edges.size());
    return sharpness(edges, angle, image.width, image.height) * image.height / even;
  };
  return sharp(upright, side) > 1.25 * sharp(level, small);
}

bool is_blank(const GreyImage& page) {
  constexpr int kFaint = 40;            // levels below the paper
  constexpr std::size_t kSpecks = 300;  // pixels: dust, no word
  std::array<std::size_t, 256> histogram{};
  for (const std::uint8_t pixel : page.pixels) ++histogram[pixel];
  const auto paper = std::ranges::max_element(histogram) - histogram.begin();
  std::size_t marks = 0;
  for (int level = 0; level < 256; ++level)
    if (std::abs(level - static_cast<int>(paper)) > kFaint)
      marks += histogram[static_cast<std::size_t>(level)];
  return marks < kSpecks;
}

namespace {

constexpr int kTile = 64;  // pixels: higher than a line of text, so that each tile holds some paper

// The level of the paper around each tile: the lightest but one twentieth of its pixels.
GreyImage paper_of(const GreyImage& page) {
  const int across = (page.width + kTile - 1) / kTile;
  const int down = (page.height + kTile - 1) / kTile;
  GreyImage paper = blank_image(across, down);
  for (int ty = 0; ty < down; ++ty) {
    for (int tx = 0; tx < across; ++tx) {
      std::array<int, 256> histogram{};
      int count = 0;
      for (int y = ty * kTile; y < std::min(page.height, (ty + 1) * kTile); y += 2)
        for (int x = tx * kTile; x < std::min(page.width, (tx + 1) * kTile); x += 2, ++count)
          ++histogram[page.row(y)[x]];
      int left = count / 20;
      int level = 255;
      while (level > 0 && (left -= histogram[static_cast<std::size_t>(level)]) >= 0) --level;
      paper.row(ty)[tx] = static_cast<std::uint8_t>(level);
    }
  }
  return paper;
}

// Dark tiles among light ones are bars and pictures: they take the paper of their neighbours.
GreyImage spread(const GreyImage& paper) {
  constexpr int kReach = 3;
  GreyImage out = paper;
  for (int y = 0; y < paper.height; ++y) {
    for (int x = 0; x < paper.width; ++x) {
      std::uint8_t most = 0;
      for (int j = std::max(0, y - kReach); j <= std::min(paper.height - 1, y + kReach); ++j)
        for (int i = std::max(0, x - kReach); i <= std::min(paper.width - 1, x + kReach); ++i)
          most = std::max(most, paper.row(j)[i]);
      out.row(y)[x] = most;
    }
  }
  return out;
}

}  // namespace

void even_out(GreyImage& page) {
  const GreyImage paper = spread(paper_of(page));
  const auto [darkest, lightest] = std::ranges::minmax(paper.pixels);
  constexpr int kEven = 24;  // levels: a scan's paper differs by less over the page
  if (lightest - darkest < kEven && lightest > 200) return;
  for (int y = 0; y < page.height; ++y) {
    std::uint8_t* row = page.row(y);
    const double ty = std::clamp((y + 0.5) / kTile - 0.5, 0.0, paper.height - 1.0);
    const int top = static_cast<int>(ty);
    const int low = std::min(top + 1, paper.height - 1);
    for (int x = 0; x < page.width; ++x) {
      const double tx = std::clamp((x + 0.5) / kTile - 0.5, 0.0, paper.width - 1.0);
      const int left = static_cast<int>(tx);
      const int right = std::min(left + 1, paper.width - 1);
      const double high =
          paper.row(top)[left] + (paper.row(top)[right] - paper.row(top)[left]) * (tx - left);
      const double deep =
          paper.row(low)[left] + (paper.row(low)[right] - paper.row(low)[left]) * (tx - left);
      const double level = std::max(high + (deep - high) * (ty - top), 32.0);
      row[x] = static_cast<std::uint8_t>(std::min(255.0, row[x] * 255 / level));
    }
  }
}

namespace {

constexpr int kDark = 140;  // level: letters on a lighter bar are dark themselves

bool is_dark_bar(const InkArea& area) {
  constexpr int kWide = 30;  // shrunk pixels
  constexpr int kHigh = 8;
  return area.width() >= kWide && area.height() >= kHigh &&
         area.ink * 2 > area.width() * area.height();
}

// Light becomes dark between two columns of some rows; the bar's own shade becomes white.
void invert(GreyImage& page, int y, int from, int to, int shade) {
  std::uint8_t* row = page.row(y);
  for (int x = from; x < to; ++x) {
    const int above = std::max(0, row[x] - shade);
    row[x] = static_cast<std::uint8_t>(255 - std::min(255, above * 255 / std::max(1, 255 - shade)));
  }
}

}  // namespace

void make_dark_on_light(GreyImage& page) {
  const GreyImage small = shrunk(page, kShrink);
  const InkAreas found(small, std::min(ink_level(small), kDark));
  // Of each bar, row by row, its leftmost and rightmost dark pixel.
  for (std::size_t i = 0; i < found.runs.size();) {
    const int y = found.runs[i].y;
    std::vector<InkRun> spans;
    for (; i < found.runs.size() && found.runs[i].y == y; ++i) {
      const InkRun& run = found.runs[i];
      if (!is_dark_bar(found.areas[run.area])) continue;
      const auto same = std::ranges::find(spans, run.area, &InkRun::area);
      if (same == spans.end())
        spans.push_back(run);
      else
        same->to = run.to;
    }
    for (const InkRun& span : spans) {
      const int shade = small.row(y)[span.from + (span.to - span.from > 4 ? 2 : 0)];
      for (int j = 0; j < kShrink; ++j)
        invert(page, y * kShrink + j, span.from * kShrink, span.to * kShrink, shade);
    }
  }
}

namespace {

constexpr int kRuling = 150;  // pixels: longer than any stroke of a letter
constexpr int kThick = 10;    // pixels: thicker is a bar

int thickness(const GreyImage& page, int x, int y, int level) {
  int up = y;
  int down = y;
  while (up > 0 && y - up < kThick && page.row(up - 1)[x] <= level) --up;
  while (down + 1 < page.height && down - y < kThick && page.row(down + 1)[x] <= level) ++down;
  return down - up + 1;
}

// Clears level rulings; called for the page and for the page on its side.
void clear_rulings(GreyImage& page) {
  const int level = std::max(ink_level(page), 160);
  const GreyImage before = page;
  for (int y = 0; y < page.height; ++y) {
    for_each_run(before, y, level, [&](int from, int to) {
      if (to - from < kRuling) return;
      for (int x = from; x < to; ++x) {
        if (thickness(before, x, y, level) >= kThick) continue;
        for (int j = std::max(0, y - 1); j <= std::min(page.height - 1, y + 1); ++j)
          if (j == y || before.row(j)[x] > level) page.row(j)[x] = 255;
      }
    });
  }
}

}  // namespace

GreyImage without_rulings(const GreyImage& page) {
  GreyImage out = page;
  clear_rulings(out);
  out = quarter_turned(out, 1);
  clear_rulings(out);
  return quarter_turned(out, 3);
}

}  // namespace verilot
