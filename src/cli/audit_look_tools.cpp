#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "audits/kept_input.h"
#include "cli/audit_tool.h"
#include "cli/audit_words.h"
#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

class ListTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override { add_output(named(audit, "list", "The runs of the store")); }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    Json all = Json::array();
    for (const RunRecord& run : store->runs()) {
      all.push_back(run_json(run));
      if (json()) continue;
      const AuditTotals counts = totals(tally_in(run));
      environment.out << fmt::format("{:>5}  {}  {:<8}  {:>8} items  FAIL {:<6} UNVF {:<6} {}\n",
                                     run.id, run.as_of, run.state, number_in(run, "items"),
                                     counts.fail, counts.open, run.inventory);
    }
    if (json()) environment.out << all.dump(2) << "\n";
    if (!json() && all.empty()) environment.out << "no run yet\n";
    return ExitCode::ok;
  }
};

class ShowTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "show", "What a run found");
    app.add_option("run", run_, "A run's number (default: last)");
    app.add_option("--item", item_, "One item alone");
    app.add_flag("--all", all_, "Medium, low and advisory outcomes too");
    add_output(app);
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    const RunRecord chosen = chosen_run(*store, run_);
    Json all = run_json(chosen);
    all["results"] = Json::array();
    const auto tell = [&](const ItemState& state) {
      const OutcomeRecord record = read_outcomes(store->content(state.result));
      if (json())
        return all["results"].push_back(item_json(state, record, is_carried(chosen, state)));
      write_item(state, record, is_carried(chosen, state), environment.out);
    };
    if (item_.empty()) {
      store->each(chosen, tell);
    } else if (const auto state = store->state(chosen, item_)) {
      tell(*state);
    } else {
      throw UsageError("run " + std::to_string(chosen.id) + " has no item '" + item_ + "'");
    }
    if (json()) environment.out << all.dump(2) << "\n";
    return ExitCode::ok;
  }

 private:
  static Json item_json(const ItemState& state, const OutcomeRecord& record, bool carried) {
    Json json = {{"item", state.item},
                 {"product", record.product},
                 {"supplier", record.supplier},
                 {"input", state.input},
                 {"next_change", carried ? "" : state.next_change},
                 {"read", !carried},
                 {"verdicts", Json::object()},
                 {"passed", record.passed},
                 {"findings", Json::array()}};
    for (const PackVerdict& verdict : record.verdicts)
      json["verdicts"][verdict.pack] = to_string(verdict.verdict);
    for (const KeptOutcome& outcome : record.live) {
      Json one = outcome_json(outcome);
      one["rule"] = outcome.rule;
      one["subject"] = outcome.subject;
      json["findings"].push_back(one);
    }
    for (const WaiverUse& use : record.waivers)
      json["waivers"].push_back({{"id", use.id}, {"finding", use.finding}, {"state", use.state}});
    return json;
  }

  void write_item(const ItemState& state, const OutcomeRecord& record, bool carried,
                  std::ostream& out) const {
    out << state.item << "  " << record.product;
    if (carried) out << "  (not read in full; as last found)";
    for (const PackVerdict& verdict : record.verdicts)
      out << "  " << verdict.pack << " " << to_string(verdict.verdict);
    out << "\n";
    for (const KeptOutcome& outcome : record.live) {
      if (!all_ && (outcome.advisory || outcome.severity < Severity::high)) continue;
      out << fmt::format("  {:<4}  {:<8}  {}{}{}\n", short_word(outcome),
                         to_string(outcome.severity), outcome.rule,
                         outcome.subject.empty() ? "" : "  ", outcome.subject);
    }
  }

  std::string run_ = "last", item_;
  bool all_ = false;
};

class ReplayTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "replay", "Judge a run again from what the store kept of it");
    app.add_option("run", run_, "A run's number (default: last)");
    app.add_option("--item", item_, "One item alone");
    add_output(app);
  }

  ExitCode run(Environment& environment) override {
    const auto store = store_.open_kept(&environment.err);
    const RunRecord chosen = chosen_run(*store, run_);
    const Replay replayed = replay(*store, chosen, item_);
    if (replayed.items + replayed.carried == 0) throw UsageError("there is nothing to judge again");
    if (json()) {
      const Json all = {{"run", chosen.id},
                        {"items", replayed.items},
                        {"not_read", replayed.carried},
                        {"different", replayed.different}};
      environment.out << all.dump(2) << "\n";
    } else {
      environment.out << fmt::format("run {}: {} items judged again, {} differ\n", chosen.id,
                                     replayed.items, replayed.different.size());
      for (const std::string& item : replayed.different) environment.out << "  " << item << "\n";
      if (replayed.carried != 0)
        environment.out << counted(replayed.carried, "item")
                        << " could not be read in that run, and not judged\n";
    }
    return replayed.different.empty() ? ExitCode::ok : ExitCode::evidence_rejected;
  }

 private:
  std::string run_ = "last", item_;
};

}  // namespace

std::unique_ptr<AuditTool> make_audit_list_tool() { return std::make_unique<ListTool>(); }
std::unique_ptr<AuditTool> make_audit_show_tool() { return std::make_unique<ShowTool>(); }
std::unique_ptr<AuditTool> make_audit_replay_tool() { return std::make_unique<ReplayTool>(); }

}  // namespace verilot
