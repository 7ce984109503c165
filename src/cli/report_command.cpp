#include <CLI/CLI.hpp>
#include <iostream>

#include "audits/kept_run.h"
#include "cli/command.h"
#include "cli/page_pictures.h"
#include "cli/report_outputs.h"
#include "cli/store_options.h"
#include "report/text.h"

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
    const auto store = store_.open();
    const RunRecord chosen = chosen_run(*store, run_);
    const std::vector<ItemState> items = items_of(*store, chosen);
    ReportOptions options;
    options.width = environment.width;
    options.colour = environment.terminal;
    options.all = all_;
    options.pictures = page_pictures([&store](const std::string& sha256) {
      return store->has(sha256) ? store->content(sha256) : std::string();
    });
    ReportOutputs outputs(outputs_, options, environment);
    if (outputs.failure() != ExitCode::ok) return outputs.failure();

    KeptRun kept(*store, chosen);
    ExitCounts counts;
    std::vector<std::string> different;
    for (const ItemState& item : items) {
      const DossierResult result = kept.report(item);
      if (outcome_record(result) != store->content(item.result)) different.push_back(item.item);
      outputs.dossier(result);
      count(result, policy, counts);
    }
    Run run = head_of(chosen, kept, different);
    run.exit = decide_exit(run, counts, policy);
    print_problems(run.pack_problems, environment.err);
    print_problems(run.problems, environment.err);
    const ExitCode written = outputs.end(run);
    if (written != ExitCode::ok) return written;
    return different.empty() ? ExitCode::ok : ExitCode::evidence_rejected;
  }

 private:
  std::vector<ItemState> items_of(Store& store, const RunRecord& run) const {
    std::vector<ItemState> items;
    if (item_.empty()) {
      store.each(run, [&](const ItemState& state) { items.push_back(state); });
    } else if (const auto state = store.state(run, item_)) {
      items.push_back(*state);
    } else {
      throw UsageError("run " + std::to_string(run.id) + " has no item '" + item_ + "'");
    }
    return items;
  }

  // What was judged then and what is now must be the same: another program would tell another story
  // under the old date.
  static Run head_of(const RunRecord& record, KeptRun& kept,
                     const std::vector<std::string>& different) {
    Run run;
    run.as_of = *parse_date(record.as_of);
    run.packs = kept.packs();
    run.registers = registers_in(record);
    run.pack_problems = kept.pack_problems();
    run.tailoring = kept.tailored();
    if (different.empty()) return run;
    const std::string software =
        record.software == VERILOT_VERSION
            ? ""
            : "; it was judged by version " + record.software + ", this is " + VERILOT_VERSION;
    run.problems.push_back({ProblemLevel::error, in_file(different.front()),
                            counted(different.size(), "item") +
                                ", of which this is the first, come out differently than in run " +
                                std::to_string(record.id) + software});
    return run;
  }

  std::string run_ = "last", item_;
  OutputOptions outputs_;
  StoreOption store_;
  ExitOptions exit_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> make_report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace verilot
