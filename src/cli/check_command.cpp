#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "audits/waiver_book.h"
#include "cli/command.h"
#include "cli/store_options.h"
#include "report/report.h"
#include "report/text.h"

namespace verilot {

namespace {

struct Output {
  const Reporter* reporter = nullptr;
  std::string file;  // "" is the standard output
};

Output parsed_output(const std::string& word) {
  const std::size_t equals = word.find('=');
  Output output;
  output.reporter = find_reporter(word.substr(0, equals));
  if (equals != std::string::npos) output.file = word.substr(equals + 1);
  if (output.reporter == nullptr || (equals != std::string::npos && output.file.empty()))
    throw UsageError("-o '" + word + "': expected text or json, with =FILE to write a file");
  return output;
}

class CheckCommand final : public Command {
 public:
  std::string name() const override { return "check"; }
  std::string summary() const override { return "Judge dossiers now"; }

  void add_options(CLI::App& app) override {
    app.add_option("path", paths_, "Dossiers: folders with dossier.yaml, or one file each")
        ->required();
    judge_.add(app);
    app.add_option("-o,--output", outputs_, "text or json, =FILE to write a file; repeatable")
        ->allow_extra_args(false);
    exit_.add(app);
    app.add_flag("--waivers", waivers_, "What the store's live waivers cover counts as waived");
    store_.add(app);
    app.add_flag("--all", all_, "Show passes and open findings of lower severity too");
    app.add_flag("-q,--quiet", quiet_, "Nothing but the results");
  }

  ExitCode run(Environment& environment) override {
    const ExitPolicy policy = exit_.policy();
    std::vector<Output> outputs;
    for (const std::string& word : outputs_) outputs.push_back(parsed_output(word));
    if (outputs.empty()) outputs.push_back(parsed_output("text"));
    Problems missing;
    const std::vector<std::string> there = existing_paths(missing);

    const Rulebook rulebook = judge_.rulebook(environment.err);
    Run run =
        audit({there, judge_.jurisdictions, chosen_date(judge_.as_of, environment), looked_into()},
              rulebook);
    if (waivers_) waive(run, environment);
    run.exit = decide_exit(run, policy);
    if (!missing.empty())
      run.exit = {static_cast<int>(ExitCode::no_input), exit_name(ExitCode::no_input),
                  counted(missing.size(), "path") + " not there"};
    run.problems.insert(run.problems.begin(), missing.begin(), missing.end());
    if (!quiet_) {
      print_problems(run.pack_problems, environment.err);
      print_problems(run.problems, environment.err);
      for (const DossierResult& dossier : run.dossiers)
        print_problems(dossier.problems, environment.err);
    }
    ReportOptions options;
    options.width = environment.width;
    options.colour = environment.terminal;
    options.all = all_;
    ExitCode written = ExitCode::ok;
    for (const Output& output : outputs) {
      const ExitCode one = write(run, output, options, environment);
      if (one != ExitCode::ok) written = one;
    }
    return written == ExitCode::ok ? static_cast<ExitCode>(run.exit.code) : written;
  }

 private:
  void waive(Run& run, Environment& environment) const {
    const auto store = store_.open();
    const WaiverBook book(*store);
    for (DossierResult& dossier : run.dossiers) {
      apply_waivers(dossier, book.of(dossier.id).waivers, run.as_of);
      if (quiet_) continue;
      for (const WaiverUse& use : dossier.waivers)
        if (use.state != "live")
          environment.err << "note: waiver " << use.id << " of "
                          << (use.finding.empty() ? dossier.id : use.finding) << " is " << use.state
                          << "\n";
    }
  }

  // A path that is not there costs the others nothing.
  std::vector<std::string> existing_paths(Problems& missing) const {
    std::vector<std::string> there;
    for (const std::string& path : paths_) {
      std::error_code error;
      if (std::filesystem::exists(path, error)) {
        there.push_back(path);
      } else {
        missing.push_back({ProblemLevel::error, in_file(path),
                           "does not exist; name a folder with dossier.yaml or such a file"});
      }
    }
    return there;
  }

  // What only a text without --all hides is not looked into.
  WantedFindings looked_into() const {
    const bool every =
        all_ || std::any_of(outputs_.begin(), outputs_.end(),
                            [](const std::string& o) { return !o.starts_with("text"); });
    return [every](const Finding& finding) {
      return every || (finding.severity >= Severity::high && !finding.advisory);
    };
  }

  static ExitCode write(const Run& run, const Output& output, const ReportOptions& options,
                        Environment& environment) {
    if (output.file.empty()) {
      output.reporter->write(run, options, environment.out);
      environment.out.flush();
      return environment.out ? ExitCode::ok : ExitCode::cannot_write;
    }
    std::ofstream file(output.file, std::ios::binary);
    if (!file) {
      environment.err << "verilot: cannot create " << output.file
                      << "; check the folder and its permissions\n";
      return ExitCode::cannot_create;
    }
    ReportOptions plain = options;
    plain.colour = false;
    output.reporter->write(run, plain, file);
    file.close();
    if (file) return ExitCode::ok;
    environment.err << "verilot: cannot write " << output.file << "; check the free space\n";
    return ExitCode::cannot_write;
  }

  std::vector<std::string> paths_, outputs_;
  JudgeOptions judge_;
  ExitOptions exit_;
  StoreOption store_;
  bool all_ = false, quiet_ = false, waivers_ = false;
};

}  // namespace

std::unique_ptr<Command> make_check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace verilot
