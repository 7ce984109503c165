#include "cel/program.h"

#include "cel/ast.h"
#include "cel/checker.h"
#include "cel/evaluator.h"
#include "cel/issues.h"
#include "cel/parser.h"

namespace verilot::cel {

struct Program::State {
  std::string text;
  ExprPtr root;
  Type result_type;
  std::vector<Issue> absence_uses;
  std::size_t slots = 0;
};

struct Compiler {
  static Program program(std::shared_ptr<const Program::State> state) {
    Program made;
    made.state_ = std::move(state);
    return made;
  }

  static Compiled compile(std::string_view text, const Environment& environment,
                          const CompileOptions& options) {
    Compiled compiled;
    Issues issues(text);
    if (text.size() > kMaxTextLength) {
      issues.add({0, 1}, "the expression is longer than 64 KB");
      compiled.issues = issues.take();
      return compiled;
    }
    auto state = std::make_shared<Program::State>();
    state->text = text;
    state->root = parse(text, options.macros, issues);
    Issues absence_uses(text);
    Checker checker(environment, options.check, issues, absence_uses);
    checker.run(*state->root);
    compiled.issues = issues.take();
    if (!compiled.issues.empty()) return compiled;
    state->result_type = state->root->type;
    state->absence_uses = absence_uses.take();
    state->slots = checker.slots();
    compiled.program = program(std::move(state));
    return compiled;
  }
};

Value Program::evaluate(const Activation& activation, Observer* observer) const {
  return Evaluation(activation, observer, state_->slots).run(*state_->root);
}

const Expr& Program::root() const { return *state_->root; }
const std::string& Program::text() const { return state_->text; }
const Type& Program::result_type() const { return state_->result_type; }
const std::vector<Issue>& Program::absence_uses() const { return state_->absence_uses; }

Compiled compile(std::string_view text, const Environment& environment,
                 const CompileOptions& options) {
  return Compiler::compile(text, environment, options);
}

}  // namespace verilot::cel
