#include <doctest/doctest.h>

#include <ctime>
#include <string>

#include "cel/ast.h"
#include "cel/language.h"
#include "cel/patterns.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kLength = 65'000;

std::string repeated(const std::string& unit, std::size_t count) {
  std::string out;
  while (count-- > 0) out += unit;
  return out;
}

std::string nested(const std::string& open, const std::string& inside, const std::string& close,
                   std::size_t depth) {
  return repeated(open, depth) + inside + repeated(close, depth);
}

// `unit` as often as it fits into 64 KB.
std::string row(const std::string& open, const std::string& unit, const std::string& separator,
                const std::string& close) {
  std::string out = open + unit;
  while (out.size() + separator.size() + unit.size() < kLength) {
    out += separator;
    out += unit;
  }
  return out + close;
}

std::string wrapped(std::string text, const std::string& open, const std::string& close,
                    int times) {
  for (int i = 0; i < times; ++i) {
    std::string next = open;
    next += text;
    next += close;
    text = std::move(next);
  }
  return text;
}

std::string doubled(std::string text, int times) {
  for (int i = 0; i < times; ++i) {
    std::string next = "[";
    next += text;
    next += ",";
    next += text;
    next += "]";
    text = std::move(next);
  }
  return text;
}

double milliseconds_to_compile(const std::string& text, bool check) {
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    timespec begin{};
    timespec end{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    const Compiled compiled = compile_plain(text, check);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    least = std::min(least, static_cast<double>(end.tv_sec - begin.tv_sec) * 1e3 +
                                static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e6);
  }
  return least;
}

}  // namespace

TEST_CASE("limits: an expression of more than 16,000 parts is refused once, with its place") {
  const Compiled large = compile_plain(row("[", "1", ",", "]"), true);
  REQUIRE(large.issues.size() == 1);
  CHECK(large.issues[0].column == 2 * 15'999);
  CHECK(large.issues[0].message.find("more than 16000") != std::string::npos);
  std::string list = "i in ['value'";
  for (int i = 0; i < 8'000; ++i) list += ",'v" + std::to_string(i) + "'";
  CHECK(compile_plain(list + "]", false).program.has_value());
}

TEST_CASE("limits: 250 levels compile and 251 do not") {
  const auto compiles = [](const std::string& text) {
    return compile_plain(text, true).program.has_value();
  };
  CHECK(compiles(nested("(", "1", ")", 249)));
  CHECK_FALSE(compiles(nested("(", "1", ")", 251)));
  CHECK(compiles(nested("[", "1", "]", 249)));
  CHECK_FALSE(compiles(nested("[", "1", "]", 251)));
  CHECK(compiles(repeated("!", 249) + "true"));
  CHECK_FALSE(compiles(repeated("!", 251) + "true"));
  CHECK(compiles("1" + repeated("+1", 249)));
  CHECK_FALSE(compiles("1" + repeated("+1", 251)));
  CHECK(compiles(repeated("true?1:", 249) + "1"));
  CHECK_FALSE(compiles(repeated("true?1:", 251) + "1"));
}

TEST_CASE("limits: too deep is one issue, wherever it happens") {
  for (const std::string& text :
       {nested("(", "1", ")", 5'000), repeated("[", 60'000), repeated("!", 60'000) + "true",
        "1" + repeated("+1", 30'000), "a" + repeated(".b", 30'000),
        repeated("true?1:", 9'000) + "1", nested("{1:", "1", "}", 9'000),
        nested("size(", "a", ")", 9'000)}) {
    CAPTURE(text.substr(0, 40));
    const Compiled compiled = compile_plain(text, false);
    REQUIRE(compiled.issues.size() == 1);
    CHECK(compiled.issues[0].message == "the expression is nested more than 250 levels deep");
  }
}

TEST_CASE("limits: 64 KB of text is compiled, more is refused") {
  CHECK(compile_plain("1" + std::string(kMaxTextLength - 1, ' '), true).program.has_value());
  CHECK_FALSE(compile_plain("1" + std::string(kMaxTextLength, ' '), true).program.has_value());
}

TEST_CASE("limits: loops are nested four deep, and optMap is no loop") {
  CHECK(compile_plain(wrapped("true", "[1].all(x, ", ")", 4), true).program.has_value());
  CHECK_FALSE(compile_plain(wrapped("true", "[1].all(x, ", ")", 5), true).program.has_value());
  CHECK(compile_plain(wrapped("1", "optional.of(1).optMap(x, ", ")", 6), true).program);
}

TEST_CASE("limits: no text of 64 KB takes long to accept or refuse") {
  const std::string deep_empty = nested("[", "", "]", 120);
  const std::string shapes[] = {
      nested("(", "1", ")", 32'000),
      repeated("(", kLength),
      repeated("([{", kLength / 3),
      repeated("!", kLength - 4) + "true",
      repeated("!-", kLength / 2),
      repeated("true?1:", 9'000) + "1",
      row("", "1", "+", ""),
      row("", "true", "||", ""),
      row("[", "1", ",", "]"),
      row("[", "1,'a'", ",", "]"),
      row("[", "[]", ",", "]"),
      row("[", "[[]]", ",", "]"),
      row("[", deep_empty, ",", "]"),
      row("[", nested("[", "1", "]", 240), ",", "]"),
      row("[", nested("{1:", "{}", "}", 120), ",", "]"),
      row("", deep_empty, "==", ""),
      row("{", "1:[],'a':{}", ",", "}"),
      doubled("[]", 13),
      wrapped("[]", "(true?", ":[])", 240),
      wrapped("[]", "[", "]+[]", 120),
      row("[", wrapped("[]", "[", "]+[]", 120), ",", "]"),
      row("[", "[]" + repeated("+[]", 240), ",", "]"),
      row("[", "[]" + repeated(".reverse()", 240), ",", "]"),
      row("[", nested("type(", "1", ")", 240), ",", "]"),
      row("[", "d" + repeated(".a", 240), ",", "]"),
      wrapped("[1]", "cel.bind(x,", ",[x,x])", 120),
      wrapped("[]", "cel.bind(x,", ",{1:x,2:x})", 120),
      wrapped("optional.none()", "optional.of(", ")", 240),
      row("[", wrapped("optional.none()", "optional.of(", ")", 100), ",", "]"),
      wrapped("[1]", "", ".map(x,[x])", 240),
      row("[", wrapped("x", "[[[1]]].map(x,", ")", 4), ",", "]"),
      row("", "[1].exists(x,x==1)", "||", ""),
      row("[", "zzzzzzzzzzzz", ",", "]"),
      row("[", "lowerAsci(1)", ",", "]"),
      row("[", "1+'a'", ",", "]"),
      row("size(", "1", ",", ")"),
      "'" + repeated("\\n", kLength / 2 - 2) + "'",
      "'" + repeated("\\q", kLength / 2 - 2) + "'",
      repeated("'", kLength),
      repeated("`", kLength),
      repeated("'a\n", kLength / 3),
      repeated("\n#", kLength / 2),
      repeated("\xFF", kLength),
      repeated(",", kLength),
      row("[", "'a'.matches('x')", ",", "]"),
      "'a'.matches('" + repeated("(a{1,100}){1,9}", 60) + "')",
      row("[", "'a'.matches('((a{1,90}){1,9}){1,9}')", ",", "]"),
      row("[", "'a'.matches('(\\\\pL{30}){30}')", ",", "]"),
      "'a'.matches('" + repeated("\\\\pL", 10'000) + "')",
  };
  // 10 ms of a machine of its own; tests share theirs, and a blow-up takes seconds.
  constexpr double kBound = 60;
  for (const std::string& shape : shapes) {
    REQUIRE(shape.size() <= kMaxTextLength);
    for (const bool check : {true, false}) {
      CAPTURE(shape.substr(0, 60));
      CHECK(milliseconds_to_compile(shape, check) < kBound);
    }
  }
}

TEST_CASE("limits: a type that nests deeply is cut in the message") {
  const Compiled compiled = compile_plain(nested("[", "1", "]", 240) + " + 1", true);
  REQUIRE(compiled.issues.size() == 1);
  CHECK(compiled.issues[0].message.find("list(list(list(") != std::string::npos);
  CHECK(compiled.issues[0].message.size() < 1'000);
}

TEST_CASE("limits: patterns that grow too large are not tried one after the other") {
  const std::string large = "'a'.matches('(\\\\pL{30}){30}')";
  const Compiled compiled = compile_plain("[" + large + "," + large + "," + large + "]", true);
  REQUIRE(compiled.issues.size() == 3);
  CHECK(compiled.issues[1].message.starts_with("this is no regular expression"));
  CHECK(compiled.issues[2].message == "the patterns of this expression are too large together");
}

TEST_CASE("limits: a constant pattern is compiled once, at load") {
  const FunctionRegistry functions = standard_functions();
  Environment environment;
  environment.functions = &functions;
  const std::size_t before = compiled_patterns();
  const Compiled compiled =
      compile("['a', 'b', 'c'].exists(x, x.matches('^[b-z]$') && matches(x, 'c'))", environment);
  REQUIRE(compiled.program.has_value());
  CHECK(compiled_patterns() == before + 2);
  for (int i = 0; i < 100; ++i) CHECK(compiled.program->evaluate(Variables()).is_true());
  CHECK(compiled_patterns() == before + 2);
}

TEST_CASE("limits: a pattern that a constant of the environment holds is compiled once too") {
  const FunctionRegistry functions = standard_functions();
  Environment environment;
  environment.functions = &functions;
  environment.variables["words"] = {Type::of(Type::Kind::text), {}};
  environment.variables["given"] = {Type::map(Type::of(Type::Kind::text), Type::dyn()), {}};
  environment.constants.emplace("words", Value::text("^[b-z]$"));
  environment.constants.emplace("given", Value::map({{Value::text("more"), Value::text("c")},
                                                     {Value::text("bad"), Value::text("(")}}));
  const std::size_t before = compiled_patterns();
  const Compiled compiled =
      compile("['a', 'b', 'c'].exists(x, x.matches(words) && matches(x, given.more))", environment);
  REQUIRE(compiled.program.has_value());
  CHECK(compiled_patterns() == before + 2);
  CHECK(compiled.program->evaluate(Variables()).is_true());
  CHECK(compiled_patterns() == before + 2);
  CHECK(compile("'a'.matches(given.bad)", environment).issues.at(0).message ==
        "this is no regular expression: missing ): (");
  CHECK(compile("['a'].exists(words, 'a'.matches(words))", environment).program);
}

TEST_CASE("limits: a pattern that is made at run time is compiled where it is used") {
  const std::size_t before = compiled_patterns();
  CHECK(shown("['a', 'b'].filter(p, 'b'.matches(p))") == "[\"b\"]");
  CHECK(compiled_patterns() == before + 2);
}

TEST_CASE("limits: a pattern that is too large is refused with the limit") {
  CHECK(shown("'a'.matches('" + std::string(1'001, 'a') + "')") ==
        "issue: this is no regular expression: it is longer than 1000 bytes (\\p counts 100)");
  CHECK(shown("'a'.matches('" + repeated("\\\\pL", 10) + "')") ==
        "issue: this is no regular expression: it is longer than 1000 bytes (\\p counts 100)");
  CHECK(shown("'a'.matches('" + repeated("\\\\pL", 5) + "')") == "false");
  CHECK(shown("'a'.matches('((a{1,90}){1,9}){1,9}')").starts_with("issue: this is no regular"));
  CHECK(shown("'aaa'.matches('" + std::string(1'001, 'a') + "'.substring(998))") == "true");
}

TEST_CASE("limits: the steps of an evaluation are counted") {
  const std::string numbers = "lists.range(1000)";
  CHECK(shown(numbers + ".all(x, " + numbers + ".all(y, " + numbers + ".all(z, true)))")
            .starts_with("error(the evaluation took more than 1000000 steps"));
  CHECK(shown(numbers + ".all(x, " + numbers + ".all(y, true))").starts_with("error("));
  CHECK(shown("lists.range(700).all(x, lists.range(700).all(y, true))") == "true");
  CHECK(shown(wrapped("'ab'", "cel.bind(x, ", ", x + x)", 30)).starts_with("error("));
  CHECK(shown(numbers + ".map(x, 'a{1,90}'.matches(string(x) + 'a'))").starts_with("error("));
}

}  // namespace verilot::cel
