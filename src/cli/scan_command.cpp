#include <CLI/CLI.hpp>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "scan/scan.h"

namespace verilot {

namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  verilot scan records.ndjson --rules rules.json --counts   how often each rule holds\n"
    "  verilot scan records.ndjson.gz --rules rules.yaml -j 4    one line of findings a record\n"
    "  zcat *.gz | verilot scan - --rules rules.json --explain   and why, for false and unknown\n"
    "\nRULES is a list [{id: r1, cel: 'lot.tests.all(t, t.result <= t.limit)'}, ...] in JSON or\n"
    "YAML; every name in a rule is a member of the record, and one that is absent is unknown.";

class ScanCommand final : public Command {
 public:
  std::string name() const override { return "scan"; }
  std::string summary() const override { return "Judge a stream of JSON records by bare rules"; }

  void add_options(CLI::App& app) override {
    app.add_option("input", input_, "One JSON object a line, plain or .gz; - is the standard input")
        ->required();
    app.add_option("--rules", rules_, "A list of rules, JSON or YAML: [{id, cel}, ...]")
        ->required();
    app.add_flag("--counts", options_.counts, "Only how often each rule was true, false, ...");
    app.add_flag("--explain", options_.explain, "Why, for what is false and unknown");
    app.add_option("-j,--threads", options_.threads, "Threads (default: all of the machine)")
        ->check(CLI::Range(1u, 256u));
    app.footer(kExamples);
  }

  ExitCode run(Environment& environment) override {
    if (options_.counts && options_.explain)
      throw UsageError("--counts writes no findings that --explain could explain; choose one");
    require_path(rules_, "name a file of rules");
    if (input_ != "-") require_path(input_, "name a file of records, or - for the standard input");
    const LoadedRules loaded = load_bare_rules(rules_);
    print_problems(loaded.problems, environment.err);
    if (any_error(loaded.problems)) return ExitCode::pack_rejected;
    LineReader reader(input_);
    bool written = true;
    const ScanTotals totals = scan(loaded.rules, reader, options_, [&](std::string_view findings) {
      written = static_cast<bool>(environment.out << findings);
      return written;
    });
    if (options_.counts) environment.out << counts_json(loaded.rules, totals) << "\n";
    environment.out.flush();
    if (!written || !environment.out) {
      environment.err << "verilot: the findings cannot be written; check the free space\n";
      return ExitCode::cannot_write;
    }
    return outcome(totals, reader.fault(), environment.err);
  }

 private:
  ExitCode outcome(const ScanTotals& totals, const std::string& fault, std::ostream& err) const {
    std::uint64_t errors = 0;
    for (const RuleCounts& counts : totals.rules) errors += counts.error;
    if (!fault.empty()) err << "verilot: " << input_ << ": " << fault << "\n";
    if (totals.broken > 0)
      err << "verilot: " << input_ << ": " << totals.broken << " broken of "
          << totals.broken + totals.records << " lines\n";
    if (totals.broken == 0 && totals.records == 0)
      err << "verilot: " << input_ << ": holds no record; one JSON object a line is expected\n";
    const bool complete = fault.empty() && totals.broken == 0 && errors == 0 && totals.records > 0;
    return complete ? ExitCode::ok : ExitCode::incomplete;
  }

  std::string input_, rules_;
  ScanOptions options_{.threads = std::max(1u, std::thread::hardware_concurrency())};
};

}  // namespace

std::unique_ptr<Command> make_scan_command() { return std::make_unique<ScanCommand>(); }

}  // namespace verilot
