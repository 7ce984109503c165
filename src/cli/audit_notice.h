// cli: what an audit tells besides its own output: mail and webhook, and a health file.
#pragma once

#include "cli/command.h"
#include "notify/notify.h"

namespace verilot {

// A configuration file with faults, which were printed: exit 78.
struct ConfigRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class AuditNotice {
 public:
  void add(CLI::App&);
  // Before the audit, so that a fault of notify.yaml costs no night. Throws ConfigRefused.
  void prepare(std::ostream& err);
  // Whether everyone was told. With --dry-run what would be sent is printed. The health file is
  // written before anything is sent, and again by write_health(): servers may take their time.
  bool tell(const AuditReport&, const std::vector<ChangedOutcome>&, const Exit&,
            Environment&) const;
  // The state of the last audit, written whole or not at all. Without --health nothing.
  void write_health(const AuditReport&, const Exit&, bool told) const;
  void write_failure(const std::string& why, const std::string& now) const;

 private:
  std::string file_, health_;
  bool dry_run_ = false;
  NotifyConfig config_;
};

}  // namespace verilot
