// cli: one class per command: its options, its help line and its action.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace verilot {

// What a command touches besides its options. `today` is the default of --as-of.
struct Environment {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  Date today;
  bool terminal = false;  // the output is one, and may be coloured
  std::size_t width = 80;
  bool err_terminal = false;  // the error stream is one
  std::size_t err_width = 80;
};

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string name() const = 0;
  virtual std::string summary() const = 0;  // one line of `verilot --help`
  virtual void add_options(CLI::App&) = 0;
  virtual ExitCode run(Environment&) = 0;
};

// Every command. The order is that of the help text.
std::vector<std::unique_ptr<Command>> commands();

// The options that commands judging dossiers share.
struct JudgeOptions {
  std::vector<std::string> jurisdictions;
  std::string as_of;
  std::string packs;
  std::string tailor;
  std::string state;

  void add(CLI::App&);
  // As tailored, with the registers that are kept. Throws UsageError for a jurisdiction that is no
  // pack and no country, and TailoringRefused.
  Rulebook rulebook(const Environment&) const;
};

// The options that decide the exit code of what was judged.
struct ExitOptions {
  std::string fail_on = "high", unverified_on = "high";
  bool exit_zero = false;

  void add(CLI::App&);
  // Throws UsageError for a word that is no severity.
  ExitPolicy policy() const;
};

// --packs, then VERILOT_PACKS, then the nearest parent folder with jurisdictions/, then the
// install folder. Throws std::runtime_error naming the places looked at.
std::string packs_root(const std::string& flag);

// The date of --as-of, VERILOT_AS_OF or today; throws UsageError.
Date chosen_date(const std::string& flag, const Environment&);

// Wrong words on the command line: exit 64.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// A named file or folder that does not exist: exit 66.
struct NoInputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A tailoring file with faults, which were printed: exit 10.
struct TailoringRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// --tailor, then VERILOT_TAILOR.
void add_tailor_option(CLI::App&, std::string& file);
// Nothing without a file. Throws TailoringRefused.
void tailor(Rulebook&, const std::string& file, std::ostream& err);

// Throws NoInputError, "<path> does not exist; <advice>", where there is none or it cannot be
// looked at.
void require_path(const std::string& path, const std::string& advice);

// Problems to the error stream, one line each, most 50 and a count.
void print_problems(const Problems&, std::ostream&);

}  // namespace verilot
