#include "ingest/ink_areas.h"

#include <algorithm>

namespace verilot {
namespace {

std::size_t root(std::vector<std::size_t>& parents, std::size_t area) {
  while (parents[area] != area) {
    parents[area] = parents[parents[area]];
    area = parents[area];
  }
  return area;
}

void take(InkArea& area, const InkRun& run) {
  if (area.ink == 0) area = {run.from, run.y, run.to, run.y + 1, 0};
  area.left = std::min(area.left, run.from);
  area.right = std::max(area.right, run.to);
  area.bottom = run.y + 1;
  area.ink += run.to - run.from;
}

}  // namespace

InkAreas::InkAreas(const GreyImage& image, int level) {
  std::vector<std::size_t> parents;
  std::size_t above_begin = 0;
  for (int y = 0; y < image.height; ++y) {
    const std::size_t begin = runs.size();
    std::size_t above = above_begin;
    for_each_run(image, y, level, [&](int from, int to) {
      const std::size_t area = parents.size();
      parents.push_back(area);
      while (above < begin && runs[above].to <= from) ++above;
      for (std::size_t i = above; i < begin && runs[i].from < to; ++i)
        parents[root(parents, area)] = root(parents, runs[i].area);
      runs.push_back({y, from, to, area});
    });
    above_begin = begin;
  }
  areas.resize(parents.size());
  for (InkRun& run : runs) {
    run.area = root(parents, run.area);
    take(areas[run.area], run);
  }
}

}  // namespace verilot
