// cli: one class per subcommand of `verilot audit`, and what they share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/store_options.h"

namespace verilot {

class AuditTool {
 public:
  virtual ~AuditTool() = default;
  virtual void add(CLI::App& audit) = 0;
  virtual ExitCode run(Environment&) = 0;
  bool asked() const;  // on the command line

 protected:
  // A subcommand with --store.
  CLI::App& named(CLI::App& audit, const std::string& name, const std::string& help);
  // -o text or json, of one that tells of a run.
  void add_output(CLI::App&);
  bool json() const { return output_ == "json"; }

  CLI::App* app_ = nullptr;
  StoreOption store_;
  std::string output_ = "text";
};

std::unique_ptr<AuditTool> make_audit_run_tool();
std::unique_ptr<AuditTool> make_audit_diff_tool();
std::unique_ptr<AuditTool> make_audit_forecast_tool();
std::unique_ptr<AuditTool> make_audit_list_tool();
std::unique_ptr<AuditTool> make_audit_show_tool();
std::unique_ptr<AuditTool> make_audit_replay_tool();
std::unique_ptr<AuditTool> make_audit_prune_tool();
std::unique_ptr<AuditTool> make_audit_backup_tool();
std::unique_ptr<AuditTool> make_audit_restore_tool();

}  // namespace verilot
