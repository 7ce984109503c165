#include "cli/command.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <sstream>

#include "audit/tailored.h"
#include "cli/state_folder.h"
#include "report/text.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

bool holds_packs(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "jurisdictions", error) &&
         fs::is_directory(folder / "rules", error);
}

}  // namespace

void JudgeOptions::add(CLI::App& app) {
  app.add_option("--jurisdiction", jurisdictions,
                 "Packs or countries, with commas: us-fda,GB (default: the dossier's markets)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->envname("VERILOT_JURISDICTION");
  app.add_option("--as-of", as_of, "Judge law and data as of this date (default: today)")
      ->envname("VERILOT_AS_OF");
  app.add_option("--packs", packs, "Folder with rules/ and jurisdictions/")
      ->envname("VERILOT_PACKS");
  add_tailor_option(app, tailor);
  app.add_option("--state", state,
                 "Folder with the kept registers (docs/registers.md); VERILOT_STATE_DIR names it");
}

void add_tailor_option(CLI::App& app, std::string& file) {
  app.add_option("--tailor", file, "Your own changes to rules, each with its reason: a YAML file")
      ->envname("VERILOT_TAILOR");
}

Rulebook JudgeOptions::rulebook(const Environment& environment) const {
  Rulebook rulebook = load_rulebook(packs_root(packs));
  Problems problems;
  chosen_packs(jurisdictions, rulebook, problems);
  if (!problems.empty()) throw UsageError("--jurisdiction: " + problems.front().message);
  verilot::tailor(rulebook, tailor, environment.err);
  rulebook.registers = kept_registers(rulebook.root, state, chosen_date(as_of, environment));
  if (!rulebook.registers) return rulebook;
  print_problems(rulebook.registers->problems(), environment.err);
  print_problems(rulebook.registers->decisions().problems(), environment.err);
  return rulebook;
}

void tailor(Rulebook& rulebook, const std::string& file, std::ostream& err) {
  if (file.empty()) return;
  require_path(file, "name a file of changes to rules, see docs/pack-format.md");
  Problems problems;
  const bool tailored = tailor_rulebook(rulebook, file, problems);
  print_problems(problems, err);
  if (!tailored) throw TailoringRefused("nothing was judged: " + file + " cannot be used as it is");
}

void ExitOptions::add(CLI::App& app) {
  app.add_option("--fail-on", fail_on,
                 "Exit 1 on failures from this severity: low, medium, high, critical")
      ->envname("VERILOT_FAIL_ON");
  app.add_option("--unverified-on", unverified_on, "Exit 2 on open findings from this severity")
      ->envname("VERILOT_UNVERIFIED_ON");
  app.add_flag("--exit-zero", exit_zero, "Exit 0 instead of 1 or 2; never instead of 3 and above");
}

namespace {

Severity parsed_severity(const std::string& flag, const std::string& word) {
  for (const Severity s : {Severity::low, Severity::medium, Severity::high, Severity::critical})
    if (to_string(s) == word) return s;
  throw UsageError(flag + " '" + word + "': expected low, medium, high or critical");
}

}  // namespace

ExitPolicy ExitOptions::policy() const {
  return {parsed_severity("--fail-on", fail_on), parsed_severity("--unverified-on", unverified_on),
          exit_zero};
}

std::string packs_root(const std::string& flag) {
  if (!flag.empty()) {
    if (holds_packs(flag)) return flag;
    throw NoInputError(
        flag + " has no rules/ and jurisdictions/; --packs names the folder that holds both");
  }
  std::error_code error;
  for (fs::path folder = fs::current_path(error); !folder.empty(); folder = folder.parent_path()) {
    if (holds_packs(folder)) return folder.string();
    if (folder == folder.root_path()) break;
  }
  const fs::path self = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& folder : {self / "../share/verilot", self / "..", self / "../.."})
    if (holds_packs(folder)) return fs::weakly_canonical(folder).string();
  throw NoInputError(
      "no packs found in this folder, its parents or beside the program; name the folder with "
      "rules/ and jurisdictions/ by --packs or VERILOT_PACKS");
}

Date chosen_date(const std::string& flag, const Environment& environment) {
  if (flag.empty()) return environment.today;
  const std::optional<Date> date = parse_date(flag);
  if (!date || !date->exact())
    throw UsageError("--as-of '" + flag + "' is not a day that exists; write 2026-11-22");
  return *date;
}

void require_path(const std::string& path, const std::string& advice) {
  std::error_code error;
  if (!fs::exists(path, error)) throw NoInputError(path + " does not exist; " + advice);
}

void print_problems(const Problems& problems, std::ostream& err) {
  constexpr std::size_t kMost = 50;
  for (std::size_t i = 0; i < problems.size() && i < kMost; ++i) {
    // A message holds words of foreign files; its own line breaks set a caret below them.
    std::istringstream lines(to_string(problems[i]));
    for (std::string line; std::getline(lines, line);) err << printable(line) << "\n";
  }
  if (problems.size() > kMost)
    err << "and " << problems.size() - kMost << " more problems; -o json lists all\n";
}

}  // namespace verilot
