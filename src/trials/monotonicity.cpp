#include "trials/monotonicity.h"

#include <algorithm>
#include <map>

#include "trials/dossier_maker.h"
#include "trials/in_parallel.h"
#include "trials/refinement.h"

namespace verilot {

namespace {

constexpr std::size_t kLongestChain = 8;

// A rule that contradicted itself in some trial, and between which dossiers.
struct Found {
  Contradiction contradiction;
  FactPtr poorer, richer;
  const PackOnDay* pack = nullptr;
};

struct Chain {
  std::size_t dossiers = 0, refinements = 0, decided = 0, settled = 0;
  std::vector<Found> found;
};

bool is_open(Outcome outcome) {
  return outcome == Outcome::unverified || outcome == Outcome::error;
}

void count(const PackOnDay::Outcomes& poorer, const PackOnDay::Outcomes& richer, Chain& chain) {
  for (std::size_t i = 0; i < poorer.of_rules.size(); ++i)
    for (const SubjectOutcome& before : poorer.of_rules[i]) {
      if (!is_open(before.outcome)) ++chain.decided;
      const auto& after = richer.of_rules[i];
      const auto same = std::ranges::find(after, before.subject, &SubjectOutcome::subject);
      if (is_open(before.outcome) && same != after.end() && !is_open(same->outcome))
        ++chain.settled;
    }
}

Names names_of(const RulePack& pack) {
  Names names = names_in(pack.tree);
  for (const Rule& rule : pack.rules) names.merge(names_in(rule));
  return names;
}

class PackTrial {
 public:
  PackTrial(const ReadyCases& cases, const FactPool& pool, const Rulebook& rulebook)
      : pack_(cases.pack()), maker_(pool, rulebook.schema, names_of(cases.pack())) {
    for (const ReadyCase* one : cases.all()) {
      const auto day = days_.try_emplace(to_string(one->as_of), pack_, one->as_of, rulebook).first;
      seeds_.push_back({fact_tree(*one->evidence, rulebook.schema), &day->second});
    }
  }

  const RulePack& pack() const { return pack_; }
  bool empty() const { return seeds_.empty() || pack_.rules.empty(); }

  Chain chain(RandomNumbers random) const {
    const Seed& seed = seeds_[random.below(seeds_.size())];
    const PackOnDay& day = *seed.day;
    Chain chain;
    FactPtr richer = maker_.varied(seed.dossier, random);
    PackOnDay::Outcomes outcomes = day.judge(*richer);
    chain.dossiers = 1;
    while (chain.dossiers < kLongestChain) {
      std::optional<Coarser> less = maker_.coarser(richer, random);
      if (!less) break;
      PackOnDay::Outcomes poorer = day.judge_again(*less->dossier, outcomes, touched(less->name));
      ++chain.dossiers;
      ++chain.refinements;
      count(poorer, outcomes, chain);
      for (Contradiction& one : day.contradictions(poorer, outcomes))
        chain.found.push_back({std::move(one), less->dossier, richer, &day});
      richer = std::move(less->dossier);
      outcomes = std::move(poorer);
    }
    return chain;
  }

 private:
  struct Seed {
    FactPtr dossier;
    const PackOnDay* day;
  };

  // The articles are the product and those that are associated with it.
  static Names touched(const std::string& name) {
    if (name == "product" || name == "associated_articles") return {name, "articles"};
    return {name};
  }

  const RulePack& pack_;
  const DossierMaker maker_;
  std::map<std::string, PackOnDay> days_;
  std::vector<Seed> seeds_;
};

// The first contradiction of every rule, with as few facts as show it.
std::vector<Contradiction> smallest(const RulePack& pack, const std::vector<Chain>& chains) {
  std::map<std::string, const Found*> first;
  for (const Chain& chain : chains)
    for (const Found& found : chain.found) first.try_emplace(found.contradiction.rule, &found);
  std::vector<Contradiction> all;
  const auto add = [&](const std::string& rule) {
    const auto found = first.find(rule);
    if (found == first.end()) return;
    all.push_back(found->second->contradiction);
    shrink(*found->second->pack, found->second->poorer, found->second->richer, all.back());
  };
  add(pack.id + ".pathway");
  for (const Rule& rule : pack.rules) add(rule.id);
  return all;
}

void add(const Chain& chain, MonotonyReport& report) {
  report.dossiers += chain.dossiers;
  report.refinements += chain.refinements;
  report.decided += chain.decided;
  report.settled += chain.settled;
}

MonotonyReport try_pack(const PackTrial& trial, std::size_t dossiers, std::uint64_t seed,
                        std::size_t threads) {
  MonotonyReport report;
  report.pack = trial.pack().id;
  if (trial.empty()) return report;
  std::vector<Chain> chains;
  // Some chains end early: there is nothing left to forget.
  while (report.dossiers < dossiers) {
    const std::size_t begin = chains.size();
    chains.resize(begin + (dossiers - report.dossiers + kLongestChain - 1) / kLongestChain);
    in_parallel(chains.size() - begin, threads, [&](std::size_t i) {
      chains[begin + i] = trial.chain(RandomNumbers(seed * 0x100000001B3ULL + begin + i));
    });
    for (std::size_t i = begin; i < chains.size(); ++i) add(chains[i], report);
  }
  report.contradictions = smallest(trial.pack(), chains);
  return report;
}

}  // namespace

std::vector<MonotonyReport> try_monotony(const std::vector<const ReadyCases*>& packs,
                                         const Rulebook& rulebook, const MonotonyOptions& options) {
  const FactPool pool(packs, rulebook);
  std::size_t rules = 0;
  for (const ReadyCases* cases : packs) rules += cases->pack().rules.size();
  std::vector<MonotonyReport> reports;
  for (const ReadyCases* cases : packs) {
    const std::size_t share =
        rules == 0 ? 0 : (options.dossiers * cases->pack().rules.size() + rules - 1) / rules;
    reports.push_back(
        try_pack(PackTrial(*cases, pool, rulebook), share, options.seed, options.threads));
  }
  return reports;
}

}  // namespace verilot
