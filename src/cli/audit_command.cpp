#include <CLI/CLI.hpp>

#include "cli/audit_tool.h"

namespace verilot {

bool AuditTool::asked() const { return app_ != nullptr && app_->parsed(); }

CLI::App& AuditTool::named(CLI::App& audit, const std::string& name, const std::string& help) {
  app_ = audit.add_subcommand(name, help);
  store_.add(*app_);
  return *app_;
}

void AuditTool::add_output(CLI::App& app) {
  app.add_option("-o,--output", output_, "text or json")->check(CLI::IsMember({"text", "json"}));
}

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot audit run stock/                     judge what could have changed\n"
    "  verilot audit run stock/ -o html=night.html  and write the report of all of it\n"
    "  verilot audit diff                           the last run and the one before\n"
    "  verilot audit forecast --days 90             what will turn, and when\n"
    "  verilot audit replay 412                     the same again from what was kept\n"
    "  verilot audit backup audits.backup           all of the store in one file";

class AuditCommand final : public Command {
 public:
  std::string name() const override { return "audit"; }
  std::string summary() const override { return "Judge an inventory again and again, and compare"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kExamples);
    for (const auto make :
         {make_audit_run_tool, make_audit_diff_tool, make_audit_show_tool, make_audit_list_tool,
          make_audit_forecast_tool, make_audit_replay_tool, make_audit_prune_tool,
          make_audit_backup_tool, make_audit_restore_tool}) {
      tools_.push_back(make());
      tools_.back()->add(app);
    }
  }

  ExitCode run(Environment& environment) override {
    for (const auto& tool : tools_)
      if (tool->asked()) return tool->run(environment);
    return ExitCode::usage;
  }

 private:
  std::vector<std::unique_ptr<AuditTool>> tools_;
};

}  // namespace

std::unique_ptr<Command> make_audit_command() { return std::make_unique<AuditCommand>(); }

}  // namespace verilot
