// What an unknown result names: nothing that could not matter.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "cel/ast.h"
#include "cel/random_rules.h"

namespace verilot::cel {
namespace {

// Expressions in which every variable occurs once. An unknown condition of ?: is named even where
// both results are the same (the language has it so), so that one may be left out.
class OnceGenerator {
 public:
  OnceGenerator(Random& random, bool conditionals) : random_(random), conditionals_(conditionals) {}

  std::string boolean(int depth) {
    if (depth == 0) return below(random_, 4) == 0 ? pick({"true", "false"}) : variable("b");
    switch (below(random_, 9)) {
      case 0:
      case 1:
        return "(" + boolean(depth - 1) + " && " + boolean(depth - 1) + ")";
      case 2:
      case 3:
        return "(" + boolean(depth - 1) + " || " + boolean(depth - 1) + ")";
      case 4:
        return "!" + boolean(depth - 1);
      case 5:
        if (!conditionals_) return boolean(depth - 1);
        return "(" + boolean(depth - 1) + " ? " + boolean(depth - 1) + " : " + boolean(depth - 1) +
               ")";
      case 6:
        return "(" + variable("n") + " in [1, 2])";
      default:
        return "(" + number(depth - 1) + pick({" < ", " <= ", " == ", " != "}) + number(depth - 1) +
               ")";
    }
  }

  const std::vector<std::string>& variables() const { return variables_; }

 private:
  std::string pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + below(random_, choices.size()));
  }

  std::string variable(const std::string& kind) {
    variables_.push_back(kind + std::to_string(variables_.size()));
    return variables_.back();
  }

  std::string number(int depth) {
    if (depth <= 0) return below(random_, 4) == 0 ? pick({"0", "1", "2"}) : variable("n");
    if (conditionals_ && below(random_, 3) == 0) {
      return "(" + boolean(depth - 1) + " ? " + number(depth - 1) + " : " + number(depth - 1) + ")";
    }
    return "(" + number(depth - 1) + pick({" + ", " - "}) + number(depth - 1) + ")";
  }

  Random& random_;
  bool conditionals_;
  std::vector<std::string> variables_;
};

// Every field may be stated to be none.
std::vector<Value> domain(const std::string& variable) {
  std::vector<Value> values = {Value::stated_null()};
  if (variable[0] == 'b') {
    values.push_back(Value::boolean(true));
    values.push_back(Value::boolean(false));
  } else {
    for (std::int64_t n = -20; n <= 20; ++n) values.push_back(Value::integer(n));
  }
  return values;
}

Value any_of_domain(Random& random, const std::string& variable) {
  const std::vector<Value> values = domain(variable);
  return values[below(random, values.size())];
}

// A null among what is known would make a fault of every sum, whatever the other operand is.
Value known_value(Random& random, const std::string& variable) {
  const std::vector<Value> values = domain(variable);
  if (variable[0] == 'b') return values[1 + below(random, 2)];
  return Value::integer(static_cast<std::int64_t>(below(random, 4)));
}

std::string outcome(const Value& value) { return value.is_error() ? "error" : to_display(value); }

// Whether there are values of the other unknowns with which that of `path` decides.
bool can_matter(Random& random, const Program& program, const Variables& evidence,
                const std::string& path) {
  for (int attempt = 0; attempt < 100'000; ++attempt) {
    Variables made = evidence;
    for (auto& [name, value] : made.values) {
      if (value.is_unknown()) value = any_of_domain(random, name);
    }
    std::set<std::string> outcomes;
    for (const Value& value : domain(path)) {
      made.values.insert_or_assign(path, value);
      outcomes.insert(outcome(program.evaluate(made)));
    }
    if (outcomes.size() > 1) return true;
  }
  return false;
}

struct Values final : Observer {
  std::map<std::uint32_t, Value> by_node;
  void evaluated(const Expr& node, const Value& value) override {
    by_node.insert_or_assign(node.id, value);
  }
};

// The variables that undecided operands read, from the root down.
void collect_open(const Expr& node, const Values& values, std::set<std::string>& open) {
  const auto found = values.by_node.find(node.id);
  if (found == values.by_node.end() || !found->second.is_unknown()) return;
  if (node.kind == Expr::Kind::variable) open.insert(node.name);
  if (node.kind == Expr::Kind::conditional) {
    const auto condition = values.by_node.find(node.args[0]->id);
    if (condition->second.is_unknown()) return collect_open(*node.args[0], values, open);
  }
  for (const ExprPtr& child : node.args) collect_open(*child, values, open);
}

Environment environment_of(const FunctionRegistry& functions,
                           const std::vector<std::string>& variables) {
  Environment environment;
  environment.functions = &functions;
  for (const std::string& name : variables) environment.variables[name] = {};
  return environment;
}

}  // namespace

TEST_CASE("minimality: where every path occurs once, each path that is named can matter") {
  Random random(3);
  const FunctionRegistry functions = standard_functions();
  const std::size_t cases = property_cases();
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < cases; ++i) {
    OnceGenerator generator(random, false);
    const std::string text = generator.boolean(1 + static_cast<int>(below(random, 3)));
    const Environment environment = environment_of(functions, generator.variables());
    const Compiled compiled = compile(text, environment, {.check = false});
    REQUIRE_MESSAGE(compiled.program.has_value(), text);
    Variables evidence;
    for (const std::string& name : generator.variables()) {
      evidence.values.emplace(name, sometimes_unknown(random, name, known_value(random, name)));
    }
    const Value value = compiled.program->evaluate(evidence);
    if (!value.is_unknown()) continue;
    ++unknown;
    REQUIRE_FALSE(value.missing().empty());
    for (const Missing& missing : value.missing()) {
      if (!can_matter(random, *compiled.program, evidence, missing.path)) {
        FAIL_CHECK(text << ": " << to_display(value) << ", but " << missing.path << " decides not");
      }
    }
  }
  CHECK(unknown > cases / 10);
}

TEST_CASE("minimality: each path that is named is read by an undecided operand, and none is left") {
  Random random(5);
  const FunctionRegistry functions = standard_functions();
  const std::vector<std::string> variables = {"b0", "b1", "b2", "n0", "n1"};
  const Environment environment = environment_of(functions, variables);
  const std::size_t cases = property_cases();
  for (std::size_t i = 0; i < cases; ++i) {
    // The names of the generator's variables are drawn again from a few, so that they repeat.
    OnceGenerator generator(random, true);
    std::string text = generator.boolean(2 + static_cast<int>(below(random, 2)));
    std::string repeated;
    for (std::size_t at = 0; at < text.size(); ++at) {
      repeated += text[at];
      const bool named = (text[at] == 'b' || text[at] == 'n') && at + 1 < text.size() &&
                         text[at + 1] >= '0' && text[at + 1] <= '9';
      if (!named) continue;
      while (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9') ++at;
      repeated += std::to_string(below(random, 2));
    }
    const Compiled compiled = compile(repeated, environment, {.check = false});
    REQUIRE_MESSAGE(compiled.program.has_value(), repeated);
    Variables evidence;
    for (const std::string& name : variables) {
      evidence.values.emplace(name, sometimes_unknown(random, name, any_of_domain(random, name)));
    }
    Values values;
    const Value value = compiled.program->evaluate(evidence, &values);
    if (!value.is_unknown()) continue;
    std::set<std::string> open;
    collect_open(compiled.program->root(), values, open);
    std::set<std::string> named;
    for (const Missing& missing : value.missing()) named.insert(missing.path);
    if (open != named) FAIL_CHECK(repeated << ": " << to_display(value));
  }
}

}  // namespace verilot::cel
