#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "cli/command.h"
#include "ingest/reading_programs.h"
#include "report/text.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

// Looks at everything a run needs, and goes on after what is missing.
class DoctorCommand final : public Command {
 public:
  std::string name() const override { return "doctor"; }
  std::string summary() const override { return "Check that everything a run needs is there"; }
  void add_options(CLI::App& app) override {
    app.add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
        ->envname("VERILOT_PACKS");
  }

  ExitCode run(Environment& environment) override {
    const bool packs = look_at_packs(environment);
    const bool tools = look_at_programs(environment);
    if (packs && tools) return ExitCode::ok;
    return packs ? ExitCode::incomplete : ExitCode::pack_rejected;
  }

 private:
  static bool say(Environment& environment, bool good, const std::string& what,
                  const std::string& found) {
    environment.out << wrapped((good ? "ok      " : "FAIL    ") + padded(what, 12),
                               printable(found), environment.width);
    return good;
  }

  bool look_at_packs(Environment& environment) const {
    std::string root;
    try {
      root = packs_root(packs_);
    } catch (const NoInputError& missing) {
      return say(environment, false, "packs", missing.what());
    }
    const Rulebook rulebook = load_rulebook(root);
    bool good = !any_error(rulebook.problems);
    say(environment, good, "rules", fs::weakly_canonical(root).string());
    print_problems(rulebook.problems, environment.err);
    for (const PackName& name : rulebook.packs) {
      const LoadedPacks loaded = load_packs(root, {name.id}, rulebook.schema, rulebook.tables);
      print_problems(loaded.problems, environment.err);
      const bool sound = !any_error(loaded.problems) && !loaded.packs.empty();
      good = good && sound;
      say(environment, sound, name.id,
          sound ? "version " + loaded.packs.front().version + ", " +
                      std::to_string(loaded.packs.front().rules.size()) + " rules, law as found " +
                      to_string(loaded.packs.front().law_as_found)
                : "does not load; see the problems");
    }
    return good;
  }

  static bool look_at_programs(Environment& environment) {
    bool all = true;
    for (const ReadingProgram& one : reading_programs())
      all =
          say(environment, !one.version.empty(), one.name,
              one.version.empty() ? "is not there or does not run: apt-get install " + one.package +
                                        ". PDF and scanned certificates are not "
                                        "read without it"
                                  : one.version) &&
          all;
    return all;
  }

  std::string packs_;
};

}  // namespace

std::unique_ptr<Command> make_doctor_command() { return std::make_unique<DoctorCommand>(); }

}  // namespace verilot
