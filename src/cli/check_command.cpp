#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "audits/waiver_book.h"
#include "cli/command.h"
#include "cli/page_pictures.h"
#include "cli/report_outputs.h"
#include "cli/store_options.h"
#include "report/text.h"

namespace verilot {

namespace {

class CheckCommand final : public Command {
 public:
  std::string name() const override { return "check"; }
  std::string summary() const override { return "Judge dossiers now"; }

  void add_options(CLI::App& app) override {
    app.add_option("path", paths_, "Dossiers: folders with dossier.yaml, or one file each")
        ->required();
    judge_.add(app);
    outputs_.add(app);
    exit_.add(app);
    app.add_flag("--waivers", waivers_, "What the store's live waivers cover counts as waived");
    store_.add(app);
    app.add_flag("--all", all_, "Show passes and open findings of lower severity too");
    app.add_flag("-q,--quiet", quiet_, "Nothing but the results");
  }

  ExitCode run(Environment& environment) override {
    const ExitPolicy policy = exit_.policy();
    const Date as_of = chosen_date(judge_.as_of, environment);
    Problems missing;
    const std::vector<std::string> there = existing_paths(missing);
    const Rulebook rulebook = judge_.rulebook(environment);
    ReportOptions options;
    options.width = environment.width;
    options.colour = environment.terminal;
    options.all = all_;
    options.pictures = page_pictures();
    ReportOutputs outputs(outputs_, options, environment);
    if (outputs.failure() != ExitCode::ok) return outputs.failure();

    std::unique_ptr<Store> store;
    std::optional<WaiverBook> book;
    if (waivers_ && store_.is_there()) book.emplace(*(store = store_.open()));
    ExitCounts counts;
    // Once it is reported, a result is kept as far as its problems go: thousands fit into memory.
    const auto report = [&](DossierResult& dossier) {
      if (book) waive(dossier, *book, as_of, environment);
      outputs.dossier(dossier);
      count(dossier, policy, counts);
      DossierResult rest;
      rest.problems = located(dossier);
      dossier = std::move(rest);
    };
    Run run = audit({there, judge_.jurisdictions, as_of, looked_into()}, rulebook, report);
    run.exit = decide_exit(run, counts, policy);
    if (!missing.empty())
      run.exit = {static_cast<int>(ExitCode::no_input), exit_name(ExitCode::no_input),
                  counted(missing.size(), "path") + " not there"};
    run.problems.insert(run.problems.begin(), missing.begin(), missing.end());
    if (!quiet_) print_all_problems(run, environment.err);
    const ExitCode written = outputs.end(run);
    return written == ExitCode::ok ? static_cast<ExitCode>(run.exit.code) : written;
  }

 private:
  void waive(DossierResult& dossier, const WaiverBook& book, const Date& as_of,
             Environment& environment) const {
    apply_waivers(dossier, book.of(dossier.id).waivers, as_of);
    if (quiet_) return;
    for (const WaiverUse& use : dossier.waivers)
      if (use.state != "live")
        environment.err << "note: waiver " << use.id << " of "
                        << (use.finding.empty() ? dossier.id : use.finding) << " is " << use.state
                        << "\n";
  }

  // Its problems; of several dossiers with their folders.
  Problems located(DossierResult& dossier) const {
    Problems problems = std::move(dossier.problems);
    std::error_code none;
    if (paths_.size() == 1 || !std::filesystem::is_directory(dossier.path, none)) return problems;
    const std::filesystem::path folder = dossier.path;
    for (Problem& problem : problems)
      if (!problem.where.file.empty() && std::filesystem::exists(folder / problem.where.file, none))
        problem.where.file = (folder / problem.where.file).string();
    return problems;
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
    const bool every = all_ || outputs_.beyond_text();
    return [every](const Finding& finding) {
      return every || (finding.severity >= Severity::high && !finding.advisory);
    };
  }

  static void print_all_problems(const Run& run, std::ostream& err) {
    print_problems(run.pack_problems, err);
    print_problems(run.problems, err);
    for (const DossierResult& dossier : run.dossiers) print_problems(dossier.problems, err);
  }

  std::vector<std::string> paths_;
  OutputOptions outputs_;
  JudgeOptions judge_;
  ExitOptions exit_;
  StoreOption store_;
  bool all_ = false, quiet_ = false, waivers_ = false;
};

}  // namespace

std::unique_ptr<Command> make_check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace verilot
