// Many independent jobs on a few threads. What comes out does not depend on how many.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace verilot {

// Calls `job(i)` once for every i below `count`; no job may touch what another one writes.
template <typename Job>
void in_parallel(std::size_t count, std::size_t threads, const Job& job) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) job(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(work);
  work();
}

}  // namespace verilot
