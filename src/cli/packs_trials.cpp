#include "cli/packs_trials.h"

#include <list>
#include <ostream>

#include "report/text.h"
#include "trials/monotonicity.h"
#include "trials/mutation.h"

namespace verilot {

namespace {

// What a pack must reach; survivors are listed in any case.
constexpr double kWantedScore = 95;

std::string one_decimal(double number) {
  const auto tenths = static_cast<long>(number * 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

bool print(const MutationReport& report, Environment& environment) {
  std::ostream& out = environment.out;
  out << padded(report.pack, 12) << "mutation   " << report.mutants() << " mutants   "
      << report.killed << " killed   " << report.survivors.size() << " survived   "
      << report.equivalent << " equivalent   " << one_decimal(report.score()) << " %\n";
  for (const Survivor& survivor : report.survivors)
    out << "  " << to_string(survivor.where) << "  " << survivor.of << "\n    "
        << printable(survivor.original) << "\n    " << printable(survivor.mutated) << "\n";
  return report.score() >= kWantedScore;
}

void print(const std::string& head, const std::vector<std::string>& lines, std::ostream& out) {
  out << "    " << head << "\n";
  for (const std::string& line : lines) out << "      " << printable(line) << "\n";
}

bool print(const MonotonyReport& report, Environment& environment) {
  std::ostream& out = environment.out;
  out << padded(report.pack, 12) << "monotone   " << report.dossiers << " dossiers   "
      << report.refinements << " refinements   " << report.decided << " decided   "
      << report.settled << " settled   " << report.contradictions.size() << " contradicted\n";
  for (const Contradiction& one : report.contradictions) {
    out << "  " << one.rule << " / " << one.subject << "   " << one.before << ", then " << one.after
        << "\n";
    print("knowing", one.known, out);
    print("and learning", one.learnt, out);
  }
  return report.contradictions.empty();
}

}  // namespace

bool try_packs(const std::vector<const RulePack*>& packs, const Rulebook& rulebook,
               const TrialOptions& options, Environment& environment) {
  std::list<ReadyCases> ready;
  std::vector<const ReadyCases*> all;
  for (const RulePack* pack : packs)
    all.push_back(&ready.emplace_back(*pack, rulebook, options.threads));
  bool stands = true;
  if (options.mutations)
    for (const MutationReport& report : try_mutations(all, rulebook, options.threads))
      stands = print(report, environment) && stands;
  if (options.dossiers > 0)
    for (const MonotonyReport& report :
         try_monotony(all, rulebook, {options.dossiers, options.seed, options.threads}))
      stands = print(report, environment) && stands;
  return stands;
}

}  // namespace verilot
