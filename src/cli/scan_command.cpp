#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "scan/dossier_scan.h"
#include "scan/scan.h"

namespace verilot {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot scan dossiers.ndjson --jurisdiction us-fda        live findings, a line a dossier\n"
    "  verilot scan dossiers.ndjson.gz --counts -j 4             verdicts and outcomes in numbers\n"
    "  verilot scan records.ndjson --rules rules.json --counts   how often each rule holds\n"
    "  zcat *.gz | verilot scan - --rules rules.json --explain   and why, for false and unknown\n"
    "\nRULES is a list [{id: r1, cel: 'lot.tests.all(t, t.result <= t.limit)'}, ...] in JSON or\n"
    "YAML; every name in a rule is a member of the record, and one that is absent is unknown.";

// What is said of a dossier is a hundred times its length, and waits for the lines before it.
constexpr std::size_t kDossierBlock = 4 * 1024;

// Whether a word of the command line was given, not one of the environment.
bool asked_for(const std::string& word, const char* variable) {
  return !word.empty() && std::getenv(variable) == nullptr;
}

class ScanCommand final : public Command {
 public:
  std::string name() const override { return "scan"; }
  std::string summary() const override {
    return "Judge a stream of dossiers, or of JSON records by bare rules";
  }

  void add_options(CLI::App& app) override {
    app.add_option("input", input_, "One JSON object a line, plain or .gz; - is the standard input")
        ->required();
    judge_.add(app);
    app.add_option("--rules", rules_, "Instead of packs: a list of rules, JSON or YAML");
    exit_.add(app);
    app.add_flag("--counts", counts_, "Only how often there was each result");
    app.add_flag("--all", all_, "Dossiers with passed and not applicable findings too");
    app.add_flag("--explain", explain_, "With --rules: why, for what is false and unknown");
    app.add_option("-j,--threads", threads_, "Threads (default: all of the machine)")
        ->check(CLI::Range(1u, 256u));
    app.footer(kExamples);
  }

  ExitCode run(Environment& environment) override {
    refuse_contradictions();
    if (input_ != "-") require_path(input_, "name a file of records, or - for the standard input");
    return rules_.empty() ? scan_under_packs(environment) : scan_by_rules(environment);
  }

 private:
  void refuse_contradictions() const {
    if (counts_ && (explain_ || all_))
      throw UsageError("--counts writes no findings that --all or --explain could add to");
    if (rules_.empty() && explain_)
      throw UsageError("--explain goes with --rules; findings of packs say why by themselves");
    if (rules_.empty()) return;
    const std::string words = judge_.jurisdictions.empty() ? "" : judge_.jurisdictions.front();
    if (all_ || asked_for(words, "VERILOT_JURISDICTION") ||
        asked_for(judge_.as_of, "VERILOT_AS_OF") || asked_for(judge_.tailor, "VERILOT_TAILOR"))
      throw UsageError(
          "--rules judges without packs: leave --all, --jurisdiction, --as-of and --tailor out");
  }

  ExitCode scan_by_rules(Environment& environment) {
    require_path(rules_, "name a file of rules");
    const LoadedRules loaded = load_bare_rules(rules_);
    print_problems(loaded.problems, environment.err);
    if (any_error(loaded.problems)) return ExitCode::pack_rejected;
    LineReader reader(input_);
    const ScanTotals totals =
        scan(loaded.rules, reader, {threads_, counts_, explain_}, writer(environment));
    if (counts_) environment.out << counts_json(loaded.rules, totals) << "\n";
    if (!all_written(environment)) return ExitCode::cannot_write;
    std::uint64_t errors = 0;
    for (const RuleCounts& counts : totals.rules) errors += counts.error;
    const bool complete =
        lines_read(totals.records, totals.broken, reader.fault(), environment.err) && errors == 0;
    return complete ? ExitCode::ok : ExitCode::incomplete;
  }

  ExitCode scan_under_packs(Environment& environment) {
    const ExitPolicy policy = exit_.policy();
    const Rulebook rulebook = judge_.rulebook(environment);
    DossierScanOptions options{.input = input_,
                               .as_of = chosen_date(judge_.as_of, environment),
                               .threads = threads_,
                               .counts = counts_,
                               .all = all_};
    ExitCounts counts;
    options.seen = [&](const DossierResult& result) { count(result, policy, counts); };
    Auditor auditor(rulebook, judge_.jurisdictions, options.as_of);
    LineReader reader(input_, kDossierBlock);
    const DossierTotals totals =
        scan_dossiers(auditor, rulebook, reader, options, writer(environment));
    if (counts_) environment.out << counts_json(totals, rulebook.tailored) << "\n";
    if (!all_written(environment)) return ExitCode::cannot_write;
    print_problems(auditor.pack_problems(), environment.err);
    if (totals.incomplete > 0)
      environment.err << "verilot: " << input_ << ": " << totals.incomplete
                      << " dossiers could not be read in full; see their problems\n";
    const bool complete =
        lines_read(totals.records, totals.broken, reader.fault(), environment.err) &&
        totals.incomplete == 0;
    if (any_error(auditor.pack_problems())) return ExitCode::pack_rejected;
    if (!complete) return ExitCode::incomplete;
    return static_cast<ExitCode>(decide_exit(counts, policy).code);
  }

  WriteFindings writer(Environment& environment) const {
    return
        [&](std::string_view findings) { return static_cast<bool>(environment.out << findings); };
  }

  static bool all_written(Environment& environment) {
    environment.out.flush();
    if (environment.out) return true;
    environment.err
        << "verilot: the findings cannot be written: the disk is full, or their reader has gone\n";
    return false;
  }

  // Whether every line was one to judge, and there was one; what is wrong is said.
  bool lines_read(std::uint64_t records, std::uint64_t broken, const std::string& fault,
                  std::ostream& err) const {
    if (!fault.empty()) err << "verilot: " << input_ << ": " << fault << "\n";
    if (broken > 0)
      err << "verilot: " << input_ << ": " << broken << " broken of " << broken + records
          << " lines\n";
    if (broken + records == 0)
      err << "verilot: " << input_ << ": holds no record; one JSON object a line is expected\n";
    return fault.empty() && broken == 0 && records > 0;
  }

  std::string input_, rules_;
  JudgeOptions judge_;
  ExitOptions exit_;
  bool counts_ = false, all_ = false, explain_ = false;
  unsigned threads_ = std::max(1u, std::thread::hardware_concurrency());
};

}  // namespace

std::unique_ptr<Command> make_scan_command() { return std::make_unique<ScanCommand>(); }

}  // namespace verilot
