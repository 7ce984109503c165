// screening ROOT [NAMES]: quality of name screening on labelled pairs, and its time.
//
// Half of the pairs fit the two numbers that turn agreement into odds (printed, to be put into
// rules/tables/names.yaml); all figures are of the other half. Each listed name of a pair is put
// among NAMES others (100,000); the asked name counts as found when that entry is among the hits.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "labelled_names.h"
#include "registry/screen.h"

using namespace verilot;

namespace {

constexpr std::size_t kOfEach = 300;

struct Judged {
  const bench::LabelledPair* pair;
  double score = 0;   // of the listed name, 0 where it was no candidate
  double others = 0;  // hits that are other entries
};

struct Counts {
  std::size_t all = 0, possible = 0, likely = 0;
  bool same = false;
};

double score_of(const ScreenResult& result, std::uint32_t entry) {
  for (const ScreenHit& hit : result.hits)
    if (hit.entry == entry) return hit.score;
  return result.nearest && result.nearest->entry == entry ? result.nearest->score : 0;
}

// Gradient ascent of the likelihood; two numbers and a few thousand points need no more. Steep
// slopes are held back, lest a set that can be told apart makes every score 0 or 1.
constexpr double kHeldBack = 0.0003;

void fit(const std::vector<Judged>& half, const ScreenWeights& now) {
  double intercept = now.intercept, slope = now.slope;
  for (int round = 0; round < 200000; ++round) {
    double a = 0, b = 0, count = 0;
    for (const Judged& one : half) {
      if (one.score <= 0) continue;
      const double share = (std::log(one.score / (1 - one.score)) - now.intercept) / now.slope;
      const double error = one.pair->same - 1 / (1 + std::exp(-(intercept + slope * share)));
      a += error;
      b += error * share;
      ++count;
    }
    intercept += 2 * (a / count - kHeldBack * intercept);
    slope += 2 * (b / count - kHeldBack * slope);
  }
  std::printf("fitted to the other half: intercept %.1f, slope %.1f (in use %.1f, %.1f)\n\n",
              intercept, slope, now.intercept, now.slope);
}

void print_table(const std::vector<Judged>& half, const ScreenWords& words) {
  std::map<std::string, Counts> kinds;
  for (const Judged& one : half) {
    Counts& counts = kinds[one.pair->kind];
    counts.same = one.pair->same;
    ++counts.all;
    counts.possible += one.score >= words.possible;
    counts.likely += one.score >= words.likely;
  }
  std::printf("| pairs | same | count | possible | likely |\n|---|---|---|---|---|\n");
  for (const bool same : {true, false}) {
    Counts sum;
    for (const auto& [kind, counts] : kinds) {
      if (counts.same != same) continue;
      std::printf("| %s | %s | %zu | %.1f %% | %.1f %% |\n", kind.c_str(), same ? "yes" : "no",
                  counts.all, 100.0 * double(counts.possible) / double(counts.all),
                  100.0 * double(counts.likely) / double(counts.all));
      sum.all += counts.all;
      sum.possible += counts.possible;
      sum.likely += counts.likely;
    }
    std::printf("| **all** | %s | %zu | %.1f %% | %.1f %% |\n", same ? "yes" : "no", sum.all,
                100.0 * double(sum.possible) / double(sum.all),
                100.0 * double(sum.likely) / double(sum.all));
  }
}

void print_calibration(const std::vector<Judged>& half) {
  std::printf("\n| score | pairs | of them the same |\n|---|---|---|\n");
  for (int tenth = 0; tenth < 10; ++tenth) {
    std::size_t all = 0, same = 0;
    for (const Judged& one : half) {
      if (one.score < tenth / 10.0 || one.score >= (tenth + 1) / 10.0) continue;
      ++all;
      same += one.pair->same;
    }
    if (all > 0)
      std::printf("| %.1f to %.1f | %zu | %.0f %% |\n", tenth / 10.0, (tenth + 1) / 10.0, all,
                  100.0 * double(same) / double(all));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: screening ROOT [NAMES]\n", stderr), 64;
  Problems problems;
  const std::string root = argv[1];
  const ScreenWords words = load_screen_words(root, load_name_fold(root, problems), problems);
  const std::size_t count = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 100000;
  const std::vector<bench::LabelledPair> pairs = bench::make_pairs(kOfEach, 1);
  const std::vector<std::string> others = bench::make_names(count - pairs.size(), 2);

  const auto begin = std::chrono::steady_clock::now();
  ScreenIndex index(words);
  for (std::uint32_t i = 0; i < pairs.size(); ++i) index.add(i, {.name = pairs[i].listed});
  for (std::uint32_t i = 0; i < others.size(); ++i)
    index.add(static_cast<std::uint32_t>(pairs.size()) + i, {.name = others[i]});
  index.finish();
  const std::chrono::duration<double> built = std::chrono::steady_clock::now() - begin;

  std::vector<Judged> training, held_out;
  std::vector<double> times;
  double hits = 0;
  for (std::uint32_t i = 0; i < pairs.size(); ++i) {
    const auto start = std::chrono::steady_clock::now();
    const ScreenResult result = index.screen({.name = pairs[i].asked});
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
    hits += double(result.hits.size());
    (i % 2 == 0 ? training : held_out).push_back({&pairs[i], score_of(result, i)});
  }
  std::ranges::sort(times);
  std::printf(
      "%zu names, index in %.2f s; one look-up %.2f ms median, %.2f ms at 99 %%, %.2f ms "
      "at most; %.2f hits each\n\n",
      index.names(), built.count(), times[times.size() / 2], times[times.size() * 99 / 100],
      times.back(), hits / double(pairs.size()));
  fit(training, words.weights);
  print_table(held_out, words);
  print_calibration(held_out);
}
