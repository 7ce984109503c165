#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "audit/run_cases.h"
#include "cli/command.h"
#include "cli/translations.h"
#include "packs/lint.h"
#include "packs/lint_costs.h"
#include "report/text.h"

namespace verilot {

namespace {

// "jurisdictions/us-fda/" and "us-fda" name the same pack.
std::string pack_id(const std::string& word) {
  std::filesystem::path path(word);
  if (path.filename().empty()) path = path.parent_path();
  return path.filename().string();
}

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
    test_ = app.add_subcommand("test", "Run the cases of packs");
    show_->add_option("pack", words_, "Pack id or folder")->required()->expected(1);
    show_->add_flag("--advisory", advisory_, "Only rules that exist through an unconfirmed clause");
    test_->add_option("pack", words_,
                      "Pack ids or folders; rules for the shared rules (default: all)");
    test_->add_option("--case", case_, "Only the case of this name, as --list prints it");
    test_->add_flag("--list", list_cases_, "The names of the cases, without running them");
    test_->add_flag("-v,--verbose", verbose_, "Every case, not only those that fail");
    lint_ = app.add_subcommand("lint", "What a pack that loads may still have wrong");
    lint_->add_flag("--requests", requests_, "List the requests that letters cannot translate");
    lint_->add_option("pack", words_,
                      "Pack ids or folders; rules for the shared rules (default: all)");
    for (CLI::App* sub : {list_, show_, test_, lint_})
      sub->add_option("--packs", packs_, "Folder with rules/ and jurisdictions/")
          ->envname("VERILOT_PACKS");
  }

  ExitCode run(Environment& environment) override {
    const Rulebook rulebook = load_rulebook(packs_root(packs_));
    print_problems(rulebook.problems, environment.err);
    if (any_error(rulebook.problems)) return ExitCode::pack_rejected;
    if (list_->parsed()) return list(rulebook, environment);
    if (show_->parsed()) return show(rulebook, environment);
    if (lint_->parsed()) return lint_packs(rulebook, environment);
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

  // The pack with that id among what was loaded for it; throws UsageError when there is none.
  static const RulePack& wanted(const LoadedPacks& loaded, const std::string& id) {
    const auto it = std::find_if(loaded.packs.begin(), loaded.packs.end(),
                                 [&](const RulePack& p) { return p.id == id; });
    if (it == loaded.packs.end()) throw UsageError("pack '" + id + "' was not loaded");
    return *it;
  }

  static LoadedPacks load(const Rulebook& rulebook, const std::string& id) {
    if (id == "rules") return load_packs(rulebook.root, {}, rulebook.schema, rulebook.tables);
    std::vector<std::string> ids = {"rules"};
    for (const PackName& name : rulebook.packs) ids.push_back(name.id);
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
      throw UsageError("no pack '" + id + "'" + did_you_mean(id, ids));
    return load_packs(rulebook.root, {id}, rulebook.schema, rulebook.tables);
  }

  ExitCode show(const Rulebook& rulebook, Environment& environment) {
    const LoadedPacks loaded = load(rulebook, pack_id(words_.front()));
    print_problems(loaded.problems, environment.err);
    if (any_error(loaded.problems)) return ExitCode::pack_rejected;
    const RulePack& pack = wanted(loaded, pack_id(words_.front()));
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

  // The packs named, else the shared rules and every pack.
  std::vector<std::string> chosen_ids(const Rulebook& rulebook) const {
    std::vector<std::string> ids;
    for (const std::string& word : words_) ids.push_back(pack_id(word));
    if (!ids.empty()) return ids;
    ids.push_back("rules");
    for (const PackName& name : rulebook.packs) ids.push_back(name.id);
    return ids;
  }

  ExitCode lint_packs(const Rulebook& rulebook, Environment& environment) {
    LintCounts counts;
    for (const std::string& id : chosen_ids(rulebook)) {
      const LoadedPacks loaded = load(rulebook, id);
      print_problems(loaded.problems, environment.err);
      counts.errors += count(loaded.problems, ProblemLevel::error);
      counts.warnings += count(loaded.problems, ProblemLevel::warning);
      if (any_error(loaded.problems)) continue;
      const RulePack& pack = wanted(loaded, id);
      counts.rules += static_cast<long>(pack.rules.size());
      for (const LintFinding& finding : lint(pack, rulebook.schema)) {
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
    for (const std::string& id : chosen_ids(rulebook)) {
      const LoadedPacks loaded = load(rulebook, id);
      print_problems(loaded.problems, environment.err);
      if (any_error(loaded.problems)) {
        worst = ExitCode::pack_rejected;
        continue;
      }
      const RulePack& pack = wanted(loaded, id);
      if (list_cases_) {
        for (const std::string& name : case_names(pack)) environment.out << name << "\n";
        continue;
      }
      for (const LintFinding& finding : lint_costs(pack, rulebook.schema))
        print(finding, environment);
      if (!report_cases(pack, run_cases(pack, rulebook, case_), environment) &&
          worst == ExitCode::ok)
        worst = ExitCode::fail;
    }
    return worst;
  }

  bool report_cases(const RulePack& pack, const CaseReport& report,
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
    if (case_.empty()) print_coverage(pack, report, environment);
    return failed == 0 && !(report.results.empty() && !case_.empty());
  }

  static void print_coverage(const RulePack& pack, const CaseReport& report,
                             Environment& environment) {
    std::size_t without = 0;
    std::string uncovered, leaves;
    for (const Rule& rule : pack.rules) {
      const auto shown = report.shown.find(rule.id);
      const bool bound = !rule.shared_id.empty();
      if (bound || (shown != report.shown.end() && shown->second.size() >= 2)) continue;
      ++without;
      uncovered += (uncovered.empty() ? "" : ", ") + rule.id;
    }
    for (const auto& [id, leaf] : pack.tree.leaves)
      if (report.leaves_shown.count(id) == 0) leaves += (leaves.empty() ? "" : ", ") + id;
    if (without > 0)
      environment.out << wrapped("  rules with fewer than two outcomes shown: ", uncovered,
                                 environment.width);
    if (!leaves.empty())
      environment.out << wrapped("  leaves without a case of their own: ", leaves,
                                 environment.width);
  }

  CLI::App* list_ = nullptr;
  CLI::App* show_ = nullptr;
  CLI::App* test_ = nullptr;
  CLI::App* lint_ = nullptr;
  std::vector<std::string> words_;
  std::string packs_, case_;
  bool advisory_ = false, verbose_ = false, list_cases_ = false, requests_ = false;
};

}  // namespace

std::unique_ptr<Command> make_packs_command() { return std::make_unique<PacksCommand>(); }

}  // namespace verilot
