#include "cli/long_work.h"

#include <chrono>
#include <csignal>
#include <ostream>

namespace verilot {

namespace {

volatile std::sig_atomic_t stopped = 0;
void stop(int) { stopped = 1; }

void handle_by(void (*handler)(int)) {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, handler);
}

}  // namespace

StopSignals::StopSignals() { handle_by(stop); }

StopSignals::~StopSignals() { handle_by(SIG_DFL); }

bool StopSignals::came() { return stopped != 0; }

std::function<void(std::size_t)> told_now_and_then(const std::string& what,
                                                   Environment& environment) {
  using Clock = std::chrono::steady_clock;
  return [&environment, what, last = Clock::now()](std::size_t count) mutable {
    if (Clock::now() - last < std::chrono::seconds(10)) return;
    last = Clock::now();
    environment.err << count << " " << what << "\n" << std::flush;
  };
}

}  // namespace verilot
