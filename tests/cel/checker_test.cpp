#include <doctest/doctest.h>

#include "cel/ast.h"
#include "cel/evidence.h"

namespace verilot::cel {
namespace {

Compiled compile_lot(const std::string& text) {
  const FunctionRegistry functions = standard_functions();
  return compile(text, lot_environment(functions));
}

// The first issue; empty where there is none.
std::string issue(const std::string& text) {
  const Compiled compiled = compile_lot(text);
  return compiled.issues.empty() ? "" : compiled.issues[0].message;
}

std::string type(const std::string& text) {
  const Compiled compiled = compile_lot(text);
  if (!compiled.program) return "issue: " + compiled.issues[0].message;
  return to_string(compiled.program->result_type());
}

std::size_t absences(const std::string& text) {
  const Compiled compiled = compile_lot(text);
  REQUIRE_MESSAGE(compiled.program.has_value(), text << ": " << compiled.issues[0].message);
  return compiled.program->absence_uses().size();
}

}  // namespace

TEST_CASE("check: fields have the types of the schema") {
  CHECK(type("lot.id") == "string");
  CHECK(type("lot.tests") == "list(test)");
  CHECK(type("lot.tests.map(t, t.result)") == "list(double)");
  CHECK(type("lots.filter(l, l.count > 3)[0].dose") == "interval");
  CHECK(type("lots.map(l, l.maker.country).distinct()") == "list(string)");
  CHECK(type("as_of - lot.expiry") == "duration");
  CHECK(type("cel.bind(m, lot.maker, m.name)") == "string");
  CHECK(type("lots.sortBy(l, l.price)") == "list(lot)");
}

TEST_CASE("check: every field may be compared with null") {
  for (const char* text : {"lot.id != null", "lot.count == null", "lot.tests != null",
                           "lot.maker == null", "lot.dose != null", "null != lot.expiry"}) {
    CAPTURE(text);
    CHECK(issue(text) == "");
    CHECK(absences(text) == 0);
  }
}

TEST_CASE("check: an unknown name is told with the nearest known one") {
  CHECK(issue("lot.expiri != null") == "lot has no field \"expiri\": did you mean \"expiry\"?");
  CHECK(issue("lot.maker.nation") == "maker has no field \"nation\"; it has country, name");
  CHECK(issue("lotts.size()") == "there is no variable \"lotts\": did you mean \"lots\"?");
  CHECK(issue("lot.id.startWith('x')") ==
        "there is no function \"startWith\": did you mean \"startsWith\"?");
  CHECK(issue("startsWith(lot.id, 'x')") ==
        "there is no function \"startsWith\": write x.startsWith(), not startsWith(x)");
  CHECK(issue("lot.id.name") == "a string has no fields, so no \"name\"");
}

TEST_CASE("check: an operator that fits no types tells what it takes") {
  CHECK(issue("lot.count * 'x'") ==
        "operator \"*\" does not take (int, string); it takes (int, int); int becomes text with "
        "string(), text a number with int() or double()");
  CHECK(issue("lot.price * 2") ==
        "operator \"*\" does not take (double, int); it takes (int, int), (double, double); "
        "convert one with double(), int() or uint(), or write the literal as 5, "
        "5u or 5.0");
  CHECK(issue("size(3)").starts_with("size() does not take (int); it takes (string), (bytes)"));
  CHECK(issue("lot.count && true") == "an operand of && must be bool, this is int");
  CHECK(issue("lot.id ? 1 : 2") == "the condition of ?: must be bool, this is string");
  CHECK(issue("true ? 1 : 'x'") == "the two results of ?: have different types: int and string");
  CHECK(issue("lot.id == 3") ==
        "\"==\" compares values of one type, not string and int; int becomes text with string(), "
        "text a number with int() or double()");
  CHECK(issue("lot.id.startsWith(lots)") ==
        "this call is string.startsWith(list(lot)); it takes string.startsWith(string)");
  CHECK(issue("lot.maker.exists(m, true, 1, 2)") != "");
  CHECK(issue("lot.id.all(c, true)") == "all() goes over a list or a map, not over string");
}

TEST_CASE("check: numbers of different types have an order but are not equal") {
  CHECK(issue("lot.price > 5") == "");
  CHECK(issue("lot.price == 5").starts_with("\"==\" compares values of one type"));
}

TEST_CASE("check: an enumerated field is compared with its values only") {
  CHECK(issue("lot.origin == 'autologous'") == "");
  CHECK(issue("lot.origin == 'autologus'") ==
        "\"autologus\" is no value of origin: did you mean \"autologous\"?");
  CHECK(issue("'donor' != lot.origin") ==
        "\"donor\" is no value of origin; it is one of \"autologous\", \"allogeneic\"");
  CHECK(
      issue("lot.origin in ['autologous', 'xeno']").starts_with("\"xeno\" is no value of origin"));
  CHECK(issue("'oral' in lot.routes").starts_with("\"oral\" is no value of routes"));
  CHECK(issue("lot.routes.exists(r, r == 'oral')").starts_with("\"oral\" is no value of r"));
  CHECK(issue("lot.routes[0] == 'oral'") != "");
  CHECK(issue("cel.bind(o, lot.origin, o == 'oral')") != "");
}

TEST_CASE("check: opaque values are compared with their own kind") {
  CHECK(issue("lot.dose < lots[0].dose") == "");
  CHECK(issue("lot.dose == lot.dose") == "");
  CHECK(issue("lot.dose < 5") != "");
  CHECK(issue("lot.dose == 5.0") != "");
  CHECK(issue("lot.dose + lot.dose") != "");
}

TEST_CASE("check: a constant regular expression is compiled once, a bad one is an issue") {
  const Compiled good = compile_lot("lot.id.matches('^COA-[0-9]+$')");
  REQUIRE(good.program.has_value());
  const auto regex = good.program->root().regex;
  CHECK(regex != nullptr);
  CHECK(issue("lot.id.matches('a(b')").starts_with("this is no regular expression"));
  CHECK(issue("matches(lot.id, '(?=x)')").starts_with("this is no regular expression"));
  CHECK(issue("lot.id.matches(lot.maker.name)") == "");
}

TEST_CASE("check: a misspelt macro or function of a namespace is one issue with what is near") {
  for (const auto& [text, message] :
       {std::pair{"lots.exist(l, l.count > 3)",
                  "there is no function \"exist\": did you mean \"exists\"?"},
        {"lots.any(l, l.count > 3)", "there is no function \"any\": write xs.exists(x, ...)"},
        {"math.great(1, 2) > 1",
         "there is no function \"math.great\": did you mean \"math.greatest\"?"},
        {"sets.contain([1], [x])",
         "there is no function \"sets.contain\": did you mean \"sets.contains\"?"}}) {
    CAPTURE(text);
    CHECK(compile_lot(text).issues.size() == 1);
    CHECK(issue(text) == message);
  }
}

TEST_CASE("check: a value of a near type is told with how to get there") {
  CHECK(issue("lot.expiry < '2024-01-01'")
            .ends_with("not timestamp and string; text becomes a timestamp with timestamp('...')"));
  CHECK(issue("lots.first().count == 1")
            .ends_with("; an optional value is read with .value() or .orValue(default)"));
  CHECK(issue("lots.size > 1") == "a list(lot) has no fields, so no \"size\": write size()");
  CHECK(issue("lots.expiry < as_of") ==
        "a list(lot) has no fields, so no \"expiry\"; each lot has: write exists(x, x.expiry ...) "
        "or all(x, x.expiry ...)");
  CHECK(issue("lots.length() > 1") == "there is no function \"length\": write size(x)");
  CHECK(issue("lots.exists(l, l.expiry < now())") ==
        "there is no function \"now\": write as_of: rules have no clock");
  CHECK(issue("True") == "there is no variable \"True\": write true");
  CHECK(issue("lots.any(l, true)") == "there is no function \"any\": write xs.exists(x, ...)");
}

TEST_CASE("check: every fault of an expression is told at once") {
  const Compiled compiled =
      compile_lot("lot.expiri > as_of && lot.count == 'x' || lots.all(l, l.pric > 2.0) && lot.id");
  CHECK(compiled.issues.size() == 4);
}

TEST_CASE("check: places that turn absence into a statement are listed") {
  for (const std::string text :
       {"has(lot.id)", "has(lot.maker.name)", "lots.exists(l, has(l.maker.name))",
        // optional selection, and what follows it
        "lot.?id.hasValue()", "lot.?id.orValue('x') == 'x'", "lot[?'id'].hasValue()",
        "lot.?maker.name.orValue('') == 'x'", "lots.map(l, l.?price).size() == 1",
        "optional.of(lot).?id.hasValue()",
        // the whole object
        "'id' in lot", "size(lot) > 2", "lot.size() > 2", "lot.maker == lots[0].maker",
        "lot.maker != lots[0].maker", "lot in lots", "[lot.maker] == [lots[0].maker]",
        "lots == lots.reverse()", "lots.distinct().size() == 2", "sets.contains(lots, [lot])",
        "sets.intersects(lot.tests, lots[0].tests)", "sets.equivalent(lot.tests, lot.tests)",
        "'%s'.format([lot]) == ''", "optional.ofNonZeroValue(lot.maker).hasValue()",
        "{'a': lot} == {'a': lots[0]}",
        // its keys
        "lot.all(k, k != 'x')", "lot.exists(k, v, k == 'id')", "lot.map(k, k).size() == 3",
        "lot.transformMap(k, v, 1).a == 1",
        // behind a type that says nothing
        "has(dyn(lot).id)", "dyn(lot) == dyn(lots[0])", "size(dyn(lot)) == 1", "'id' in dyn(lot)",
        "dyn(lot).all(k, true)", "[1, lot][1] == 2", "cel.bind(x, dyn(lot), has(x.id))",
        "[dyn(lot)].exists(x, has(x.id))", "dyn(lot).?id.hasValue()", "has(lot[lot.id].name)",
        "has((lot.count > 1 ? dyn(lot) : dyn(1)).id)"}) {
    CAPTURE(text);
    CHECK(absences(text) >= 1);
  }
  CHECK(absences("lots.exists(l, has(l.maker.name)) || has(lot.id)") == 2);
}

TEST_CASE("check: asking for values, and for what the expression made, turns no absence") {
  for (const std::string text :
       {"lot.id != null && lot.tests.exists(t, t.name == 'x') && size(lots) > 0",
        "has({'a': 1}.a) && 'a' in {'a': 1} && size({'a': 1}) == 1", "lot.maker != null",
        "lots == []", "lots != []", "null in lots", "lot.routes == ['topical']",
        "'topical' in lot.routes", "lot.routes.distinct().size() == 1",
        "sets.contains(lot.routes, ['topical'])", "lots.map(l, l.id).distinct().size() > 1",
        "'%s'.format([lot.id]) == ''", "lots.first().value().id == 'a'",
        "{'a': 1}.?a.orValue(2) == 1", "lots.filter(l, l.count > 1).size() == 0",
        "dyn(lot.id) == dyn(1)", "lots.sortBy(l, l.price)[0].id == 'a'", "{'a': lot}.a.id == 'x'",
        "cel.bind(m, lot.maker, m.name == 'x')"}) {
    CAPTURE(text);
    CHECK(absences(text) == 0);
  }
}

TEST_CASE("check: loops may be nested four deep") {
  CHECK(issue("[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))") == "");
  CHECK(issue("[1].all(a, [1].all(b, [1].all(c, [1].all(d, [1].all(e, true)))))") ==
        "loops may be nested 4 deep");
}

TEST_CASE("check: a program outlives its registry and environment") {
  Compiled compiled;
  {
    const FunctionRegistry functions = standard_functions();
    Environment environment;
    environment.functions = &functions;
    compiled = compile("'abc'.contains('b') && size('abc') == 3", environment);
  }
  CHECK(compiled.program->evaluate(Variables()).is_true());
}

}  // namespace verilot::cel
