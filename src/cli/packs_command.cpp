#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <list>
#include <sstream>

#include "audit/lint_overlaps.h"
#include "audit/run_cases.h"
#include "cli/command.h"
#include "cli/packs_tool.h"
#include "cli/packs_trials.h"
#include "cli/translations.h"
#include "packs/lint.h"
#include "report/text.h"

namespace verilot {

namespace {

std::string citation_line(const Citation& citation) {
  return citation.clause.empty() ? "" : citation.clause + " [" + citation.status + "]";
}

class PacksCommand final : public Command {
 public:
  std::string name() const override { return "packs"; }
  std::string summary() const override { return "List, show, test and lint rule packs"; }

  void add_options(CLI::App& app) override {
    app.require_subcommand(1);
    list_ = app.add_subcommand("list", "The packs there are");
    show_ = app.add_subcommand("show", "Rules, pathways and lists of a pack");
    test_ = app.add_subcommand("test", "Run the cases of packs, and try how much they notice");
    show_->add_option("pack", words_, "Pack id or folder")->required()->expected(1);
    show_->add_flag("--advisory", advisory_, "Only rules that exist through an unconfirmed clause");
    test_->add_option("pack", words_,
                      "Pack ids or folders; rules for the shared rules (default: all)");
    test_->add_option("--case", case_, "Only the case of this name, as --list prints it");
    test_->add_flag("--list", list_cases_, "The names of the cases, without running them");
    verilot::add_options(*test_, trials_);
    test_->add_flag("-v,--verbose", verbose_, "Every case, not only those that fail");
    lint_ = app.add_subcommand("lint", "What a pack that loads may still have wrong");
    lint_->add_flag("--requests", requests_, "List the requests that letters cannot translate");
    lint_->add_option("pack", words_,
                      "Pack ids or folders; rules for the shared rules (default: all)");
    for (const auto& tool : tools_) tool->add(app);
    for (CLI::App* sub : app.get_subcommands(nullptr))
      sub->add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
          ->envname("VERILOT_PACKS");
  }

  ExitCode run(Environment& environment) override {
    for (const auto& tool : tools_)
      if (tool->asked() && tool->reads_own_packs()) return tool->run({}, environment);
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    if (any_error(rulebook.problems)) return ExitCode::pack_rejected;
    if (list_->parsed()) return list(rulebook, environment);
    if (show_->parsed()) return show(rulebook, environment);
    if (lint_->parsed()) return lint_packs(rulebook, environment);
    for (const auto& tool : tools_)
      if (tool->asked()) return tool->run(rulebook, environment);
    return test(rulebook, environment);
  }

 private:
  ExitCode list(const Rulebook& rulebook, Environment& environment) {
    for (const PackName& name : rulebook.packs) {
      const LoadedPacks loaded =
          load_packs(rulebook.root, {name.id}, rulebook.schema, rulebook.tables);
      print_problems(loaded.problems, environment.err);
      if (any_error(loaded.problems)) return ExitCode::pack_rejected;
      const RulePack& pack = loaded.packs.front();
      environment.out << padded(pack.id, 12) << padded(pack.version, 10)
                      << padded(std::to_string(pack.rules.size()) + " rules", 12)
                      << padded(std::to_string(pack.tree.leaves.size()) + " pathways", 14)
                      << pack.title << "\n";
    }
    return ExitCode::ok;
  }

  ExitCode show(const Rulebook& rulebook, Environment& environment) {
    const LoadedPacks loaded = load_with_cases(rulebook, pack_id(words_.front()));
    print_problems(loaded.problems, environment.err);
    if (any_error(loaded.problems)) return ExitCode::pack_rejected;
    const RulePack& pack = pack_in(loaded, pack_id(words_.front()));
    std::ostream& out = environment.out;
    out << pack.id << " " << pack.version << "  " << pack.title << "\nlaw as found "
        << to_string(pack.law_as_found) << "   sha256 " << pack.hash << "\n";
    if (!advisory_) show_pathways(pack, environment);
    out << "\nRULES\n";
    for (const Rule& rule : pack.rules) {
      if (advisory_ && !rule.advisory()) continue;
      out << "  " << padded(to_string(rule.severity), 10) << rule.id
          << (rule.advisory() ? "  advisory" : "") << "\n";
      out << wrapped("      ", rule.title, environment.width);
      if (!citation_line(rule.citation).empty())
        out << wrapped("      law: ", citation_line(rule.citation), environment.width);
    }
    return ExitCode::ok;
  }

  static void show_pathways(const RulePack& pack, Environment& environment) {
    if (pack.tree.leaves.empty()) return;
    environment.out << "\nPATHWAYS\n";
    for (const auto& [id, leaf] : pack.tree.leaves) {
      const char* route = leaf.route == Leaf::Route::lawful ? "lawful"
                          : leaf.route == Leaf::Route::none ? "no route"
                                                            : "open";
      environment.out << "  " << padded(route, 10) << id << "\n"
                      << wrapped("      ", leaf.title, environment.width);
    }
    for (const OfficialList& list : pack.lists)
      environment.out << wrapped("  list " + list.id + "  ",
                                 list.title + ", " + std::to_string(list.entries.size()) +
                                     " entries, as of " + to_string(list.as_of),
                                 environment.width);
  }

  ExitCode lint_packs(const Rulebook& rulebook, Environment& environment) {
    LintCounts counts;
    for (const std::string& id : chosen_packs_of(words_, rulebook)) {
      const LoadedPacks loaded = load_with_cases(rulebook, id);
      print_problems(loaded.problems, environment.err);
      counts.errors += count(loaded.problems, ProblemLevel::error);
      counts.warnings += count(loaded.problems, ProblemLevel::warning);
      if (any_error(loaded.problems)) continue;
      const RulePack& pack = pack_in(loaded, id);
      counts.rules += static_cast<long>(pack.rules.size());
      std::vector<LintFinding> findings = lint(pack);
      std::ranges::move(lint_overlaps(pack, rulebook), std::back_inserter(findings));
      for (const LintFinding& finding : findings) {
        ++(finding.level == ProblemLevel::error ? counts.errors : counts.warnings);
        print(finding, environment);
      }
      print_untranslated(pack, rulebook.root + "/rules", requests_, environment.out);
    }
    environment.out << counted(counts.errors, "error") << ", "
                    << counted(counts.warnings, "warning") << ", " << counted(counts.rules, "rule")
                    << "\n";
    return counts.errors > 0 ? ExitCode::pack_rejected : ExitCode::ok;
  }

  struct LintCounts {
    long errors = 0, warnings = 0, rules = 0;
  };
  static long count(const Problems& problems, ProblemLevel level) {
    return std::count_if(problems.begin(), problems.end(),
                         [&](const Problem& p) { return p.level == level; });
  }
  static std::string counted(long number, const std::string& noun) {
    return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
  }

  static void print(const LintFinding& finding, Environment& environment) {
    const bool error = finding.level == ProblemLevel::error;
    environment.out << (error ? "error[" : "warning[") << finding.code << "] "
                    << printable(finding.message) << "\n  --> " << to_string(finding.where) << "\n";
    std::istringstream lines(finding.excerpt);
    for (std::string line; std::getline(lines, line);) environment.out << "   |" << line << "\n";
    environment.out << wrapped("  = help: ", finding.help, environment.width);
  }

  ExitCode test(const Rulebook& rulebook, Environment& environment) {
    ExitCode worst = ExitCode::ok;
    const LoadedPacks shared = load_with_cases(rulebook, "rules");
    std::list<LoadedPacks> tried;
    std::vector<const RulePack*> packs;
    for (const std::string& id : chosen_packs_of(words_, rulebook)) {
      const LoadedPacks& loaded = tried.emplace_back(load_with_cases(rulebook, id));
      print_problems(loaded.problems, environment.err);
      if (any_error(loaded.problems)) {
        worst = ExitCode::pack_rejected;
        continue;
      }
      const RulePack& pack = pack_in(loaded, id);
      if (list_cases_) {
        for (const std::string& name : case_names(pack)) environment.out << name << "\n";
        continue;
      }
      if (!report_cases(pack, &shared.packs.front(), run_cases(pack, rulebook, case_),
                        environment) &&
          worst == ExitCode::ok)
        worst = ExitCode::fail;
      packs.push_back(&pack);
    }
    if (any(trials_) && !list_cases_ && !try_packs(packs, rulebook, trials_, environment) &&
        worst == ExitCode::ok)
      worst = ExitCode::fail;
    return worst;
  }

  bool report_cases(const RulePack& pack, const RulePack* shared, const CaseReport& report,
                    Environment& environment) const {
    std::ostream& out = environment.out;
    const auto failed = std::count_if(report.results.begin(), report.results.end(),
                                      [](const CaseResult& r) { return !r.ok; });
    out << pack.id << " " << pack.version << "   " << pack.rules.size() << " rules   "
        << report.results.size() << " cases   ok "
        << report.results.size() - static_cast<std::size_t>(failed) << "   fail " << failed << "\n";
    for (const CaseResult& result : report.results) {
      if (result.ok && !verbose_) continue;
      out << (result.ok ? "  ok    " : "  FAIL  ")
          << (result.rule.empty() ? "pathways" : result.rule) << " / " << result.name << "\n";
      if (result.ok) continue;
      out << wrapped("        expected ", result.expected, environment.width)
          << wrapped("        got      ", result.got, environment.width)
          << wrapped("        because  ", printable(result.because), environment.width)
          << "        " << to_string(result.where) << "\n";
    }
    const bool covered = !case_.empty() || print_coverage(pack, shared, report, environment);
    return failed == 0 && covered && !(report.results.empty() && !case_.empty());
  }

  // Whether every rule shows each outcome it can come to.
  static bool print_coverage(const RulePack& pack, const RulePack* shared, const CaseReport& report,
                             Environment& environment) {
    std::string leaves;
    for (const auto& [id, leaf] : pack.tree.leaves)
      if (report.leaves_shown.count(id) == 0) leaves += (leaves.empty() ? "" : ", ") + id;
    if (!leaves.empty())
      environment.out << wrapped("  leaves without a case of their own: ", leaves,
                                 environment.width);
    return print_outcomes(pack, shared, environment);
  }

  std::vector<std::unique_ptr<PacksTool>> tools_ = packs_tools();
  CLI::App* list_ = nullptr;
  CLI::App* show_ = nullptr;
  CLI::App* test_ = nullptr;
  CLI::App* lint_ = nullptr;
  std::vector<std::string> words_;
  std::string packs_, case_;
  TrialOptions trials_;
  bool advisory_ = false, verbose_ = false, list_cases_ = false, requests_ = false;
};

}  // namespace

std::unique_ptr<Command> make_packs_command() { return std::make_unique<PacksCommand>(); }

}  // namespace verilot
