#include <CLI/CLI.hpp>

#include "cli/packs_tool.h"
#include "packs/review.h"
#include "report/text.h"

namespace verilot {

namespace {

class ReviewTool final : public PacksTool {
 public:
  void add(CLI::App& packs) override {
    app_ = packs.add_subcommand("review", "Mark rules as compared with the texts they cite");
    app_->add_option("pack", words_, "Pack ids or folders (default: all)");
    app_->add_option("--rule", request_.rules,
                     "A rule or leaf that was compared with its changed clauses");
    app_->add_flag("--all", request_.all, "Every rule and leaf was");
    app_->footer(
        "Seals every clause, and marks every citation that has no mark yet. A citation of a clause "
        "whose text\nchanged keeps its old mark until the rule is named: compare the two first.\n"
        "Exit code: 10 while a changed clause is not reviewed, or a pack has errors.");
  }
  bool asked() const override { return app_->parsed(); }

  ExitCode run(const Rulebook& rulebook, Environment& environment) override {
    ExitCode worst = ExitCode::ok;
    for (const std::string& id : chosen_packs_of(words_, rulebook)) {
      const LoadedPacks loaded = load_with_cases(rulebook, id);
      print_problems(loaded.problems, environment.err);
      if (any_error(loaded.problems)) {
        worst = ExitCode::pack_rejected;
        continue;
      }
      const Review review = review_pack(pack_in(loaded, id), rulebook.root, request_);
      print_problems(review.problems, environment.err);
      environment.out << id << "   clauses sealed " << review.sealed << "   citations marked "
                      << review.marked << "\n";
      for (const std::string& unread : review.unread)
        environment.out << wrapped("  text changed: ", unread, environment.width);
      if (!review.unread.empty() || any_error(review.problems)) worst = ExitCode::pack_rejected;
    }
    return worst;
  }

 private:
  CLI::App* app_ = nullptr;
  std::vector<std::string> words_;
  ReviewRequest request_;
};

}  // namespace

std::unique_ptr<PacksTool> make_review_tool() { return std::make_unique<ReviewTool>(); }

}  // namespace verilot
