#include <CLI/CLI.hpp>
#include <list>
#include <ostream>

#include "cli/packs_tool.h"
#include "report/text.h"
#include "trials/pack_coverage.h"

namespace verilot {

namespace {

constexpr std::array kColumns = {"pack", "live", "advisory", "pass",    "fail",
                                 "open", "n/a",  "cases",    "clauses", "cited"};
constexpr std::array<std::size_t, kColumns.size()> kWidths = {11, 5, 9, 8, 8, 8, 8, 6, 8, 6};

using Row = std::array<std::string, kColumns.size()>;

void print_row(const Row& row, std::ostream& out) {
  std::string line;
  for (std::size_t i = 0; i < row.size(); ++i) line += padded(row[i], kWidths[i]);
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << "\n";
}

std::string share(const PackCoverage::Share& share) {
  return std::to_string(share.shown) + "/" + std::to_string(share.possible);
}

class CoverageTool final : public PacksTool {
 public:
  void add(CLI::App& packs) override {
    app_ =
        packs.add_subcommand("coverage", "How much law the packs hold, and what their cases show");
    app_->add_option("pack", words_, "Pack ids or folders (default: all)");
    app_->footer(
        "live: rules that decide something (those that restate one yes-or-no fact are not "
        "counted)\n"
        "pass, fail, open, n/a: rules with a case of that outcome, of those that can come to it\n"
        "cited: clauses on which a rule or a pathway rests; the others say why none does\n"
        "Exit code: 1 when a rule lacks a case or a clause has neither rule nor reason.");
  }
  bool asked() const override { return app_->parsed(); }

  ExitCode run(const Rulebook& rulebook, Environment& environment) override {
    std::list<LoadedPacks> loaded;
    ClauseUsers users;
    for (const std::string& id : chosen_packs_of({}, rulebook)) {
      const LoadedPacks& one = loaded.emplace_back(load_with_cases(rulebook, id));
      print_problems(one.problems, environment.err);
      if (any_error(one.problems)) return ExitCode::pack_rejected;
      note_users(pack_in(one, id), users);
    }
    print_row({kColumns[0], kColumns[1], kColumns[2], kColumns[3], kColumns[4], kColumns[5],
               kColumns[6], kColumns[7], kColumns[8], kColumns[9]},
              environment.out);
    const RulePack& shared = pack_in(loaded.front(), "rules");
    PackCoverage total;
    for (const std::string& id : chosen_packs_of(words_, rulebook)) {
      const auto one = std::ranges::find_if(
          loaded, [&](const LoadedPacks& l) { return l.packs.front().id == id; });
      if (one == loaded.end()) throw UsageError("no pack '" + id + "'");
      const PackCoverage coverage = pack_coverage(one->packs.front(), &shared, users);
      print_row(row(coverage), environment.out);
      add(coverage, total);
    }
    total.pack = "all";
    print_row(row(total), environment.out);
    return print_gaps(total, environment);
  }

 private:
  static Row row(const PackCoverage& c) {
    return {c.pack,
            std::to_string(c.live),
            std::to_string(c.advisory),
            share(c.outcomes[0]),
            share(c.outcomes[1]),
            share(c.outcomes[2]),
            share(c.outcomes[3]),
            std::to_string(c.cases + c.examples),
            std::to_string(c.clauses),
            std::to_string(c.cited)};
  }

  static void add(const PackCoverage& one, PackCoverage& total) {
    total.live += one.live;
    total.advisory += one.advisory;
    total.restating += one.restating;
    for (std::size_t i = 0; i < total.outcomes.size(); ++i) {
      total.outcomes[i].shown += one.outcomes[i].shown;
      total.outcomes[i].possible += one.outcomes[i].possible;
    }
    total.cases += one.cases;
    total.examples += one.examples;
    total.clauses += one.clauses;
    total.cited += one.cited;
    total.explained += one.explained;
    for (const std::string& rule : one.rules_without) total.rules_without.push_back(rule);
    for (const std::string& clause : one.clauses_without) total.clauses_without.push_back(clause);
  }

  static ExitCode print_gaps(const PackCoverage& total, Environment& environment) {
    std::ostream& out = environment.out;
    out << "\n"
        << counted(total.rules_without.size(), "rule") << " without a case for an outcome\n";
    for (const std::string& rule : total.rules_without) out << "  " << rule << "\n";
    out << counted(total.clauses_without.size(), "clause") << " without a rule or a reason ("
        << total.explained << " give a reason)\n";
    for (const std::string& clause : total.clauses_without) out << "  " << clause << "\n";
    if (total.restating > 0)
      out << counted(total.restating, "rule") << " that only restate one fact, not counted\n";
    return total.rules_without.empty() && total.clauses_without.empty() ? ExitCode::ok
                                                                        : ExitCode::fail;
  }

  CLI::App* app_ = nullptr;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<PacksTool> make_coverage_tool() { return std::make_unique<CoverageTool>(); }

}  // namespace verilot
