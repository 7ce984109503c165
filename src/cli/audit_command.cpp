#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "audits/audit_diff.h"
#include "cli/audit_notice.h"
#include "cli/command.h"
#include "cli/store_options.h"
#include "report/report.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot audit run stock/                     judge what could have changed, and tell it\n"
    "  verilot audit diff                           the last run against the one before\n"
    "  verilot audit forecast --days 90             what will turn, and when\n"
    "  verilot audit replay 412                     the same results from what was kept";

volatile std::sig_atomic_t stopped = 0;
void stop(int) { stopped = 1; }

struct Shown {
  std::size_t fail = 0, open = 0, waived = 0;
};

Shown shown(const Tally& tally) {
  Shown counts;
  for (const auto place :
       {Tally::critical_fail, Tally::high_fail, Tally::medium_fail, Tally::low_fail})
    counts.fail += static_cast<std::size_t>(tally[place]);
  for (const auto place :
       {Tally::critical_open, Tally::high_open, Tally::medium_open, Tally::low_open})
    counts.open += static_cast<std::size_t>(tally[place]);
  counts.waived = static_cast<std::size_t>(tally[Tally::waived]);
  return counts;
}

std::size_t number_in(const RunRecord& run, const char* key) {
  const Json summary = Json::parse(run.summary, nullptr, false);
  return summary.is_discarded() ? 0 : summary.value(key, std::size_t{0});
}

// What --fail-on and --unverified-on make of the counts.
ExitCounts exit_counts(const Tally& tally, std::size_t items, std::size_t broken,
                       const ExitPolicy& policy) {
  ExitCounts counts;
  counts.judged = items;
  const auto from = [&](Tally::Place first, Severity least) {
    std::size_t sum = 0;
    for (int s = static_cast<int>(Severity::critical); s >= static_cast<int>(least); --s)
      sum += static_cast<std::size_t>(
          tally[static_cast<std::size_t>(first) +
                static_cast<std::size_t>(static_cast<int>(Severity::critical) - s)]);
    return sum;
  };
  counts.fail = from(Tally::critical_fail, policy.fail_on);
  counts.unverified = from(Tally::critical_open, policy.unverified_on);
  counts.error = static_cast<std::size_t>(tally[Tally::errors] + tally[Tally::problems]) + broken;
  return counts;
}

Json outcome_json(const std::optional<KeptOutcome>& outcome) {
  if (!outcome) return nullptr;
  Json json = {{"outcome", to_string(outcome->outcome)},
               {"severity", to_string(outcome->severity)},
               {"advisory", outcome->advisory}};
  if (!outcome->message.empty()) json["message"] = outcome->message;
  return json;
}

Json change_json(const ChangedOutcome& change) {
  return {{"item", change.item},
          {"rule", change.rule},
          {"subject", change.subject},
          {"cause", to_string(change.cause)},
          {"before", outcome_json(change.before)},
          {"after", outcome_json(change.after)}};
}

std::string short_word(const std::optional<KeptOutcome>& outcome) {
  if (!outcome) return "-";
  switch (outcome->outcome) {
    case Outcome::fail:
      return "FAIL";
    case Outcome::unverified:
      return "UNVF";
    case Outcome::waived:
      return "WAIV";
    default:
      return "ERR";
  }
}

bool counts_as_news(const ChangedOutcome& change) {
  const auto weighs = [](const std::optional<KeptOutcome>& outcome) {
    return outcome && !outcome->advisory && outcome->severity >= Severity::high;
  };
  return weighs(change.before) || weighs(change.after);
}

class AuditCommand final : public Command {
 public:
  std::string name() const override { return "audit"; }
  std::string summary() const override { return "Judge an inventory again and again, and compare"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    app.footer(kExamples);
    run_ = app.add_subcommand("run", "Judge what could have changed since the last run");
    run_->add_option("inventory", inventory_, "A folder tree, JSON lines, or CSV")->required();
    run_->add_option("--name", name_, "Of the inventory in the store (default: its path)");
    run_->add_flag("--full", full_, "Judge everything again");
    run_->add_option("-j,--threads", threads_, "Threads (default: all of the machine)")
        ->check(CLI::Range(1u, 256u));
    run_->add_flag("--no-progress", no_progress_, "No line every ten seconds");
    judge_.add(*run_);
    exit_.add(*run_);
    notice_.add(*run_);
    diff_ = app.add_subcommand("diff", "What changed between two runs, and why");
    diff_->add_option("before", first_, "A run's number (default: previous)");
    diff_->add_option("after", second_, "A run's number (default: last)");
    show_ = app.add_subcommand("show", "What a run found");
    show_->add_option("run", second_, "A run's number (default: last)");
    show_->add_option("--item", item_, "One item alone");
    list_ = app.add_subcommand("list", "The runs of the store");
    forecast_ = app.add_subcommand("forecast", "What will turn with the days alone");
    forecast_->add_option("run", second_, "A run's number (default: last)");
    forecast_->add_option("--days", days_, "How far to look")->check(CLI::Range(1, 3650));
    replay_ = app.add_subcommand("replay", "Judge a run again from what the store kept of it");
    replay_->add_option("run", second_, "A run's number (default: last)");
    replay_->add_option("--item", item_, "One item alone");
    prune_ = app.add_subcommand("prune", "Take out runs before one");
    prune_->add_option("run", second_, "The first run to keep")->required();
    for (CLI::App* one : {run_, diff_, show_, list_, forecast_, replay_, prune_}) {
      store_.add(*one);
      if (one != prune_)
        one->add_option("-o,--output", output_, "text or json")
            ->check(CLI::IsMember({"text", "json"}));
      if (one == diff_ || one == show_ || one == forecast_)
        one->add_flag("--all", all_, "Medium, low and advisory outcomes too");
    }
  }

  ExitCode run(Environment& environment) override {
    if (*run_) return run_noted(environment);
    const auto store = store_.open();
    if (*list_) return list(*store, environment);
    if (*prune_) return prune(*store, environment);
    const RunRecord chosen = chosen_run(*store, second_);
    if (*show_) return show(*store, chosen, environment);
    if (*forecast_) return tell_forecast(*store, chosen, environment);
    if (*replay_) return tell_replay(*store, chosen, environment);
    return tell_diff(*store, chosen_run(*store, first_), chosen, environment);
  }

 private:
  // A night that ends early is in the health file too.
  ExitCode run_noted(Environment& environment) {
    notice_.prepare(environment.err);
    try {
      return run_audit_now(*store_.open(), environment);
    } catch (const std::exception& failure) {
      notice_.write_failure(failure.what(), utc_now());
      throw;
    }
  }

  ExitCode run_audit_now(Store& store, Environment& environment) {
    require_path(inventory_, "name a folder of dossiers, JSON lines or a CSV file");
    const ExitPolicy policy = exit_.policy();
    const Rulebook rulebook = judge_.rulebook(environment);
    AuditJob job;
    job.inventory = inventory_;
    job.name =
        name_.empty() ? std::filesystem::absolute(inventory_).lexically_normal().string() : name_;
    job.jurisdictions = judge_.jurisdictions;
    job.as_of = chosen_date(judge_.as_of, environment);
    job.software = VERILOT_VERSION;
    job.threads = threads_ == 0 ? std::max(1u, std::thread::hardware_concurrency()) : threads_;
    job.full = full_;
    job.now = utc_now;
    std::signal(SIGINT, stop);
    std::signal(SIGTERM, stop);
    job.stop = [] { return stopped != 0; };
    job.progress = progress_line(environment);
    const AuditReport report = run_audit(job, rulebook, store);
    print_problems(report.problems, environment.err);
    for (const std::string& broken : report.broken)
      environment.err << "verilot: not judged: " << broken << "\n";
    return tell_run(store, report, policy, environment);
  }

  std::function<void(const AuditProgress&)> progress_line(Environment& environment) const {
    if (no_progress_) return [](const AuditProgress&) {};
    const auto begun = std::chrono::steady_clock::now();
    auto last = begun;
    return [&environment, last](const AuditProgress& progress) mutable {
      const auto now = std::chrono::steady_clock::now();
      if (now - last < std::chrono::seconds(10)) return;
      last = now;
      environment.err << fmt::format("{} items looked at, {} judged\n", progress.seen,
                                     progress.judged)
                      << std::flush;
    };
  }

  ExitCode tell_run(Store& store, const AuditReport& report, const ExitPolicy& policy,
                    Environment& environment) {
    if (!report.complete) {
      environment.err << fmt::format(
          "verilot: stopped after {} items, of which {} were judged; the same command goes on\n",
          report.progress.seen, report.progress.judged);
      notice_.write_health(
          report,
          {static_cast<int>(ExitCode::cancelled), exit_name(ExitCode::cancelled), "stopped"},
          false);
      return ExitCode::cancelled;
    }
    std::vector<ChangedOutcome> changes;
    if (report.previous) changes = diff_runs(store, *report.previous, report.run);
    Exit exit = decide_exit(
        exit_counts(report.total, report.items,
                    report.broken_count + static_cast<std::size_t>(any_error(report.problems)),
                    policy),
        policy);
    if (output_ == "json") {
      Json json = run_json(report.run);
      json["seen"] = report.progress.seen;
      json["judged"] = report.progress.judged;
      json["changes"] = Json::array();
      for (const ChangedOutcome& change : changes) json["changes"].push_back(change_json(change));
      json["exit"] = {{"code", exit.code}, {"name", exit.name}, {"why", exit.why}};
      environment.out << json.dump(2) << "\n";
    } else {
      tell_run_in_words(report, changes, exit, environment.out);
    }
    const bool told = notice_.tell(report, changes, exit, environment);
    notice_.write_health(report, exit, told);
    if (!told) return ExitCode::cannot_write;
    return static_cast<ExitCode>(exit.code);
  }

  void tell_run_in_words(const AuditReport& report, const std::vector<ChangedOutcome>& changes,
                         const Exit& exit, std::ostream& out) const {
    out << fmt::format("run {}  as of {}  {} items, {} judged, {} as before\n\n", report.run.id,
                       report.run.as_of, report.items, report.progress.judged,
                       report.progress.seen - report.progress.judged - report.broken_count);
    const Shown now = shown(report.total);
    if (report.previous) {
      const Shown was = shown(tally_in(*report.previous));
      out << fmt::format("       {:>9} {:>9}\n", "now", "was");
      out << fmt::format("FAIL   {:>9} {:>9}\n", now.fail, was.fail);
      out << fmt::format("UNVF   {:>9} {:>9}\n", now.open, was.open);
    } else {
      out << fmt::format("FAIL   {:>9}\nUNVF   {:>9}\n", now.fail, now.open);
    }
    if (now.waived != 0) out << fmt::format("WAIV   {:>9}\n", now.waived);
    if (report.previous) {
      out << fmt::format("\nsince run {} of {}\n", report.previous->id, report.previous->as_of);
      write_changes(changes, out);
    }
    if (report.gone != 0)
      out << fmt::format("{} items are in the inventory no more\n", report.gone);
    if (report.broken_count != 0)
      out << fmt::format("{} items could not be read\n", report.broken_count);
    out << fmt::format("exit {} ({})  {}\n", exit.code, exit.name, exit.why);
  }

  void write_changes(const std::vector<ChangedOutcome>& changes, std::ostream& out) const {
    std::map<Cause, std::vector<const ChangedOutcome*>> by_cause;
    std::size_t left_out = 0;
    for (const ChangedOutcome& change : changes) {
      if (!all_ && !counts_as_news(change)) {
        ++left_out;
      } else {
        by_cause[change.cause].push_back(&change);
      }
    }
    if (by_cause.empty())
      out << (left_out == 0 ? "nothing changed\n" : "no high or critical outcome changed\n");
    constexpr std::size_t kMost = 40;  // of one cause
    for (const auto& [cause, list] : by_cause) {
      out << fmt::format("{} ({})\n", to_string(cause), list.size());
      for (std::size_t i = 0; i < list.size() && i < kMost; ++i) write_change(*list[i], out);
      if (list.size() > kMost) out << fmt::format("  and {} more (-o json)\n", list.size() - kMost);
    }
    if (left_out != 0)
      out << fmt::format("{} medium, low and advisory changes (--all)\n", left_out);
  }

  static void write_change(const ChangedOutcome& change, std::ostream& out) {
    out << fmt::format("  {:>4} -> {:<4}  {}/{}{}{}\n", short_word(change.before),
                       short_word(change.after), change.item, change.subject,
                       change.subject.empty() ? "" : "/", change.rule);
  }

  static Json run_json(const RunRecord& run) {
    Json about = Json::parse(run.about);
    Json json = {{"run", run.id},
                 {"inventory", run.inventory},
                 {"as_of", run.as_of},
                 {"state", run.state},
                 {"started", run.started},
                 {"finished", run.finished},
                 {"software", run.software},
                 {"rules", about["tree"]},
                 {"items", number_in(run, "items")}};
    const Shown counts = shown(tally_in(run));
    json["fail"] = counts.fail;
    json["unverified"] = counts.open;
    json["waived"] = counts.waived;
    return json;
  }

  ExitCode list(Store& store, Environment& environment) const {
    Json all = Json::array();
    for (const RunRecord& run : store.runs()) {
      all.push_back(run_json(run));
      if (output_ == "json") continue;
      const Shown counts = shown(tally_in(run));
      environment.out << fmt::format("{:>5}  {}  {:<8}  {:>8} items  FAIL {:<6} UNVF {:<6} {}\n",
                                     run.id, run.as_of, run.state, number_in(run, "items"),
                                     counts.fail, counts.open, run.inventory);
    }
    if (output_ == "json") environment.out << all.dump(2) << "\n";
    if (output_ != "json" && all.empty()) environment.out << "no run yet\n";
    return ExitCode::ok;
  }

  ExitCode show(Store& store, const RunRecord& run, Environment& environment) const {
    Json json = run_json(run);
    json["results"] = Json::array();
    const auto tell = [&](const ItemState& state) {
      const OutcomeRecord record = read_outcomes(store.content(state.result));
      if (output_ == "json") return json["results"].push_back(item_json(state, record));
      write_item(state, record, environment.out);
    };
    if (item_.empty()) {
      store.each(run, tell);
    } else if (const auto state = store.state(run, item_)) {
      tell(*state);
    } else {
      throw UsageError("run " + std::to_string(run.id) + " has no item '" + item_ + "'");
    }
    if (output_ == "json") environment.out << json.dump(2) << "\n";
    return ExitCode::ok;
  }

  static Json item_json(const ItemState& state, const OutcomeRecord& record) {
    Json json = {{"item", state.item},
                 {"product", record.product},
                 {"supplier", record.supplier},
                 {"input", state.input},
                 {"next_change", state.next_change},
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

  void write_item(const ItemState& state, const OutcomeRecord& record, std::ostream& out) const {
    out << state.item << "  " << record.product;
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

  ExitCode tell_diff(Store& store, const RunRecord& before, const RunRecord& after,
                     Environment& environment) const {
    if (before.inventory != after.inventory)
      throw UsageError("runs " + std::to_string(before.id) + " and " + std::to_string(after.id) +
                       " are of different inventories; compare runs of one");
    const std::vector<ChangedOutcome> changes = diff_runs(store, before, after);
    if (output_ == "json") {
      Json json = {
          {"before", run_json(before)}, {"after", run_json(after)}, {"changes", Json::array()}};
      for (const ChangedOutcome& change : changes) json["changes"].push_back(change_json(change));
      environment.out << json.dump(2) << "\n";
    } else {
      environment.out << fmt::format("run {} of {}  to  run {} of {}\n", before.id, before.as_of,
                                     after.id, after.as_of);
      write_changes(changes, environment.out);
    }
    return ExitCode::ok;
  }

  ExitCode tell_forecast(Store& store, const RunRecord& run, Environment& environment) const {
    Json all = Json::array();
    std::size_t left_out = 0;
    for (const Forecast& one : forecast(store, run, days_)) {
      Json json = change_json(one.change);
      json["day"] = one.day;
      all.push_back(json);
      if (output_ == "json") continue;
      if (!all_ && !counts_as_news(one.change)) {
        ++left_out;
        continue;
      }
      environment.out << one.day;
      write_change(one.change, environment.out);
    }
    if (output_ == "json") environment.out << all.dump(2) << "\n";
    if (output_ != "json" && all.size() == left_out)
      environment.out << fmt::format("nothing turns within {} days of {}\n", days_, run.as_of);
    if (left_out != 0)
      environment.out << fmt::format("{} medium, low and advisory changes (--all)\n", left_out);
    return ExitCode::ok;
  }

  ExitCode tell_replay(Store& store, const RunRecord& run, Environment& environment) const {
    const Replay replayed = replay(store, run, item_);
    if (replayed.items == 0) throw UsageError("there is nothing to judge again");
    if (output_ == "json") {
      environment.out << Json{{"run", run.id},
                              {"items", replayed.items},
                              {"different", replayed.different}}
                             .dump(2)
                      << "\n";
    } else {
      environment.out << fmt::format("run {}: {} items judged again, {} differ\n", run.id,
                                     replayed.items, replayed.different.size());
      for (const std::string& item : replayed.different) environment.out << "  " << item << "\n";
    }
    return replayed.different.empty() ? ExitCode::ok : ExitCode::evidence_rejected;
  }

  ExitCode prune(Store& store, Environment& environment) const {
    const RunRecord run = chosen_run(store, second_);
    const std::size_t taken = store.prune(run.inventory, run.id);
    environment.out << fmt::format("{} runs taken out; run {} is the first now\n", taken, run.id);
    return ExitCode::ok;
  }

  CLI::App *run_ = nullptr, *diff_ = nullptr, *show_ = nullptr, *list_ = nullptr,
           *forecast_ = nullptr, *replay_ = nullptr, *prune_ = nullptr;
  std::string inventory_, name_, item_, output_ = "text";
  std::string first_ = "previous", second_ = "last";
  unsigned threads_ = 0;
  int days_ = 90;
  bool full_ = false, all_ = false, no_progress_ = false;
  JudgeOptions judge_;
  ExitOptions exit_;
  AuditNotice notice_;
  StoreOption store_;
};

}  // namespace

std::unique_ptr<Command> make_audit_command() { return std::make_unique<AuditCommand>(); }

}  // namespace verilot
