// cli: work that may take long: it can be stopped, and says now and then how far it is.
//
//   const StopSignals signals;             // from here SIGINT and SIGTERM ask it to end in good
//   order job.stop = StopSignals::came; job.progress = told_now_and_then("dossiers put in",
//   environment);
#pragma once

#include <functional>
#include <string>

#include "cli/command.h"

namespace verilot {

// While one lives the process is not ended by the two; what follows it they end at once.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  static bool came();
};

// A line on the error stream, at most every ten seconds: "1200 dossiers put in".
std::function<void(std::size_t)> told_now_and_then(const std::string& what, Environment&);

}  // namespace verilot
