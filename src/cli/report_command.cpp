#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/kept_report.h"
#include "cli/store_options.h"

namespace verilot {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot report last -o html=night.html            the last run as a page to print\n"
    "  verilot report 412 -o sarif=a.sarif -o csv=a.csv   several at once\n"
    "  verilot report last --item lots/EXO-24117          one item, as text";

class ReportCommand final : public Command {
 public:
  std::string name() const override { return "report"; }
  std::string summary() const override { return "Write the report of a stored run again"; }

  void add_options(CLI::App& app) override {
    app.footer(kExamples);
    app.add_option("run", run_, "A run's number, last or previous (default: last)");
    app.add_option("--item", item_, "One item alone");
    outputs_.add(app);
    store_.add(app);
    exit_.add(app);
    app.add_flag("--all", all_, "text: passes and open findings of lower severity too");
  }

  ExitCode run(Environment& environment) override {
    const ExitPolicy policy = exit_.policy();
    const auto store = store_.open_kept(&environment.err);
    KeptRun kept(*store, chosen_run(*store, run_));
    return write_kept_report(*store, kept, {outputs_, policy, item_, all_}, environment);
  }

 private:
  std::string run_ = "last", item_;
  OutputOptions outputs_;
  StoreOption store_;
  ExitOptions exit_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> make_report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace verilot
