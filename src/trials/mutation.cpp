#include "trials/mutation.h"

#include <algorithm>
#include <functional>
#include <list>
#include <tuple>

#include "trials/fact_pool.h"
#include "trials/in_parallel.h"
#include "trials/mutants.h"

namespace verilot {

namespace {

struct Job {
  std::size_t report = 0;
  std::function<Tried()> run;
  Tried tried;
};

// The packs whose expressions can name the value: the shared values stand in every pack.
std::vector<const ReadyCases*> readers_of(const ReadyCases& owner,
                                          const std::vector<const ReadyCases*>& packs,
                                          const std::string& name) {
  std::vector<const ReadyCases*> readers;
  const auto own = owner.pack().values.find(name);
  for (const ReadyCases* pack : packs) {
    const auto there = pack->pack().values.find(name);
    const bool same = pack == &owner || (there != pack->pack().values.end() &&
                                         cel::equals(there->second, own->second).is_true());
    if (same) readers.push_back(pack);
  }
  return readers;
}

void add(const Tried& tried, MutationReport& report) {
  report.killed += tried.killed;
  report.equivalent += tried.equivalent;
  report.survivors.insert(report.survivors.end(), tried.survivors.begin(), tried.survivors.end());
}

}  // namespace

double MutationReport::score() const {
  if (mutants() == 0) return 100;
  return 100 * static_cast<double>(killed) / static_cast<double>(mutants());
}

std::vector<MutationReport> try_mutations(const std::vector<const ReadyCases*>& packs,
                                          const Rulebook& rulebook,
                                          const MutationOptions& options) {
  std::optional<FactPool> pool;
  if (options.hints) pool.emplace(packs, rulebook);
  std::list<WrittenConstants> constants;
  std::list<MutationGround> grounds;
  std::vector<Job> jobs;
  std::vector<MutationReport> reports;
  for (const ReadyCases* cases : packs) {
    const RulePack& pack = cases->pack();
    constants.emplace_back(pack, rulebook);
    const MutationGround& ground =
        grounds.emplace_back(*cases, rulebook, constants.back(), folder_in_places(pack, rulebook),
                             pool ? &*pool : nullptr);
    const std::size_t report = reports.size();
    reports.push_back({pack.id, 0, 0, {}});
    for (const Rule& rule : pack.rules)
      jobs.push_back({report, [&] { return try_rule(ground, rule); }, {}});
    for (const auto& [id, question] : pack.tree.questions)
      jobs.push_back({report, [&, asked = &question] { return try_question(ground, *asked); }, {}});
    for (ChangedConstant& constant : constants.back().changed_values())
      jobs.push_back({report,
                      [&, constant, readers = readers_of(*cases, packs, constant.name)] {
                        return try_value(ground, constant, readers);
                      },
                      {}});
  }
  in_parallel(jobs.size(), options.threads, [&](std::size_t i) { jobs[i].tried = jobs[i].run(); });
  for (const Job& job : jobs) add(job.tried, reports[job.report]);
  const auto place = [](const Survivor& one) {
    return std::tie(one.where.file, one.where.line, one.where.column, one.original, one.mutated);
  };
  for (MutationReport& report : reports)
    std::stable_sort(report.survivors.begin(), report.survivors.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return reports;
}

}  // namespace verilot
