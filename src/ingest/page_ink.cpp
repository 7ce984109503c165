#include "ingest/page_ink.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "ingest/child_process.h"
#include "ingest/temporary_file.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxDots = 40'000'000;

}  // namespace

PageInk::PageInk(const DocumentFile& document, int page, int dots_per_inch)
    : scale_(dots_per_inch / 72.0) {
  const PathOnDisk file(document);
  const std::string number = std::to_string(page);
  ChildLimits limits;
  limits.wall_seconds = limits.cpu_seconds = 10;
  limits.output_bytes = kMaxDots + 1024;
  const ChildResult run = run_child(
      {"pdftoppm",
       {"-gray", "-r", std::to_string(dots_per_inch), "-f", number, "-l", number, file.path()}},
      limits);
  if (run.ended != ChildEnd::exited || run.exit_code != 0) return;
  std::istringstream head(run.output.substr(0, 64));
  std::string magic;
  int most = 0;
  if (!(head >> magic >> width_ >> height_ >> most) || magic != "P5" || most != 255) return;
  const std::size_t start = static_cast<std::size_t>(head.tellg()) + 1;
  if (width_ <= 0 || height_ <= 0 || static_cast<std::size_t>(width_) > kMaxDots) return;
  const std::size_t size = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
  if (size > kMaxDots || run.output.size() < start + size) return;
  dots_ = run.output.substr(start, size);
}

bool PageInk::shows(const Box& box, int steps) const {
  const auto dot = [&](double points, int most) {
    return std::clamp(static_cast<int>(std::lround(points * scale_)), 0, most);
  };
  int lightest = 0;
  int darkest = 255;
  for (int y = dot(box.y0, height_); y < dot(box.y1, height_); ++y) {
    for (int x = dot(box.x0, width_); x < dot(box.x1, width_); ++x) {
      const int grey = static_cast<unsigned char>(
          dots_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                static_cast<std::size_t>(x)]);
      lightest = std::max(lightest, grey);
      darkest = std::min(darkest, grey);
    }
  }
  return lightest - darkest >= steps;
}

}  // namespace verilot
