#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "cli/run.h"

namespace {

std::size_t terminal_width(int stream, std::size_t least, std::size_t most) {
  winsize size{};
  const bool known = ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::clamp<std::size_t>(size.ws_col, least, most) : 80;
}

bool wants_colour(bool terminal) {
  if (std::getenv("NO_COLOR") != nullptr || std::getenv("VERILOT_NO_COLOR") != nullptr)
    return false;
  return terminal || std::getenv("CLICOLOR_FORCE") != nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  // A limit on the size of files is told where it is met, like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  verilot::Environment environment{.out = std::cout,
                                   .err = std::cerr,
                                   .in = std::cin,
                                   .today = {today, today},
                                   .terminal = wants_colour(terminal),
                                   .width = terminal ? terminal_width(STDOUT_FILENO, 60, 120) : 80,
                                   .err_terminal = isatty(STDERR_FILENO) == 1,
                                   .err_width = terminal_width(STDERR_FILENO, 20, 80)};
  const int code = verilot::run_command_line(argc, argv, environment);
  std::cout.flush();
  return std::cout ? code : static_cast<int>(verilot::ExitCode::cannot_write);
}
