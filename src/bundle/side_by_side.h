// bundle: the same work on every one of a list, in so many threads.
//
//   side_by_side(batch, threads, [&](Passage& one) { judge(one); });   // returns when all are done
//
// Errors: the work must not throw.
#pragma once

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace verilot {

template <typename One, typename Work>
void side_by_side(std::vector<One>& all, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto some = [&] {
    for (std::size_t i = next++; i < all.size(); i = next++) work(all[i]);
  };
  std::vector<std::jthread> helpers;
  while (helpers.size() + 1 < std::min(threads, all.size())) helpers.emplace_back(some);
  some();
}

}  // namespace verilot
