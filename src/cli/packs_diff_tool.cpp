#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <ostream>

#include "audit/pack_diff.h"
#include "cli/packs_tool.h"
#include "report/text.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

// One of the two that are compared.
struct Side {
  Rulebook rulebook;
  std::string only;  // the pack that was named; "" for all
  LoadedPacks loaded;
};

bool holds_packs(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "jurisdictions", error) &&
         fs::is_directory(folder / "rules", error);
}

// A folder that holds rules/ and jurisdictions/, or a pack in one.
Side side_of(const std::string& word) {
  require_path(word, "name a folder with rules/ and jurisdictions/, or a pack in one");
  const fs::path folder = fs::canonical(word);
  for (const fs::path& root : {folder, folder.parent_path(), folder.parent_path().parent_path()}) {
    if (!holds_packs(root)) continue;
    if (root != folder && !fs::exists(folder / "pack.yaml")) break;
    return {load_rulebook(root.string()), root == folder ? "" : folder.filename().string(), {}};
  }
  throw NoInputError(word +
                     " is neither a folder with rules/ and jurisdictions/ nor a pack in one");
}

class DiffTool final : public PacksTool {
 public:
  void add(CLI::App& packs) override {
    app_ = packs.add_subcommand("diff", "What is different between two states of packs");
    app_->add_option("a", before_, "Folder with rules/ and jurisdictions/, or a pack in one")
        ->required();
    app_->add_option("b", after_, "The same, as it is now")->required();
    app_->add_option("--on", dossiers_, "Dossiers: which of their findings and verdicts change");
    app_->add_option("--jurisdiction", jurisdictions_,
                     "With --on: packs or countries, with commas (default: the dossier's markets, "
                     "or the packs named)")
        ->delimiter(',')
        ->allow_extra_args(false);
    app_->add_option("--as-of", as_of_, "With --on: judge as of this date (default: today)")
        ->envname("VERILOT_AS_OF");
    app_->footer(
        "Example: verilot packs diff old/ new/ --on lots/* --jurisdiction us-fda\n"
        "Exit code: 0 no change, 1 changes, 3 a dossier could not be read, 10 a pack was "
        "refused.");
  }
  bool asked() const override { return app_->parsed(); }
  bool reads_own_packs() const override { return true; }

  ExitCode run(const Rulebook&, Environment& environment) override {
    Side a = side_of(before_), b = side_of(after_);
    if (a.only.empty() != b.only.empty())
      throw UsageError("name two packs, or two folders that hold packs");
    if (!load(a, environment) || !load(b, environment)) return ExitCode::pack_rejected;
    compare_packs(a, b, environment);
    environment.out << count_[0] << " added, " << count_[1] << " removed, " << count_[2]
                    << " changed\n";
    const bool whole = dossiers_.empty() || compare_dossiers(a, b, environment);
    if (!whole) return ExitCode::incomplete;
    return changed_ || count_[0] + count_[1] + count_[2] > 0 ? ExitCode::fail : ExitCode::ok;
  }

 private:
  static bool load(Side& side, Environment& environment) {
    print_problems(side.rulebook.problems, environment.err);
    if (any_error(side.rulebook.problems)) return false;
    for (const std::string& id :
         side.only.empty() ? chosen_packs_of({}, side.rulebook) : std::vector{side.only}) {
      LoadedPacks one = load_with_cases(side.rulebook, id);
      print_problems(one.problems, environment.err);
      if (any_error(one.problems)) return false;
      side.loaded.packs.push_back(pack_in(one, id));
    }
    return true;
  }

  void compare_packs(const Side& a, const Side& b, Environment& environment) {
    if (!a.only.empty())
      return compare_pair(a.loaded.packs.front(), b.loaded.packs.front(), environment);
    const auto find = [](const Side& side, const std::string& id) {
      const auto found = std::ranges::find(side.loaded.packs, id, &RulePack::id);
      return found == side.loaded.packs.end() ? nullptr : &*found;
    };
    for (const RulePack& pack : a.loaded.packs) {
      const RulePack* other = find(b, pack.id);
      if (other != nullptr) compare_pair(pack, *other, environment);
      if (other == nullptr) whole("removed  pack ", 1, pack, environment);
    }
    for (const RulePack& pack : b.loaded.packs)
      if (find(a, pack.id) == nullptr) whole("added    pack ", 0, pack, environment);
  }

  void whole(const char* how, std::size_t at, const RulePack& pack, Environment& environment) {
    ++count_[at];
    environment.out << how << pack.id << " " << pack.version << ", "
                    << counted(pack.rules.size(), "rule") << "\n";
  }

  void compare_pair(const RulePack& a, const RulePack& b, Environment& environment) {
    const std::vector<PartChange> changes = compare(a, b);
    if (changes.empty()) return;
    std::ostream& out = environment.out;
    out << b.id << " " << a.version << (a.version == b.version ? "" : " -> " + b.version) << "\n";
    for (const PartChange& change : changes) {
      ++count_[static_cast<std::size_t>(change.how)];
      constexpr const char* kWords[] = {"  added    ", "  removed  ", "  changed  "};
      out << kWords[static_cast<std::size_t>(change.how)] << change.kind << " " << change.id
          << "\n";
      for (const FieldChange& field : change.fields) print(field, environment);
    }
  }

  static void print(const FieldChange& field, Environment& environment) {
    const auto shown = [](const std::string& text) {
      return text.empty() ? std::string("(none)") : printable(text);
    };
    const std::string line =
        "      " + field.name + ": " + shown(field.before) + " -> " + shown(field.after);
    if (columns(line) <= environment.width) {
      environment.out << line << "\n";
      return;
    }
    environment.out << "      " << field.name << ":\n"
                    << wrapped("        - ", shown(field.before), environment.width)
                    << wrapped("        + ", shown(field.after), environment.width);
  }

  // False where a dossier could not be read.
  bool compare_dossiers(const Side& a, const Side& b, Environment& environment) {
    const Date day = chosen_date(as_of_, environment);
    const auto judge = [&](const Side& side) {
      std::vector<std::string> packs = jurisdictions_;
      if (packs.empty() && !side.only.empty() && side.only != "rules") packs = {side.only};
      return audit({dossiers_, packs, day}, side.rulebook);
    };
    for (const std::string& path : dossiers_) require_path(path, "name a dossier");
    const Run before = judge(a), after = judge(b);
    bool whole = true;
    for (const Run* run : {&before, &after}) {
      whole = whole && !any_error(run->problems);
      print_problems(run->problems, environment.err);
    }
    std::size_t verdicts = 0, findings = 0;
    for (const DossierChange& change : compare(before, after)) {
      print(change, environment);
      verdicts += change.verdicts.size();
      findings += change.findings.size();
    }
    environment.out << counted(verdicts, "verdict") << ", " << counted(findings, "finding")
                    << " changed on " << counted(after.dossiers.size(), "dossier") << "\n";
    changed_ = changed_ || verdicts + findings > 0;
    return whole;
  }

  static void print(const DossierChange& change, Environment& environment) {
    std::ostream& out = environment.out;
    const auto shown = [](const std::string& text) { return text.empty() ? "(none)" : text; };
    out << "\n" << printable(change.id) << "  " << change.path << "\n";
    for (const VerdictChange& verdict : change.verdicts) {
      std::string rules;
      for (const std::string& rule : verdict.rules) rules += (rules.empty() ? "" : ", ") + rule;
      out << wrapped("  ",
                     verdict.pack + " " + shown(verdict.before) + " -> " + shown(verdict.after) +
                         (rules.empty() ? "" : " by " + rules),
                     environment.width);
    }
    for (const FindingChange& finding : change.findings)
      out << wrapped("    ",
                     finding.rule + " " + finding.subject + ": " + shown(finding.before) + " -> " +
                         shown(finding.after),
                     environment.width);
  }

  CLI::App* app_ = nullptr;
  std::string before_, after_, as_of_;
  std::vector<std::string> dossiers_, jurisdictions_;
  std::size_t count_[3] = {0, 0, 0};  // as PartChange::How
  bool changed_ = false;
};

}  // namespace

std::unique_ptr<PacksTool> make_diff_tool() { return std::make_unique<DiffTool>(); }

}  // namespace verilot
