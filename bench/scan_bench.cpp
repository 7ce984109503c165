// One run, one core, side by side: the plan, the plan with explanations, the tree-walking
// evaluator, hand-written code for the same rules (the ideal) and parsing alone.
//
//   scan_bench RULES [RECORDS]
//
// Every engine judges the same records in memory, in turns with the others, five rounds; the
// fastest round of each counts, in processor time. Verdict counts must be the same; otherwise the
// run fails.
#include <simdjson.h>

#include <time.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ideal.h"
#include "plan/session.h"
#include "records.h"
#include "scan/rule_file.h"

namespace {

using verilot::plan::Plan;
using verilot::plan::Session;
using verilot::plan::Tag;

constexpr int kRounds = 5;
using Counts = std::vector<std::array<std::uint64_t, 4>>;
using Lines = std::vector<std::string_view>;

// Of this thread alone, so that a busy machine changes it little.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds(const std::function<void()>& work) {
  const double start = processor_seconds();
  work();
  return processor_seconds() - start;
}

struct Engine {
  std::string name;
  std::function<void(Counts&)> run;
  bool judges = true;
  double best = 1e9;
  Counts counts = {};
};

std::string records(std::size_t count, unsigned absent) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += bench::record(i, absent) + "\n";
  all.append(verilot::plan::kPadding, '\n');
  return all;
}

Lines lines_of(const std::string& all) {
  Lines lines;
  for (std::size_t at = 0; all[at] != '\n';) {
    const std::size_t end = all.find('\n', at);
    lines.push_back(std::string_view(all).substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

Plan make_plan(const std::vector<verilot::BareRule>& rules) {
  std::vector<verilot::cel::Program> programs;
  for (const auto& rule : rules) programs.push_back(rule.program);
  return Plan(std::move(programs));
}

Tag state_of(const verilot::cel::Value& value) {
  if (value.is_unknown()) return Tag::unknown;
  if (value.kind() != verilot::cel::Value::Kind::boolean) return Tag::error;
  return value.as_boolean() ? Tag::yes : Tag::no;
}

void count(Counts& counts, std::size_t rule, Tag state) {
  ++counts[rule][static_cast<std::size_t>(state)];
}

void run_plan(Session& session, const Lines& lines, std::size_t rules, bool explain,
              Counts& counts) {
  std::size_t reasons = 0;
  std::string out;
  for (const std::string_view line : lines) {
    if (!session.load(line)) std::abort();
    reasons += out.size();
    out.clear();
    for (std::size_t rule = 0; rule < rules; ++rule) {
      const Tag state = session.state(rule);
      count(counts, rule, state);
      if (!explain || state == Tag::yes) continue;
      session.explain(rule, out);
      if (state == Tag::unknown) session.missing(rule, out);
    }
  }
  if (explain && reasons == 0) std::abort();
}

void run_tree(Session& session, const Lines& lines, std::size_t rules, Counts& counts) {
  for (const std::string_view line : lines) {
    if (!session.load(line)) std::abort();
    for (std::size_t rule = 0; rule < rules; ++rule)
      count(counts, rule, state_of(session.value(rule)));
  }
}

void run_ideal(bench::Ideal& ideal, const Lines& lines, Counts& counts) {
  for (const std::string_view line : lines) {
    const auto& verdicts = ideal.judge(line);
    for (std::size_t rule = 0; rule < verdicts.size(); ++rule)
      count(counts, rule, static_cast<Tag>(verdicts[rule]));
  }
}

void run_parse(const Lines& lines) {
  simdjson::dom::parser parser;
  for (const std::string_view line : lines) {
    if (parser.parse(line.data(), line.size(), false).error() != simdjson::SUCCESS) std::abort();
  }
}

bool same_counts(const std::vector<verilot::BareRule>& rules, const Engine& a, const Engine& b) {
  bool same = true;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (a.counts[i] == b.counts[i]) continue;
    same = false;
    std::printf("%s: %s and %s differ: true %lu/%lu false %lu/%lu unknown %lu/%lu error %lu/%lu\n",
                rules[i].id.c_str(), a.name.c_str(), b.name.c_str(), a.counts[i][1], b.counts[i][1],
                a.counts[i][0], b.counts[i][0], a.counts[i][2], b.counts[i][2], a.counts[i][3],
                b.counts[i][3]);
  }
  return same;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 64;
  const auto loaded = verilot::load_bare_rules(argv[1]);
  for (const auto& problem : loaded.problems) std::puts(to_string(problem).c_str());
  if (loaded.rules.empty()) return 10;
  const std::string all = records(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000, 60);
  const Lines lines = lines_of(all);
  const Plan plan = make_plan(loaded.rules);
  Session session(plan), oracle(plan), explained(plan);
  bench::Ideal ideal;
  const std::size_t rules = plan.rules();
  std::vector<Engine> engines = {
      {"hand-written, the ideal", [&](Counts& c) { run_ideal(ideal, lines, c); }},
      {"verilot plan", [&](Counts& c) { run_plan(session, lines, rules, false, c); }},
      {"verilot plan, explained", [&](Counts& c) { run_plan(explained, lines, rules, true, c); }},
      {"tree-walking evaluator", [&](Counts& c) { run_tree(oracle, lines, rules, c); }},
      {"parsing alone (simdjson)", [&](Counts&) { run_parse(lines); }, false},
  };
  if (rules != bench::kRules) engines.erase(engines.begin());
  for (int round = 0; round < kRounds; ++round) {
    for (Engine& engine : engines) {
      engine.counts.assign(rules, {});
      engine.best = std::min(engine.best, seconds([&] { engine.run(engine.counts); }));
    }
  }
  const auto records_count = static_cast<double>(lines.size());
  std::printf("%zu records of %zu bytes, %zu rules, %zu nodes; best of %d rounds\n", lines.size(),
              all.size() / lines.size(), rules, plan.node_count(), kRounds);
  for (const Engine& engine : engines)
    std::printf("%-28s %9.2f us a record %8.2f x\n", engine.name.c_str(),
                engine.best / records_count * 1e6, engine.best / engines[0].best);
  bool same = true;
  for (const Engine& engine : engines)
    if (engine.judges) same = same_counts(loaded.rules, engines[0], engine) && same;
  std::puts(same ? "all verdict counts are the same" : "VERDICT COUNTS DIFFER");
  return same ? 0 : 1;
}
