// cli: how far an audit is, on the error stream.
//
//   AuditMeter meter(how, environment);
//   job.progress = [&](const AuditProgress& progress) { meter.show(progress); };
//   meter.end();                      // takes the bar away
//
// A bar on one line of a terminal, drawn again ten times a second; a line every ten seconds where
// there is none; a JSON object a line, once a second, for front ends.
#pragma once

#include <chrono>
#include <string>

#include "audits/audit_run.h"
#include "cli/command.h"

namespace verilot {

enum class ProgressStyle { none, lines, bar, jsonl };

class AuditMeter {
 public:
  AuditMeter(ProgressStyle, Environment&);
  void show(const AuditProgress&);
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const AuditProgress&, double seconds);

  const ProgressStyle style_;
  Environment& environment_;
  const Clock::time_point begun_ = Clock::now();
  Clock::time_point last_ = begun_;
  AuditProgress shown_;
  bool drawn_ = false;
};

// "[#####.....]  45 %  45120 items  1204 judged  0:21 left", in at most `width` columns.
std::string progress_bar(const AuditProgress&, double seconds, std::size_t width);

}  // namespace verilot
