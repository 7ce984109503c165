#include <CLI/CLI.hpp>

#include "cli/evidence_tool.h"

namespace verilot {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot evidence request lots/EXO-24117       the letter to the supplier\n"
    "  verilot evidence export last -o bundle.zip    a run with all that it rests on\n"
    "  verilot evidence verify bundle.zip            every outcome judged again from it";

class EvidenceCommand final : public Command {
 public:
  std::string name() const override { return "evidence"; }
  std::string summary() const override {
    return "Ask for documents; hand over a run so that others can verify it";
  }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kExamples);
    for (const auto make : {make_request_tool, make_export_tool, make_verify_tool}) {
      Tool one{nullptr, make()};
      one.asked = one.tool->add(app);
      tools_.push_back(std::move(one));
    }
  }

  ExitCode run(Environment& environment) override {
    for (const Tool& one : tools_)
      if (*one.asked) return one.tool->run(environment);
    return ExitCode::usage;
  }

 private:
  struct Tool {
    CLI::App* asked;
    std::unique_ptr<EvidenceTool> tool;
  };
  std::vector<Tool> tools_;
};

}  // namespace

std::unique_ptr<Command> make_evidence_command() { return std::make_unique<EvidenceCommand>(); }

}  // namespace verilot
