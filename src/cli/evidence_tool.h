// cli: one class per subcommand of `verilot evidence`.
#pragma once

#include "cli/command.h"

namespace verilot {

class EvidenceTool {
 public:
  virtual ~EvidenceTool() = default;
  virtual CLI::App* add(CLI::App& evidence) = 0;
  virtual ExitCode run(Environment&) = 0;
};

std::unique_ptr<EvidenceTool> make_request_tool();
std::unique_ptr<EvidenceTool> make_export_tool();
std::unique_ptr<EvidenceTool> make_verify_tool();

}  // namespace verilot
