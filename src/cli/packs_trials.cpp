#include "cli/packs_trials.h"

#include <CLI/CLI.hpp>
#include <list>
#include <ostream>

#include "report/text.h"
#include "trials/monotonicity.h"
#include "trials/mutation.h"
#include "trials/outcome_coverage.h"

namespace verilot {

namespace {

// What a pack must reach; survivors are listed in any case.
constexpr double kWantedScore = 95;
constexpr std::size_t kWantedDossiers = 100'000;

std::string one_decimal(double number) {
  const auto tenths = static_cast<long>(number * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

void print(const Survivor& survivor, Environment& environment) {
  environment.out << "  " << to_string(survivor.where) << "  " << survivor.of << "\n    "
                  << printable(survivor.original) << "\n    " << printable(survivor.mutated)
                  << "\n";
  if (!survivor.hint) return;
  const Hint& hint = *survivor.hint;
  std::string text = "'" + hint.from + "'";
  for (std::size_t i = 0; i < hint.given.size(); ++i)
    text += (i == 0 ? " but " : "; ") + hint.given[i];
  text += ": " + hint.before + ", with the slip " + hint.after;
  environment.out << wrapped("    hint: ", printable(text), environment.width);
}

bool print(const MutationReport& report, Environment& environment) {
  std::ostream& out = environment.out;
  out << padded(report.pack, 12) << "mutation  " << report.mutants() << " mutants  "
      << report.killed << " killed  " << report.survivors.size() << " survived  "
      << report.equivalent << " equivalent  " << one_decimal(report.score()) << " %\n";
  for (const Survivor& survivor : report.survivors) print(survivor, environment);
  return report.score() >= kWantedScore;
}

void print(const std::string& head, const std::vector<std::string>& lines,
           Environment& environment) {
  environment.out << "    " << head << "\n";
  for (const std::string& line : lines)
    environment.out << wrapped("      ", printable(line), environment.width);
}

bool print(const MonotonyReport& report, Environment& environment) {
  std::ostream& out = environment.out;
  out << padded(report.pack, 12) << "monotone  " << report.dossiers << " dossiers  "
      << report.decided << " outcomes decided  " << report.contradictions.size()
      << " contradicted\n";
  for (const Contradiction& one : report.contradictions) {
    out << "  " << one.rule << " / " << one.subject << "   " << one.before << ", then " << one.after
        << "\n";
    print("knowing", one.known, environment);
    print("and learning", one.learnt, environment);
  }
  return report.contradictions.empty();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

bool print_outcomes(const RulePack& pack, const RulePack* shared, Environment& environment) {
  const std::vector<OutcomeCoverage> all = outcome_coverage(pack, shared);
  environment.out << "  outcomes";
  bool whole = true;
  for (const Outcome outcome :
       {Outcome::pass, Outcome::fail, Outcome::unverified, Outcome::not_applicable}) {
    std::size_t possible = 0, shown = 0;
    for (const OutcomeCoverage& rule : all) {
      possible += rule.possible.count(outcome);
      shown += rule.possible.count(outcome) * rule.shown.count(outcome);
    }
    whole = whole && possible == shown;
    environment.out << "  " << to_string(outcome) << " " << shown << "/" << possible;
  }
  environment.out << "\n";
  for (const OutcomeCoverage& rule : all) {
    std::vector<std::string> words;
    for (const Outcome outcome : rule.missing()) words.emplace_back(to_string(outcome));
    if (!words.empty())
      environment.out << wrapped("    no case of " + rule.rule + " shows ", joined(words),
                                 environment.width);
  }
  return whole;
}

void add_options(CLI::App& app, TrialOptions& options) {
  app.add_flag("--all", options.all,
               "Also --mutations and --monotone " + std::to_string(kWantedDossiers));
  app.add_flag("--mutations", options.mutations,
               "Try every slip of an operator or a limit on the cases; list those unnoticed");
  app.add_flag("--hints", options.hints,
               "For each survivor of --mutations a dossier that shows it, where one is found");
  app.add_option("--monotone", options.dossiers,
                 "Make up so many dossiers; no outcome may contradict what was known before");
  app.add_option("--seed", options.seed, "Of the dossiers made up")->capture_default_str();
  app.add_option("-j,--jobs", options.threads, "Threads (default: one a processor)")
      ->check(CLI::Range(1, 256));
}

bool any(const TrialOptions& options) {
  return options.all || options.mutations || options.dossiers > 0;
}

bool try_packs(const std::vector<const RulePack*>& packs, const Rulebook& rulebook,
               const TrialOptions& options, Environment& environment) {
  std::list<ReadyCases> ready;
  std::vector<const ReadyCases*> all;
  for (const RulePack* pack : packs)
    all.push_back(&ready.emplace_back(*pack, rulebook, options.threads));
  bool stands = true;
  if (options.mutations || options.all)
    for (const MutationReport& report :
         try_mutations(all, rulebook, {options.threads, options.hints}))
      stands = print(report, environment) && stands;
  const std::size_t dossiers =
      std::max(options.dossiers, options.all ? kWantedDossiers : std::size_t{0});
  if (dossiers > 0)
    for (const MonotonyReport& report :
         try_monotony(all, rulebook, {dossiers, options.seed, options.threads}))
      stands = print(report, environment) && stands;
  return stands;
}

}  // namespace verilot
