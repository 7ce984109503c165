// cli: the words of a command line to an exit code. Everything `main` does but the real streams.
#pragma once

#include "cli/command.h"

namespace verilot {

int run_command_line(int argc, const char* const* argv, Environment&);

}  // namespace verilot
