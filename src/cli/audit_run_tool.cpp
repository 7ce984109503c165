#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <optional>
#include <thread>

#include "cli/audit_notice.h"
#include "cli/audit_progress.h"
#include "cli/audit_tool.h"
#include "cli/audit_words.h"
#include "cli/kept_report.h"
#include "cli/long_work.h"
#include "ingest/reading_programs.h"
#include "report/text.h"
#include "store/store_lock.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

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

Exit exit_of(const AuditReport& report, const ExitPolicy& policy) {
  const std::size_t unread = report.broken_count + any_error(report.problems);
  Exit exit = decide_exit(exit_counts(report.total, report.items, unread, policy), policy);
  const std::size_t incomplete = totals(report.total).incomplete + report.broken_count;
  if (exit.code == static_cast<int>(ExitCode::incomplete))
    exit.why = incomplete != 0     ? counted(incomplete, "item") + " could not be read in full"
               : report.items == 0 ? "nothing was judged"
               : unread != 0       ? "the inventory could not be read in full"
                                   : exit.why;
  return exit;
}

// What could not be judged, or not in full; the first of many.
void tell_incomplete(Store& store, const AuditReport& report, std::ostream& err) {
  constexpr std::size_t kMost = 20;
  for (const std::string& broken : report.broken)
    err << "verilot: not judged: " << printable(broken) << "\n";
  for (const ItemState& item : store.incomplete(report.run, kMost)) {
    const OutcomeRecord record = read_outcomes(store.content(item.result));
    const std::string why = record.problems.empty() ? "" : ": " + record.problems.front();
    err << "verilot: not read in full: " << printable(item.item + why) << "\n";
  }
  const std::size_t all = totals(report.total).incomplete;
  if (all > kMost) err << "verilot: and " << all - kMost << " more, not read in full\n";
}

class RunTool final : public AuditTool {
 public:
  void add(CLI::App& audit) override {
    CLI::App& app = named(audit, "run", "Judge what could have changed since the last run");
    app.add_option("inventory", inventory_, "A folder tree, JSON lines, or CSV")->required();
    app.add_option("--name", name_, "Of the inventory in the store (default: its path)");
    app.add_flag("--full", full_, "Judge everything again");
    app.add_option("-j,--threads", threads_, "Threads (default: all of the machine)")
        ->check(CLI::Range(1u, 256u));
    app.add_flag("--all", all_, "Tell of medium, low and advisory changes too");
    app.add_flag("-q,--quiet,--no-progress", quiet_, "Do not tell how far it is");
    app.add_option("--progress", progress_, "auto (a bar on a terminal, else lines), jsonl, none")
        ->check(CLI::IsMember({"auto", "jsonl", "none"}));
    judge_.add(app);
    exit_.add(app);
    notice_.add(app);
    reports_.add(app);
    app.get_option("--output")
        ->description(
            "text or json: what is told of the run; FORMAT=FILE: its report, as of `verilot "
            "report`;\n"
            "repeatable");
  }

  // A night that ends early is in the health file too.
  ExitCode run(Environment& environment) override {
    take_outputs();
    notice_.prepare(environment.err);
    try {
      return run_now(environment);
    } catch (const std::exception& failure) {
      notice_.write_failure(failure.what(), utc_now());
      throw;
    }
  }

 private:
  // What is told on the standard output is taken out of what is written to files.
  void take_outputs() {
    std::vector<std::string> files;
    for (const std::string& word : reports_.outputs) {
      if (word.find('=') != std::string::npos) {
        files.push_back(word);
      } else if (word == "text" || word == "json") {
        output_ = word;
      } else {
        throw UsageError("-o '" + word + "': name its file, -o " + word + "=FILE");
      }
    }
    reports_.outputs = files;
  }

  ExitCode run_now(Environment& environment) {
    require_path(inventory_, "name a folder of dossiers, JSON lines or a CSV file");
    const ExitPolicy policy = exit_.policy();
    if (!reports_.outputs.empty()) {
      const ExitCode obstacle = reports_.find_obstacle(environment.err);
      if (obstacle != ExitCode::ok) return obstacle;
    }
    const Rulebook rulebook = judge_.rulebook(environment);
    const auto store = store_.open(&environment.err);
    std::optional<StoreLock> lock(std::in_place, store->database(), "audit run");
    const AuditReport report = judged(rulebook, *store, environment);
    print_problems(report.problems, environment.err);
    if (!report.complete) return tell_stop(report, environment);
    tell_incomplete(*store, report, environment.err);
    return tell_run(*store, report, policy, lock, environment);
  }

  AuditReport judged(const Rulebook& rulebook, Store& store, Environment& environment) const {
    AuditJob job;
    job.inventory = inventory_;
    job.name =
        name_.empty() ? std::filesystem::absolute(inventory_).lexically_normal().string() : name_;
    job.jurisdictions = judge_.jurisdictions;
    job.as_of = chosen_date(judge_.as_of, environment);
    job.software = VERILOT_VERSION;
    for (const ReadingProgram& one : reading_programs())
      job.programs.push_back(one.name + ": " + one.version);
    job.threads = threads_ == 0 ? std::max(1u, std::thread::hardware_concurrency()) : threads_;
    job.full = full_;
    job.now = utc_now;
    const StopSignals signals;
    job.stop = StopSignals::came;
    AuditMeter meter(progress_style(environment), environment);
    job.progress = [&](const AuditProgress& progress) { meter.show(progress); };
    AuditReport report = run_audit(job, rulebook, store);
    meter.end();
    return report;
  }

  ProgressStyle progress_style(const Environment& environment) const {
    if (quiet_ || progress_ == "none") return ProgressStyle::none;
    if (progress_ == "jsonl") return ProgressStyle::jsonl;
    return environment.err_terminal ? ProgressStyle::bar : ProgressStyle::lines;
  }

  ExitCode tell_stop(const AuditReport& report, Environment& environment) const {
    environment.err << fmt::format(
        "verilot: stopped after {} items, of which {} were judged; the same command goes on\n",
        report.progress.seen, report.progress.judged);
    notice_.write_health(
        report, {static_cast<int>(ExitCode::cancelled), exit_name(ExitCode::cancelled), "stopped"},
        false);
    return ExitCode::cancelled;
  }

  // Whoever is slow to be told keeps no other audit from the store: its lock goes before that.
  ExitCode tell_run(Store& store, const AuditReport& report, const ExitPolicy& policy,
                    std::optional<StoreLock>& lock, Environment& environment) const {
    std::vector<ChangedOutcome> changes;
    if (report.previous) changes = diff_runs(store, *report.previous, report.run);
    const Exit exit = exit_of(report, policy);
    if (json()) {
      tell_run_as_json(report, changes, exit, environment.out);
    } else {
      tell_run_in_words(report, changes, exit, environment.out);
    }
    ExitCode written = ExitCode::ok;
    if (!reports_.outputs.empty()) {
      KeptRun kept(store, report.run);
      written = write_kept_report(store, kept, {reports_, policy, "", all_, false}, environment);
    }
    lock.reset();
    const bool told = notice_.tell(report, changes, exit, environment);
    notice_.write_health(report, exit, told);
    if (written != ExitCode::ok) return written;
    return told ? static_cast<ExitCode>(exit.code) : ExitCode::cannot_write;
  }

  static void tell_run_as_json(const AuditReport& report,
                               const std::vector<ChangedOutcome>& changes, const Exit& exit,
                               std::ostream& out) {
    Json json = run_json(report.run);
    json["seen"] = report.progress.seen;
    json["judged"] = report.progress.judged;
    json["changes"] = Json::array();
    for (const ChangedOutcome& change : changes) json["changes"].push_back(change_json(change));
    json["exit"] = {{"code", exit.code}, {"name", exit.name}, {"why", exit.why}};
    out << json.dump(2) << "\n";
  }

  void tell_run_in_words(const AuditReport& report, const std::vector<ChangedOutcome>& changes,
                         const Exit& exit, std::ostream& out) const {
    out << fmt::format("run {}  as of {}  {} items, {} judged, {} as before\n\n", report.run.id,
                       report.run.as_of, report.items, report.progress.judged,
                       report.progress.seen - report.progress.judged - report.broken_count);
    const AuditTotals now = totals(report.total);
    if (report.previous) {
      const AuditTotals was = totals(tally_in(*report.previous));
      out << fmt::format("       {:>9} {:>9}\n", "now", "was");
      out << fmt::format("FAIL   {:>9} {:>9}\n", now.fail, was.fail);
      out << fmt::format("UNVF   {:>9} {:>9}\n", now.open, was.open);
    } else {
      out << fmt::format("FAIL   {:>9}\nUNVF   {:>9}\n", now.fail, now.open);
    }
    if (now.waived != 0) out << fmt::format("WAIV   {:>9}\n", now.waived);
    const std::size_t incomplete = now.incomplete + report.broken_count;
    if (incomplete != 0)
      out << fmt::format("INCOMPLETE {:>5}  could not be read in full\n", incomplete);
    if (report.previous) {
      out << fmt::format("\nsince run {} of {}\n", report.previous->id, report.previous->as_of);
      write_changes(changes, all_, out);
    }
    if (report.gone != 0)
      out << fmt::format("{} items are in the inventory no more\n", report.gone);
    out << fmt::format("exit {} ({})  {}\n", exit.code, exit.name, exit.why);
  }

  std::string inventory_, name_, progress_ = "auto";
  unsigned threads_ = 0;
  bool full_ = false, all_ = false, quiet_ = false;
  JudgeOptions judge_;
  ExitOptions exit_;
  AuditNotice notice_;
  OutputOptions reports_;
};

}  // namespace

std::unique_ptr<AuditTool> make_audit_run_tool() { return std::make_unique<RunTool>(); }

}  // namespace verilot
