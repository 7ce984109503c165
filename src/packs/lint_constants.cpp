#include "packs/lint_constants.h"

#include <algorithm>

#include "packs/lint_tree.h"

namespace verilot {

namespace {

using cel::Expr;

struct NoVariables final : cel::Activation {
  std::optional<cel::Value> find(std::string_view) const override { return std::nullopt; }
};

class ConstantLint {
 public:
  ConstantLint(const RulePack& pack, const Expression& in, const Possible& possible,
               std::vector<LintFinding>& findings)
      : in_(in), possible_(possible), findings_(findings) {
    environment_.functions = pack.functions.get();
  }

  void run() {
    const Expr& root = in_.program->root();
    values(root);
    branches(root, {});
  }

 private:
  static bool is_constant(const Expr& node) {
    switch (node.kind) {
      case Expr::Kind::literal:
        return true;
      case Expr::Kind::call:
      case Expr::Kind::list:
      case Expr::Kind::map:
      case Expr::Kind::conditional:
      case Expr::Kind::logical_and:
      case Expr::Kind::logical_or:
      case Expr::Kind::select:
        return std::ranges::all_of(node.args, [](const auto& part) { return is_constant(*part); });
      default:
        return false;
    }
  }

  // The largest parts that read nothing.
  void values(const Expr& node) {
    if (!is_constant(node)) {
      for (const cel::ExprPtr& part : node.args) values(*part);
      return;
    }
    if (node.kind == Expr::Kind::literal) return;
    const std::string text(cel::text_of(in_.text, node));
    const cel::Compiled compiled = cel::compile(text, environment_);
    if (!compiled.program) return;
    const cel::Value value = compiled.program->evaluate(NoVariables{});
    if (value.is_error())
      return add("L015", ProblemLevel::error, node,
                 "this part is always an error: " + value.error_message(), "mend the constant");
    if (value.is_true() || value.is_false())
      add("L013", ProblemLevel::warning, node,
          std::string("this part is always ") + (value.is_true() ? "true" : "false"),
          "delete it, or compare what was meant");
  }

  // `known`: the conditions that hold or do not where this node is reached.
  void branches(const Expr& node, const std::vector<WantedTruth>& known) {
    if (node.kind == Expr::Kind::conditional) return both(node, known);
    // The names of a loop stand for another element in every round, and in another loop.
    const std::vector<WantedTruth> nothing;
    const bool loop = node.kind == Expr::Kind::loop || node.kind == Expr::Kind::bind;
    for (const cel::ExprPtr& part : node.args) branches(*part, loop ? nothing : known);
  }

  void both(const Expr& node, const std::vector<WantedTruth>& known) {
    const Expr& condition = *node.args[0];
    branches(condition, known);
    for (const bool truth : {true, false}) {
      std::vector<WantedTruth> more = known;
      more.push_back({&condition, in_.text, truth});
      const Expr& branch = *node.args[truth ? 1 : 2];
      if (possible_.together(more)) {
        branches(branch, more);
      } else if (possible_.together(known)) {
        add("L016", ProblemLevel::warning, branch,
            std::string("this branch is never taken: its condition is always ") +
                (truth ? "false" : "true") + " here",
            "delete the branch, or mend the condition");
      }
    }
  }

  void add(const char* code, ProblemLevel level, const Expr& part, std::string message,
           const char* help) {
    findings_.push_back({code, level, in_.where, std::move(message), "", help});
    show(in_, part, findings_.back());
  }

  const Expression& in_;
  const Possible& possible_;
  std::vector<LintFinding>& findings_;
  cel::Environment environment_;
};

}  // namespace

void lint_constants(const RulePack& pack, const Expression& in, const Possible& possible,
                    std::vector<LintFinding>& findings) {
  if (in.program && in.text != "true" && in.text != "false")
    ConstantLint(pack, in, possible, findings).run();
}

}  // namespace verilot
