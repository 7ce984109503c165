// ingest: a program run as a child, with limits on all it can take.
//
//   ChildResult run = run_child({"pdftotext", {"-v"}}, {});
//   if (run.ended == ChildEnd::exited && run.exit_code == 0) use(run.output);
//
// The child gets PATH, LC_ALL=C.UTF-8 and the command's own environment, the command's input (from
// memory, no file), and none of the parent's open files. It is killed by its own process id, alone.
//
// Units:  seconds and bytes.
// Errors: never throws; how the child ended is in `ended`, what it said in `errors` (64 KB).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

struct ChildCommand {
  std::string program;                        // looked up in PATH
  std::vector<std::string> arguments;         // without the program's own name
  std::string_view input = {};                // what it reads from its standard input
  std::vector<std::string> environment = {};  // "NAME=value"
};

struct ChildLimits {
  int wall_seconds = 20;
  int cpu_seconds = 20;
  std::size_t memory_bytes = std::size_t{1} << 30;
  std::size_t output_bytes = std::size_t{64} << 20;
};

enum class ChildEnd {
  exited,           // by itself: see exit_code
  not_found,        // no such program in PATH
  not_started,      // the system refused a process or a pipe
  timed_out,        // killed at wall_seconds
  too_much_output,  // killed at output_bytes
  killed,           // by a signal: most often the memory or CPU limit
};

struct ChildResult {
  ChildEnd ended = ChildEnd::not_started;
  int exit_code = 0;
  std::string output;
  std::string errors;
};

ChildResult run_child(const ChildCommand&, const ChildLimits&);

}  // namespace verilot
