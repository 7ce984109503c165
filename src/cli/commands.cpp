#include "cli/command.h"

namespace verilot {

std::unique_ptr<Command> make_check_command();
std::unique_ptr<Command> make_explain_command();
std::unique_ptr<Command> make_ingest_command();
std::unique_ptr<Command> make_claims_command();
std::unique_ptr<Command> make_packs_command();
std::unique_ptr<Command> make_evidence_command();
std::unique_ptr<Command> make_registers_command();
std::unique_ptr<Command> make_scan_command();
std::unique_ptr<Command> make_audit_command();
std::unique_ptr<Command> make_waiver_command();
std::unique_ptr<Command> make_supplier_command();
std::unique_ptr<Command> make_report_command();
std::unique_ptr<Command> make_eval_command();
std::unique_ptr<Command> make_schema_command();
std::unique_ptr<Command> make_fields_command();
std::unique_ptr<Command> make_doctor_command();
std::unique_ptr<Command> make_completion_command();
std::unique_ptr<Command> make_version_command();
std::unique_ptr<Command> make_help_command();

std::vector<std::unique_ptr<Command>> commands() {
  std::vector<std::unique_ptr<Command>> list;
  for (const auto make :
       {make_check_command, make_explain_command, make_ingest_command, make_claims_command,
        make_audit_command, make_report_command, make_waiver_command, make_supplier_command,
        make_packs_command, make_registers_command, make_evidence_command, make_scan_command,
        make_eval_command, make_schema_command, make_fields_command, make_doctor_command,
        make_completion_command, make_version_command, make_help_command})
    list.push_back(make());
  return list;
}

}  // namespace verilot
