#include "cli/audit_progress.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace verilot {

namespace {

using namespace std::chrono_literals;

std::chrono::milliseconds pause_of(ProgressStyle style) {
  return style == ProgressStyle::bar ? 100ms : style == ProgressStyle::jsonl ? 1000ms : 10'000ms;
}

// "0:21", "1:02:09"
std::string duration(double seconds) {
  const auto all = static_cast<long>(seconds + 0.5);
  const long hours = all / 3600, minutes = all / 60 % 60;
  return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, all % 60)
                   : fmt::format("{}:{:02}", minutes, all % 60);
}

}  // namespace

std::string progress_bar(const AuditProgress& progress, double seconds, std::size_t width) {
  constexpr double kEnoughToGuess = 0.02;
  const double share = std::clamp(progress.share, 0.0, 1.0);
  std::string words = fmt::format("] {:3.0f} %  {} items  {} judged", std::floor(share * 100),
                                  progress.seen, progress.judged);
  if (share >= kEnoughToGuess && seconds >= 1)
    words += "  " + duration(seconds / share * (1 - share)) + " left";
  const std::size_t cells =
      width > words.size() + 11 ? std::min<std::size_t>(30, width - words.size() - 1) : 0;
  if (cells == 0) return words.substr(2, width);
  const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
  return "[" + std::string(full, '#') + std::string(cells - full, '.') + words;
}

AuditMeter::AuditMeter(ProgressStyle style, Environment& environment)
    : style_(style), environment_(environment) {
  // The first line and the first bar come at once where somebody looks on.
  if (style == ProgressStyle::bar) last_ -= pause_of(style);
}

void AuditMeter::show(const AuditProgress& progress) {
  if (style_ == ProgressStyle::none) return;
  shown_ = progress;
  const auto now = Clock::now();
  if (now - last_ < pause_of(style_)) return;
  last_ = now;
  draw(progress, std::chrono::duration<double>(now - begun_).count());
}

void AuditMeter::draw(const AuditProgress& progress, double seconds) {
  std::ostream& err = environment_.err;
  if (style_ == ProgressStyle::lines)
    err << fmt::format("{} items looked at, {} judged\n", progress.seen, progress.judged);
  if (style_ == ProgressStyle::jsonl)
    err << fmt::format("{{\"seen\":{},\"judged\":{},\"share\":{:.4f},\"seconds\":{:.1f}}}\n",
                       progress.seen, progress.judged, progress.share, seconds);
  if (style_ == ProgressStyle::bar)
    err << "\r" << progress_bar(progress, seconds, environment_.err_width - 1) << "\x1b[K";
  err << std::flush;
  drawn_ = true;
}

void AuditMeter::end() {
  if (style_ == ProgressStyle::jsonl)
    draw(shown_, std::chrono::duration<double>(Clock::now() - begun_).count());
  if (style_ == ProgressStyle::bar && drawn_) environment_.err << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace verilot
