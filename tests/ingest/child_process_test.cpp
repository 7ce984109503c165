#include "ingest/child_process.h"

#include <doctest/doctest.h>

namespace verilot {
namespace {

TEST_CASE("run_child: output, errors and exit code") {
  const ChildResult run = run_child({"sh", {"-c", "echo out; echo err >&2; exit 3"}}, {});
  CHECK(run.ended == ChildEnd::exited);
  CHECK(run.exit_code == 3);
  CHECK(run.output == "out\n");
  CHECK(run.errors == "err\n");
}

TEST_CASE("run_child: a program that is not installed is not found") {
  CHECK(run_child({"verilot-no-such-program", {}}, {}).ended == ChildEnd::not_found);
}

TEST_CASE("run_child: the environment is empty but for PATH and the locale") {
  const ChildResult run = run_child({"env", {}}, {});
  CHECK(run.output.find("LC_ALL=C.UTF-8\n") != std::string::npos);
  CHECK(run.output.find("HOME=") == std::string::npos);
}

TEST_CASE("run_child: arguments are not read by a shell") {
  const ChildResult run = run_child({"printf", {"%s", "$(id); *"}}, {});
  CHECK(run.output == "$(id); *");
}

TEST_CASE("run_child: every limit ends the child") {
  CHECK(run_child({"sleep", {"30"}}, {.wall_seconds = 1}).ended == ChildEnd::timed_out);
  CHECK(run_child({"yes", {}}, {.output_bytes = 1 << 16}).ended == ChildEnd::too_much_output);
  const ChildLimits cpu{.wall_seconds = 20, .cpu_seconds = 1};
  CHECK(run_child({"sh", {"-c", "while :; do :; done"}}, cpu).ended == ChildEnd::killed);
}

TEST_CASE("run_child: a child that closes its streams and lingers is ended too") {
  const ChildLimits limits{.wall_seconds = 1};
  CHECK(run_child({"sh", {"-c", "exec >&- 2>&-; sleep 30"}}, limits).ended == ChildEnd::timed_out);
}

}  // namespace
}  // namespace verilot
