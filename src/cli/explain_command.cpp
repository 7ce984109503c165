#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "cli/command.h"
#include "report/report.h"

namespace verilot {

namespace {

class ExplainCommand final : public Command {
 public:
  std::string name() const override { return "explain"; }
  std::string summary() const override {
    return "Why a finding is what it is, from clause to page";
  }

  void add_options(CLI::App& app) override {
    app.add_option("finding", finding_,
                   "DOSSIER/SUBJECT/RULE as `check` prints it, DOSSIER/RULE, or a rule")
        ->required();
    app.add_option("path", path_,
                   "The dossier (default: the folder the finding's first part names)");
    judge_.add(app);
  }

  ExitCode run(Environment& environment) override {
    const std::size_t slash = finding_.find('/');
    if (path_.empty() && slash == std::string::npos)
      throw UsageError("'" + finding_ + "' names no dossier: verilot explain " + finding_ +
                       " DOSSIER");
    const std::string path = path_.empty() ? finding_.substr(0, slash) : path_;
    require_path(path, "name the dossier: verilot explain FINDING PATH");
    const Rulebook rulebook = judge_.rulebook(environment);
    const Run run = audit({{path},
                           judge_.jurisdictions,
                           chosen_date(judge_.as_of, environment),
                           [&](const Finding& finding) { return named(finding); }},
                          rulebook);
    print_problems(run.pack_problems, environment.err);
    print_problems(run.problems, environment.err);
    ReportOptions options;
    options.width = environment.width;
    options.colour = environment.terminal;
    std::vector<std::string> rules;
    std::size_t shown = 0;
    for (const DossierResult& dossier : run.dossiers) {
      for (const Finding& finding : dossier.findings) {
        rules.push_back(finding.rule);
        if (!matches(dossier, finding)) continue;
        if (shown == 0 && run.tailoring) write_tailoring(*run.tailoring, options, environment.out);
        if (shown++ > 0) environment.out << "\n";
        write_explanation(finding, options, environment.out);
      }
    }
    if (shown > 0) return ExitCode::ok;
    if (run.dossiers.empty()) return ExitCode::incomplete;
    const std::string rule = finding_.substr(finding_.rfind('/') + 1);
    throw UsageError("no finding '" + finding_ + "' in " + path + did_you_mean(rule, rules) +
                     "; `verilot check " + path + "` lists them");
  }

 private:
  // Also where the dossier is named by its folder.
  bool named(const Finding& finding) const {
    return finding_.substr(finding_.rfind('/') + 1) == finding.rule;
  }

  bool matches(const DossierResult& dossier, const Finding& finding) const {
    return finding_ == finding.id || finding_ == finding.rule ||
           finding_ == dossier.id + "/" + finding.rule;
  }

  std::string finding_, path_;
  JudgeOptions judge_;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace verilot
