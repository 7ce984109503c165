#include "cli/run.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/audit_notice.h"
#include "cli/help_lines.h"
#include "store/backup_file.h"

namespace verilot {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot check lots/EXO-24117                    judge one dossier\n"
    "  verilot check lots/* --jurisdiction us-fda,GB   judge many, under chosen packs\n"
    "  verilot explain EXO-24117/us-fda.pathway lots/EXO-24117\n"
    "  verilot evidence request lots/EXO-24117         the letter to the supplier\n"
    "\nExit codes: verilot help exit-codes";

// CLI11's own numbers for wrong words stay out of the interface.
int parse_failure(const CLI::App& app, const CLI::ParseError& stop, Environment& environment) {
  const int code = app.exit(stop, environment.out, environment.err);
  return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
}

// Subcommands that share an option share where it goes. The environment is read for the one that
// was chosen, and never in place of its flags: CLI11 does so where a subcommand has a callback.
void read_environment_once(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands({}))
    for (CLI::App* chosen : command->get_subcommands({})) chosen->parse_complete_callback([] {});
}

ExitCode run_chosen(const std::vector<std::unique_ptr<Command>>& list, const CLI::App& app,
                    Environment& environment) {
  for (const auto& command : list)
    if (app.got_subcommand(command->name())) return command->run(environment);
  return ExitCode::usage;
}

}  // namespace

int run_command_line(int argc, const char* const* argv, Environment& environment) {
  const std::vector<std::unique_ptr<Command>> list = commands();
  CLI::App app{"verilot judges product dossiers against jurisdiction rule packs"};
  app.formatter(std::make_shared<HelpLines>(environment.width));
  app.require_subcommand(1);
  app.footer(kExamples);
  app.set_version_flag("--version", "verilot " VERILOT_VERSION);
  for (const auto& command : list)
    command->add_options(*app.add_subcommand(command->name(), command->summary()));
  read_environment_once(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {  // also thrown by --help, with exit code 0
    return parse_failure(app, stop, environment);
  }
  const auto fail = [&](const std::exception& failure, ExitCode code) {
    environment.err << "verilot: " << failure.what() << "\n";
    return static_cast<int>(code);
  };
  try {
    return static_cast<int>(run_chosen(list, app, environment));
  } catch (const UsageError& failure) {
    return fail(failure, ExitCode::usage);
  } catch (const TailoringRefused& failure) {
    return fail(failure, ExitCode::pack_rejected);
  } catch (const ConfigRefused& failure) {
    return fail(failure, ExitCode::config);
  } catch (const StoreBusy& failure) {
    return fail(failure, ExitCode::busy);
  } catch (const BackupDamaged& failure) {
    return fail(failure, ExitCode::evidence_rejected);
  } catch (const CannotCreate& failure) {
    return fail(failure, ExitCode::cannot_create);
  } catch (const StoreError& failure) {
    return fail(failure, ExitCode::cannot_write);
  } catch (const NoInputError& failure) {
    return fail(failure, ExitCode::no_input);
  } catch (const std::exception& failure) {
    return fail(failure, ExitCode::internal);
  }
}

}  // namespace verilot
