#include "cel/cost.h"

#include <cmath>

#include "cel/evaluator.h"
#include "cel/extents.h"
#include "cel/language.h"
#include "cel/random_rules.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kSlots = 1'000;

std::size_t spent(const Program& program, const Activation& evidence) {
  Evaluation evaluation(evidence, nullptr, kSlots);
  evaluation.run(program.root());
  return evaluation.spent();
}

// Three lots of full size: an id of 10 bytes, two routes of 5, four tests with names of 8.
Value full_lot() {
  std::vector<Value> tests;
  for (int i = 0; i < 4; ++i) {
    tests.push_back(
        evidence_map("t", {{"name", Value::text("12345678")}, {"result", Value::real(0.5 + i)}}));
  }
  return evidence_map("lot",
                      {{"id", Value::text("ab\tdefghij")},
                       {"routes", evidence_list("r", {Value::text("12345"), Value::text("67890")})},
                       {"count", Value::integer(3)},
                       {"tests", evidence_list("t", std::move(tests))}});
}

Variables full_evidence() {
  Variables evidence;
  evidence.values.emplace("lot", full_lot());
  evidence.values.emplace("lots", evidence_list("lots", {full_lot(), full_lot(), full_lot()}));
  return evidence;
}

Sizes lot_sizes() {
  Sizes sizes;
  sizes.text = 20;
  sizes.variables["lot"] = Extent::object("lot");
  sizes.variables["lots"] = Extent::list(3, Extent::object("lot"));
  sizes.objects["lot"] = {{"id", Extent::text(10)},
                          {"routes", Extent::list(2, Extent::text(5))},
                          {"count", {}},
                          {"tests", Extent::list(4, Extent::object("test"))}};
  sizes.objects["test"] = {{"name", Extent::text(8)}, {"result", {}}};
  return sizes;
}

Program compiled_rule(const std::string& text) {
  static const FunctionRegistry functions = standard_functions();
  const Compiled compiled = compile(text, lot_environment(functions));
  REQUIRE_MESSAGE(compiled.program, text << ": " << compiled.issues.at(0).message);
  return *compiled.program;
}

// What bytes that are looked at or made cost.
constexpr double bytes(double number) { return number / kBytesOfStep; }

struct Costing {
  const char* text;
  double steps;
};

// The sizes of the variables of random_evidence(), also where what is unknown gets a value.
Sizes random_sizes() {
  Sizes sizes;
  const Extent value = Extent::list(2, {});  // "xx", or a list of two numbers
  const Extent list = Extent::list(5, value);
  sizes.text = 1;
  for (const char* name : {"a", "b", "i", "j", "s"}) sizes.variables[name] = value;
  sizes.variables["l"] = list;
  sizes.variables["m"] = Extent::object("m");
  for (const char* name : {"p", "q", "n", "s", "gone"}) sizes.objects["m"][name] = value;
  sizes.objects["m"]["l"] = list;
  return sizes;
}

}  // namespace

TEST_CASE("cost: each construct has its price, and evidence of full size does not cost more") {
  const Variables evidence = full_evidence();
  for (const auto& [text, steps] : std::initializer_list<Costing>{
           {"lot.count == 3 && lot.id < 'x' || !(lot.count in {3: true})", 0},
           {"lots.all(l, l.count == 3)", 3},
           {"lots.exists(l, l.count == 4)", 3},
           {"lots.exists_one(l, l.count == 3)", 3},
           {"lots.filter(l, l.count == 3).all(l, true)", 6},
           {"lots.map(l, l.count).all(c, c == 3)", 6},
           {"lots.map(l, l.count == 3, l.count).all(c, c == 3)", 6},
           {"lots.all(i, l, i < l.count)", 3},
           {"lots.transformList(i, l, l.count).all(c, c == 3)", 6},
           {"lots.transformMap(i, l, l.count).all(k, k < 3)", 6},
           {"lots.sortBy(l, l.count).all(l, true)", 6},
           {"lots.all(l, l.tests.all(t, t.result < 5.0))", 15},
           {"lots.all(l, lots.all(k, k.count == l.count))", 12},
           {"lot.count in [1, 2, 4]", bytes(3)},
           {"[lot.count] in [[1], [2]]", bytes(2) + 4},
           {"[1, 2] == [1, 2]", 3},
           {"lot.count == 3 ? lots.all(l, true) : false", 3},
           {"cel.bind(n, lots.all(l, true), n && n)", 3},
           {"optional.of(lot).optMap(l, l.tests.all(t, true)).orValue(false)", 4},
           {"lot.id.contains('abc')", bytes(13)},
           {"lot.id.matches('^[a-z]')", bytes(10)},
           {"lot.id.lowerAscii() == 'x'", bytes(20)},
           {"lot.id + 'abc' == 'x'", bytes(26)},
           {"lot.id.split('-').size() == 1 || lot.routes.size() == 2", bytes(10 + 1) + 11},
           {"strings.quote(lot.id) == 'x'", bytes(10 + 22)},
           {"lot.routes.join('-') == 'x'", 2 + 3 + bytes(1 + 12)},
           {"lot.routes.sort() == ['x', 'y']", 2 + 3 + 2 + 3},
           {"(lot.routes + lot.routes).all(r, true)", 4 + 4},
           {"lot.routes.distinct() == []", 2 + 3 + 6 + 2 + 2},
           {"sets.contains(lot.routes, ['a', 'b'])", 2 + 3 + 2 + 3 + 6},
           {"[[1], [2]].flatten() == []", 2 + 5 + 5 + 5 + 2},
           {"lists.range(5).all(i, i < 9)", 5 + 5},
           {"size(lot.id) == 10 && size(lot.routes) == 2", 0},
           {"lot.routes.first().orValue('x') == 'y' || lot.?id.hasValue()", 0}}) {
    CAPTURE(text);
    const Program program = compiled_rule(text);
    const CostEstimate estimate = estimate_cost(program, lot_sizes());
    CHECK(std::ceil(estimate.steps) >= static_cast<double>(spent(program, evidence)));
    CHECK(estimate.steps == steps);
  }
}

TEST_CASE("cost: the largest part is told from the outside, with its sizes") {
  const Program program = compiled_rule(
      "lot.id.contains('x') || lots.all(l, l.tests.exists(t, t.name.contains('abc')))");
  const CostEstimate estimate = estimate_cost(program, lot_sizes());
  CHECK(to_string(estimate) == "24 steps (lots 3 x tests 4 x name 8)");
  REQUIRE(estimate.part != nullptr);
  CHECK(text_of(program.text(), *estimate.part).starts_with("lots.all("));
}

TEST_CASE("cost: of what nothing is declared, the steps are countless") {
  Sizes sizes = lot_sizes();
  sizes.variables.erase("lots");
  CHECK(to_string(estimate_cost(compiled_rule("lots.all(l, true)"), sizes)) ==
        "countless steps (lots countless)");
  CHECK(estimate_cost(compiled_rule("[].all(l, lots.all(k, true))"), sizes).steps == 0);
  sizes = lot_sizes();
  sizes.objects["lot"]["maker"] = Extent::object("lot");  // a type that holds itself
  CHECK(estimate_cost(compiled_rule("[lot] == [lot]"), sizes).steps == kUnbounded);
}

TEST_CASE("cost: no evaluation of a random expression counts more than was estimated") {
  Random random(20261122);
  const FunctionRegistry functions = standard_functions();
  const Environment environment = open_environment(functions);
  const Sizes sizes = random_sizes();
  std::size_t counted = 0;
  for (std::size_t i = 0; i < property_cases(); ++i) {
    Generator generator(random);
    const std::string text = generator.boolean(1 + static_cast<int>(below(random, 4)));
    const Compiled compiled = compile(text, environment, {.check = false});
    REQUIRE(compiled.program.has_value());
    const double most = estimate_cost(*compiled.program, sizes).steps;
    const Variables evidence = random_evidence(random);
    for (const Variables& one : {evidence, completed(random, evidence)}) {
      const std::size_t steps = spent(*compiled.program, one);
      counted += steps > 0;
      if (static_cast<double>(steps) > std::ceil(most)) FAIL_CHECK(text, ": ", steps, " of ", most);
    }
  }
  CHECK(counted > property_cases() / 4);
}

}  // namespace verilot::cel
