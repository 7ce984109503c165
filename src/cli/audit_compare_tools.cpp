#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "audits/forecast.h"
#include "cli/audit_tool.h"
#include "cli/audit_words.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

class DiffTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "diff", "What changed between two runs, and why");
    app.add_option("before", before_, "A run's number (default: previous)");
    app.add_option("after", after_, "A run's number (default: last)");
    app.add_flag("--all", all_, "Medium, low and advisory outcomes too");
    add_output(app);
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    const RunRecord after = chosen_run(*store, after_), before = chosen_run(*store, before_);
    if (before.inventory != after.inventory)
      throw UsageError("runs " + std::to_string(before.id) + " and " + std::to_string(after.id) +
                       " are of different inventories; compare runs of one");
    const std::vector<ChangedOutcome> changes = diff_runs(*store, before, after);
    if (json()) {
      Json all = {
          {"before", run_json(before)}, {"after", run_json(after)}, {"changes", Json::array()}};
      for (const ChangedOutcome& change : changes) all["changes"].push_back(change_json(change));
      environment.out << all.dump(2) << "\n";
    } else {
      environment.out << fmt::format("run {} of {}  to  run {} of {}\n", before.id, before.as_of,
                                     after.id, after.as_of);
      write_changes(changes, all_, environment.out);
    }
    return ExitCode::ok;
  }

 private:
  std::string before_ = "previous", after_ = "last";
  bool all_ = false;
};

std::string joined(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

class ForecastTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "forecast", "What will turn with the days alone");
    app.add_option("run", run_, "A run's number (default: last)");
    app.add_option("--days", days_, "How far to look")->check(CLI::Range(1, 3650));
    app.add_flag("--all", all_, "Medium, low and advisory outcomes too");
    add_output(app);
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    const RunRecord chosen = chosen_run(*store, run_);
    Json all = Json::array();
    std::size_t left_out = 0;
    std::string told;  // why the last line turned
    for (const Forecast& one : forecast(*store, chosen, days_)) {
      Json turn = change_json(one.change);
      turn["day"] = one.day;
      turn["why"] = one.why;
      all.push_back(turn);
      if (json()) continue;
      if (!all_ && !counts_as_news(one.change)) {
        ++left_out;
        continue;
      }
      if (const std::string why = joined(one.why); why != told) {
        told = why;
        if (!why.empty()) environment.out << one.day << "  " << why << ":\n";
      }
      environment.out << one.day;
      write_change(one.change, environment.out);
    }
    if (json()) environment.out << all.dump(2) << "\n";
    if (!json() && all.size() == left_out)
      environment.out << fmt::format("nothing turns within {} days of {}\n", days_, chosen.as_of);
    if (left_out != 0)
      environment.out << fmt::format("{} medium, low and advisory changes (--all)\n", left_out);
    return ExitCode::ok;
  }

 private:
  std::string run_ = "last";
  int days_ = 90;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<AuditTool> make_audit_diff_tool() { return std::make_unique<DiffTool>(); }
std::unique_ptr<AuditTool> make_audit_forecast_tool() { return std::make_unique<ForecastTool>(); }

}  // namespace verilot
