// notify: a time by which a conversation over a socket is over, whatever the other side sends
// meanwhile: a byte now and then keeps any timeout of a single answer from coming.
//
//   Deadline deadline(std::chrono::seconds(30));
//   deadline.watch(descriptor);          // what waits on it comes back with an error then
//   talk(); ...                          // deadline.fault() says whether it was ended
//
// Limits: kMostBytes from the other side. Until the object goes, SIGPIPE is blocked in its thread.
#pragma once

#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace verilot {

class Deadline {
 public:
  static constexpr unsigned long kMostBytes = 1UL << 20;

  explicit Deadline(std::chrono::seconds);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  // Once; the descriptor may be closed before the watch ends.
  void watch(int descriptor);
  std::chrono::microseconds left() const;  // never below 0
  // Why the conversation was ended: "no answer within 30 seconds"; "" where it was not.
  std::string fault() const;

 private:
  void wait(const std::stop_token&);

  enum class End { none, late, too_much };
  const std::chrono::seconds whole_;
  const std::chrono::steady_clock::time_point end_;
  sigset_t signals_;  // that were blocked before
  int socket_ = -1;   // its own descriptor of the connection
  std::atomic<End> ended_ = End::none;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread watcher_;
};

}  // namespace verilot
