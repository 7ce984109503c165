#include "plan/rules.h"

#include <algorithm>

#include "cel/ast.h"

namespace verilot::plan {
namespace {

const cel::FunctionRegistry& functions() {
  static const cel::FunctionRegistry kFunctions = cel::standard_functions();
  return kFunctions;
}

void add_variables(const cel::Expr& expr, cel::Environment& environment) {
  if (expr.kind == cel::Expr::Kind::variable) environment.variables[expr.name] = {};
  for (const cel::ExprPtr& child : expr.args) add_variables(*child, environment);
}

}  // namespace

cel::Compiled compile_rule(std::string_view text) {
  cel::Environment environment;
  environment.functions = &functions();
  const cel::Compiled names = cel::compile(text, environment, {.check = false});
  if (!names.program) return names;
  add_variables(names.program->root(), environment);
  cel::Compiled compiled = cel::compile(text, environment);
  if (!compiled.program) return compiled;
  const cel::Type::Kind kind = compiled.program->result_type().kind;
  if (kind == cel::Type::Kind::boolean || kind == cel::Type::Kind::dyn) return compiled;
  cel::Issue issue;
  issue.length = std::max<std::size_t>(text.size(), 1);
  issue.message =
      "a rule is true or false, this is " + cel::to_string(compiled.program->result_type());
  return {std::nullopt, {std::move(issue)}};
}

}  // namespace verilot::plan
