#include <doctest/doctest.h>

#include "cel/evidence.h"

namespace verilot::cel {
namespace {

// One lot: its maker, price and id are not stated; count is stated: none; the second test has no
// result; `pages` is a list of which a page was not read.
Variables one_lot() {
  const Value sterility = evidence_map(
      "lot.tests[0]", {{"name", Value::text("Sterility")}, {"result", Value::real(0.0)}});
  const Value endotoxin = evidence_map("lot.tests[1]", {{"name", Value::text("Endotoxin")}});
  Variables variables;
  variables.values.emplace(
      "lot", evidence_map("lot", {{"origin", Value::text("allogeneic")},
                                  {"count", Value::stated_null()},
                                  {"dose", interval(1, 2)},
                                  {"routes", Value::stated_null()},
                                  {"tests", evidence_list("lot.tests", {sterility, endotoxin})}}));
  variables.values.emplace("pages",
                           evidence_list("pages", {Value::integer(1), Value::integer(2)}, false));
  variables.values.emplace("five", interval(5, 5));
  variables.values.emplace("wide", interval(1, 9));
  return variables;
}

Value evaluate(const std::string& text) {
  const FunctionRegistry functions = standard_functions();
  Environment environment = lot_environment(functions);
  environment.variables["pages"] = {Type::list(Type::of(Type::Kind::integer)), {}};
  environment.variables["five"] = {Type::opaque("interval"), {}};
  environment.variables["wide"] = {Type::opaque("interval"), {}};
  const Compiled compiled = compile(text, environment);
  REQUIRE_MESSAGE(compiled.program.has_value(),
                  text << ": " << (compiled.issues.empty() ? "" : compiled.issues[0].message));
  return compiled.program->evaluate(one_lot());
}

struct Case {
  const char* text;
  const char* value;
};

void check_all(std::initializer_list<Case> cases) {
  for (const Case& one : cases) {
    const std::string text = one.text;
    CAPTURE(text);
    CHECK(to_display(evaluate(text)) == std::string(one.value));
  }
}

}  // namespace

TEST_CASE("unknown: an absent key is unknown and named by its first absent part") {
  check_all({{"lot.price", "unknown(lot.price)"},
             {"lot.maker.name == 'A'", "unknown(lot.maker)"},
             {"lot.tests[1].result < 0.5", "unknown(lot.tests[1].result)"},
             {"lot.tests[7].name", "unknown(lot.tests[7])"},
             {"lot.price != null", "unknown(lot.price)"}});
}

TEST_CASE("unknown: the full path asked for is kept for the message") {
  const Value value = evaluate("lot.maker.name == 'A'");
  REQUIRE(value.is_unknown());
  CHECK(value.missing().front().path == "lot.maker");
  CHECK(value.missing().front().asked == "lot.maker.name");
  CHECK(evaluate("lot.tests[5].name").missing().front().asked == "lot.tests[5].name");
}

TEST_CASE("unknown: what is asked of a value that was made is not asked of a fact") {
  for (const char* text :
       {"[lot.maker][0].name", "lot.tests[dyn(lot.price)].name", "{'a': lot.maker}.a.name"}) {
    CAPTURE(text);
    const Value value = evaluate(text);
    REQUIRE(value.is_unknown());
    for (const Missing& missing : value.missing()) CHECK(missing.asked == missing.path);
  }
}

TEST_CASE("unknown: stated null is a value, and so are its parts") {
  check_all({{"lot.count == null", "true"},
             {"lot.count != null", "false"},
             {"lot.count == 3", "false"},
             {"'topical' in lot.routes", "false"},
             {"lot.routes.exists(r, r == 'topical')", "false"},
             {"lot.routes.all(r, r == 'topical')", "true"},
             {"size(lot.routes)", "0"}});
  CHECK(evaluate("lot.count < 3").is_error());
  CHECK(evaluate("lot.count + 1").is_error());
}

TEST_CASE("unknown: a decided operand wins over unknown and error on either side") {
  check_all({{"lot.price > 5.0 || true", "true"},
             {"true || lot.price > 5.0", "true"},
             {"lot.price > 5.0 && false", "false"},
             {"1 / 0 == 1 || true", "true"},
             {"false && 1 / 0 == 1", "false"},
             {"lot.price > 5.0 && lot.id == 'x'", "unknown(lot.id, lot.price)"},
             {"1 / 0 == 1 || lot.price > 5.0", "unknown(lot.price)"},
             {"lot.price > 5.0 || lot.id == 'x' || lot.origin == 'allogeneic'", "true"}});
}

TEST_CASE("unknown: a strict call gives an error first, else all that is missing") {
  check_all({{"lot.price + lot.price", "unknown(lot.price)"},
             {"lot.id + lot.maker.name", "unknown(lot.id, lot.maker)"},
             {"[lot.id, lot.maker.name]", "unknown(lot.id, lot.maker)"},
             {"lot.id.contains('x')", "unknown(lot.id)"}});
  CHECK(evaluate("size(lot.id) + 1 / 0").is_error());
  CHECK(evaluate("1 / 0 + size(lot.id)").is_error());
}

TEST_CASE("unknown: a condition counts alone, not the branches") {
  check_all({{"lot.id == 'x' ? lot.price : 2.0", "unknown(lot.id)"},
             {"lot.origin == 'allogeneic' ? 1.0 : lot.price", "1.0"}});
}

TEST_CASE("unknown: exists and all decide by single elements") {
  check_all({{"lot.tests.exists(t, t.name == 'Sterility')", "true"},
             {"lot.tests.exists(t, t.result >= 0.0)", "true"},
             {"lot.tests.all(t, t.result > 1.0)", "false"},
             {"lot.tests.all(t, t.result >= 0.0)", "unknown(lot.tests[1].result)"},
             {"lot.tests.exists_one(t, t.result >= 0.0)", "unknown(lot.tests[1].result)"},
             {"lot.tests.map(t, t.result)", "unknown(lot.tests[1].result)"},
             {"lot.tests.filter(t, t.result > 1.0)", "unknown(lot.tests[1].result)"},
             {"lot.tests.filter(t, t.name == 'Sterility').size()", "1"}});
}

TEST_CASE("unknown: an incomplete list has one further unknown element") {
  check_all({{"pages.exists(p, p == 2)", "true"},
             {"pages.exists(p, p == 3)", "unknown(pages[*])"},
             {"pages.all(p, p < 2)", "false"},
             {"pages.all(p, p < 9)", "unknown(pages[*])"},
             {"2 in pages", "true"},
             {"3 in pages", "unknown(pages[*])"},
             {"size(pages)", "unknown(pages[*])"},
             {"pages == [1, 2]", "unknown(pages[*])"},
             {"pages.map(p, p)", "unknown(pages[*])"},
             {"pages.filter(p, p > 1)", "unknown(pages[*])"},
             {"pages.exists_one(p, p == 1)", "unknown(pages[*])"},
             {"pages + [3]", "unknown(pages[*])"},
             {"pages.reverse()", "unknown(pages[*])"},
             {"pages[1]", "2"},
             {"pages[2]", "unknown(pages[*])"}});
}

TEST_CASE("unknown: what the rule made itself is an error where it is absent") {
  CHECK(evaluate("{'a': 1}.b").is_error());
  CHECK(evaluate("[1][1]").is_error());
}

TEST_CASE("unknown: operators on opaque values ask the values") {
  check_all({{"lot.dose < five", "true"},
             {"five > lot.dose", "true"},
             {"lot.dose >= five", "false"},
             {"five == five", "true"},
             {"five != lot.dose", "true"},
             {"five < wide", "unknown(measurement)"},
             {"five == wide", "unknown(measurement)"},
             {"wide <= five", "unknown(measurement)"}});
}

TEST_CASE("unknown: presence is what is stated") {
  check_all({{"has(lot.origin)", "true"},
             {"has(lot.price)", "false"},
             {"has(lot.maker.name)", "unknown(lot.maker)"},
             {"'origin' in lot", "true"},
             {"size(lot)", "5"}});
}

}  // namespace verilot::cel
