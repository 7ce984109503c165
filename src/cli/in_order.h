// cli: many pieces of work in several threads, their results used in order.
//
//   in_order<Result>(files.size(), threads, [&](std::size_t i) { return read(files[i]); },
//                    [&](Result result) { print(result); });
//
// At most four results a thread wait for those before them. `use` runs in the calling thread, and
// never twice at once, so what it prints does not depend on the number of threads.
//
// Errors: the exception of the first piece that threw is thrown in its turn.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace verilot {

template <typename Result, typename Make, typename Use>
void in_order(std::size_t count, unsigned threads, const Make& make, const Use& use) {
  struct Slot {
    std::optional<Result> result;
    std::exception_ptr error;
  };
  std::vector<Slot> slots(count);
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t next = 0;
  std::size_t used = 0;
  bool stop = false;
  const std::size_t ahead = std::size_t{4} * std::max(1U, threads);
  const auto work = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return stop || next >= count || next < used + ahead; });
      if (stop || next >= count) return;
      const std::size_t index = next++;
      lock.unlock();
      Slot slot;
      try {
        slot.result = make(index);
      } catch (...) {
        slot.error = std::current_exception();
      }
      lock.lock();
      slots[index] = std::move(slot);
      changed.notify_all();
    }
  };
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < std::min<std::size_t>(std::max(1U, threads), count); ++i)
    workers.emplace_back(work);
  std::exception_ptr error;
  for (std::size_t i = 0; i < count && !error; ++i) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return slots[i].result || slots[i].error; });
    Slot slot = std::move(slots[i]);
    slots[i] = {};
    used = i + 1;
    changed.notify_all();
    lock.unlock();
    error = slot.error;
    try {
      if (!error) use(std::move(*slot.result));
    } catch (...) {
      error = std::current_exception();
    }
  }
  {
    const std::lock_guard lock(mutex);
    stop = true;
    changed.notify_all();
  }
  workers.clear();
  if (error) std::rethrow_exception(error);
}

}  // namespace verilot
