#include <string>

#include "cel/ast.h"
#include "cel/language.h"

namespace verilot::cel {
namespace {

std::string first_issue(const std::string& text) {
  const Compiled compiled = compile_plain(text, false);
  if (compiled.program) return "";
  const Issue& issue = compiled.issues.at(0);
  return std::to_string(issue.line) + ":" + std::to_string(issue.column) + ": " + issue.message;
}

std::string repeated(const std::string& part, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += part;
  return out;
}

}  // namespace

TEST_CASE("parse: precedence from tight to loose") {
  check_examples({{"1 + 2 * 3", "7"},
                  {"(1 + 2) * 3", "9"},
                  {"7 - 2 - 1", "4"},
                  {"-2 + 3", "1"},
                  {"!true || true", "true"},
                  {"true || false && false", "true"},
                  {"1 < 2 == true", "true"},
                  {"true ? 1 : false ? 2 : 3", "1"},
                  {"1 in [1] && 2 in [2]", "true"},
                  {"- 9223372036854775808", "-9223372036854775808"},
                  {"--5", "5"},
                  {"-(5)", "-5"}});
}

TEST_CASE("parse: literals in all their forms") {
  check_examples({{"0xFF", "255"},
                  {"-0x10", "-16"},
                  {"7u", "7u"},
                  {".5", "0.5"},
                  {"1e3", "1000.0"},
                  {"2.5E-1", "0.25"},
                  {"r'\\d'", "\"\\\\d\""},
                  {"'\\x41\\u00e9\\101'",
                   "\"A\xC3\xA9"
                   "A\""},
                  {"b'\\xff'", "b\"\\xff\""},
                  {"'''it's'''", "\"it's\""},
                  {"\"a\" // to the end of the line\n + \"b\"", "\"ab\""}});
}

TEST_CASE("parse: a trailing comma is allowed in lists and maps, not in calls") {
  check_examples({{"[1, 2,]", "[1, 2]"}, {"{'a': 1,}", "{\"a\": 1}"}});
  CHECK(first_issue("size([1],)") == "1:10: expected an argument, found \")\"");
}

TEST_CASE("parse: reserved words and back-quoted names are selectors") {
  check_examples({{"{'for': 1}.for", "1"}, {"{'content-type': 1}.`content-type`", "1"}});
  CHECK(first_issue("for + 1") == "1:1: \"for\" is a reserved word, not a name");
}

TEST_CASE("parse: faults are told with their place and what would be right") {
  CHECK(first_issue("1 +") == "1:4: expected an expression, found the end of the text");
  CHECK(first_issue("a = 1") == "1:3: \"=\" is no operator: to compare write ==");
  CHECK(first_issue("a & b") == "1:3: \"&\" is no operator: write &&");
  CHECK(first_issue("'abc") == "1:1: this text is not closed: a ' is missing");
  CHECK(first_issue("'a\\qb'") ==
        "1:3: this escape does not exist; for a backslash write \\\\ or a raw string r'...'");
  CHECK(first_issue("12abc") == "1:1: a letter may not follow a number");
  CHECK(first_issue("9223372036854775808") == "1:1: the number does not fit int (64 bit)");
  CHECK(first_issue("[1, 2") == "1:6: expected \"]\" to close \"[\", found the end of the text");
  CHECK(first_issue("[1].all(x, x > 0") ==
        "1:17: expected \")\" to close \"all(\", found the end of the text");
  CHECK(first_issue("true ?\n  1") ==
        "2:4: expected \":\" of the conditional, found the end of the text");
  CHECK(first_issue("[1].all(1, true)") ==
        "1:9: all() names its variable here: write a plain name, as in all(x, ...)");
  CHECK(first_issue("has(1)") == "1:5: has() takes a selection, as in has(a.b)");
  CHECK(first_issue("\"\xFF\"") == "1:2: this text is not valid UTF-8");
}

TEST_CASE("parse: what other languages write is told with what to write here") {
  CHECK(first_issue("true and false") ==
        "1:6: expected the end of the expression, found \"and\": write &&");
  CHECK(first_issue("(true or false)") ==
        "1:7: expected \")\" to close \"(\", found \"or\": write ||");
  CHECK(first_issue("if true then 1") ==
        "1:1: \"if\" is a reserved word, not a name: write c ? a : b");
  CHECK(first_issue("not true") ==
        "1:5: expected the end of the expression, found \"true\": write !");
  CHECK(first_issue("1 <> 2") == "1:4: expected an expression, found \">\": write !=");
  CHECK(first_issue("1 === 2") == "1:5: \"=\" is no operator: to compare write ==");
  CHECK(first_issue("{'a': 1}?.a") ==
        "1:9: \"?.\" is no operator: an optional selection is written a.?b");
  CHECK(first_issue("1 ?? 2") ==
        "1:4: expected an expression, found \"?\": write x != null ? x : y");
  CHECK(first_issue("true; false") ==
        "1:5: an expression ends without \";\": join two conditions with &&");
}

TEST_CASE("parse: one slip is one issue") {
  for (const char* text : {"(true or false)", "[1].all(x, x = 1)", "'abc", "1 +", "(1", "[1, 2",
                           "true ? 1", "{'a' 1}", "f(1,)", "1 <> 2", "a.?(b)"}) {
    CAPTURE(std::string(text));
    CHECK(compile_plain(text, false).issues.size() == 1);
  }
}

TEST_CASE("parse: all faults of a text are told, in order of place") {
  const Compiled compiled = compile_plain("foo + [1, ) ] + (2 + ) + bar");
  REQUIRE(compiled.issues.size() >= 3);
  CHECK(compiled.issues.front().offset == 0);
  for (std::size_t i = 1; i < compiled.issues.size(); ++i) {
    CHECK(compiled.issues[i - 1].offset < compiled.issues[i].offset);
  }
}

TEST_CASE("parse: carets stand below the faulty part, counted in code points") {
  const std::string text = "'\xC3\xA9' ==\n  nme";
  const Compiled compiled = compile_plain(text);
  REQUIRE(compiled.issues.size() == 1);
  CHECK(with_caret(text, compiled.issues[0]) == "  nme\n  ^^^");
}

TEST_CASE("parse: the minimum sizes of the language definition are taken") {
  CHECK(shown(repeated("true && ", 1000) + "true") == "true");
  CHECK(shown(repeated("1 + ", 200) + "1") == "201");
  CHECK(shown(repeated("(", 100) + "7" + repeated(")", 100)) == "7");
  CHECK(shown(repeated("true ? 1 : ", 40) + "2") == "1");
}

TEST_CASE("parse: what is nested too deep or too long is an issue, not a crash") {
  const std::string deep = "nested more than 250 levels";
  for (const char* part :
       {"(", "[", "-", "!", "{1:", "a.b(", "a ? ", "true ? true : ", "f(", "[0]["}) {
    CAPTURE(part);
    const Compiled compiled = compile_plain(repeated(part, 10'000));
    CHECK_FALSE(compiled.program.has_value());
  }
  CHECK(first_issue(repeated("(", 300)).find(deep) != std::string::npos);
  CHECK(first_issue(repeated("1 + ", 300).append("1")).find(deep) != std::string::npos);
  CHECK(first_issue(std::string("a").append(repeated(".b", 300))).find(deep) != std::string::npos);
  CHECK(first_issue(std::string(70'000, ' ') + "1").find("longer than 64 KB") != std::string::npos);
}

TEST_CASE("parse: macros can be left unexpanded") {
  const FunctionRegistry functions = standard_functions();
  Environment environment;
  environment.functions = &functions;
  const Compiled compiled = compile("[1].all(x, true)", environment, {.macros = false});
  CHECK_FALSE(compiled.program.has_value());
}

TEST_CASE("parse: a loop is one node that spans the call") {
  const Compiled compiled = compile_plain("true && [1].exists(x, x == 1)");
  const Expr& root = compiled.program->root();
  REQUIRE(root.args.size() == 2);
  CHECK(root.args[1]->kind == Expr::Kind::loop);
  CHECK(text_of(compiled.program->text(), *root.args[1]) == "[1].exists(x, x == 1)");
  CHECK(root.args[1]->name == "exists");
}

TEST_CASE("issues: of a long line the part around the fault is shown") {
  const std::string text = "[" + std::string(5'000, ' ') + "q" + std::string(5'000, ' ') + "]";
  const Compiled compiled = compile_plain(text, true);
  REQUIRE(compiled.issues.size() == 1);
  const std::string shown = with_caret(text, compiled.issues[0]);
  CHECK(shown.size() < 600);
  CHECK(shown.find('q') == shown.rfind('^') - shown.find('\n') - 1);
}

}  // namespace verilot::cel
