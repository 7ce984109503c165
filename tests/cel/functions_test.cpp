#include "cel/language.h"

namespace verilot::cel {

TEST_CASE("functions: integer arithmetic checks its range") {
  check_errors({"9223372036854775807 + 1", "-9223372036854775808 - 1", "9223372036854775807 * 2",
                "-9223372036854775808 / -1", "-9223372036854775808 % -1", "-(-9223372036854775808)",
                "1 / 0", "1 % 0", "0u - 1u", "1u / 0u", "1.5 % 1.0", "1 + 1.0", "-1u",
                "math.abs(-9223372036854775808)"});
  check_examples({{"7 / -2", "-3"}, {"7 % -2", "1"}, {"1.0 / 0.0", "Infinity"}});
}

TEST_CASE("functions: numbers of different types compare exactly") {
  check_examples({{"dyn(9007199254740993) == 9007199254740992.0", "false"},
                  {"dyn(9007199254740993) > 9007199254740992.0", "true"},
                  {"9223372036854775807 < 9223372036854775808.0", "true"},
                  {"9223372036854775807 < 9223372036854775808u", "true"},
                  {"-1 < 0u", "true"},
                  {"18446744073709551615u < 18446744073709551616.0", "true"},
                  {"dyn(1) == 1.5", "false"},
                  {"0.0 / 0.0 < 1", "false"},
                  {"0.0 / 0.0 == 0.0 / 0.0", "false"},
                  {"{1: 'a'}[dyn(1.0)]", "\"a\""},
                  {"dyn(1.5) in {1: 'a'}", "false"}});
  check_errors({"{0: 1, 0u: 2}", "{1.0: 2}", "{1: 'a'}[1.5]", "[1] < [2]", "null < 1"});
}

TEST_CASE("functions: conversions are exact or errors") {
  check_examples({{"int(3.9)", "3"},
                  {"int(' 3') == 3", "error(\" 3\" is no int)"},
                  {"string(1.0)", "\"1\""},
                  {"string(1e30)", "\"1e+30\""},
                  {"string(0.1)", "\"0.1\""},
                  {"double('1e5')", "100000.0"},
                  {"bool('True')", "true"},
                  {"string(duration('1h30m'))", "\"5400s\""},
                  {"string(b'abc')", "\"abc\""},
                  {"type(1u) == uint", "true"},
                  {"type(type(1)) == type", "true"}});
  check_errors({"int('1.5')", "int(1e19)", "uint(-1)", "bool('yes')", "string(b'\\xff')",
                "double('x')", "int('')", "uint('-1')"});
}

TEST_CASE("functions: timestamps are RFC 3339, and dates that do not exist are refused") {
  check_examples(
      {{"timestamp('2024-02-29T12:00:00Z').getDayOfYear()", "59"},
       {"timestamp('2024-02-29T12:00:00.5+02:00')", "timestamp(\"2024-02-29T10:00:00.5Z\")"},
       {"timestamp('2024-03-01T00:00:00Z') - duration('24h')",
        "timestamp(\"2024-02-29T00:00:00Z\")"},
       {"timestamp('2024-05-31T23:30:00Z').getDate('+02:00')", "1"},
       {"timestamp('2024-05-31T23:30:00Z').getMonth()", "4"},
       {"timestamp('2024-06-02T00:00:00Z').getDayOfWeek()", "0"},
       {"timestamp('1969-12-31T23:59:59.25Z').getMilliseconds()", "250"},
       {"int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"}});
  check_errors({"timestamp('2023-02-29T00:00:00Z')", "timestamp('2024-02-29')",
                "timestamp('2024-02-29T1:00:00Z')", "timestamp('2024-02-29T10:00:00,5Z')",
                "timestamp('2024-02-29T10:00:00+24:00')", "timestamp('2024-02-29T24:00:00Z')",
                "timestamp('2024-02-29T10:00:00')", "timestamp('2024-02-29T10:00:00Z ')",
                "timestamp('0000-01-01T00:00:00Z')", "timestamp('2024-13-01T00:00:00Z')"});
}

TEST_CASE("functions: durations take the units h m s ms us ns") {
  check_examples({{"duration('1h30m') == duration('5400s')", "true"},
                  {"duration('-1.5s')", "duration(\"-1.5s\")"},
                  {"duration('1500ms').getMilliseconds()", "500"},
                  {"duration('0') == duration('0s')", "true"},
                  {"duration('90m').getHours()", "1"}});
  check_errors({"duration('1d')", "duration('1')", "duration('')", "duration('h')",
                "duration('9999999h')", "duration('-')"});
}

TEST_CASE("functions: strings count code points") {
  check_examples({{"size('\xC3\xA9t\xC3\xA9')", "3"},
                  {"'\xC3\xA9t\xC3\xA9'.charAt(1)", "\"t\""},
                  {"'abc'.charAt(3)", "\"\""},
                  {"'a,b,c'.split(',', 2)", "[\"a\", \"b,c\"]"},
                  {"'abc'.split('')", "[\"a\", \"b\", \"c\"]"},
                  {"'abc'.split('b', 0)", "[]"},
                  {"'aXbXc'.replace('X', '-', 1)", "\"a-bXc\""},
                  {"'ab'.replace('', '-')", "\"-a-b-\""},
                  {"['a', 'b'].join(', ')", "\"a, b\""},
                  {"'  x '.trim()", "\"x\""},
                  {"'Stra\xC3\x9F"
                   "e'.upperAscii()",
                   "\"STRA\xC3\x9F"
                   "E\""},
                  {"'abcabc'.lastIndexOf('bc')", "4"},
                  {"'abc'.indexOf('')", "0"},
                  {"'abc'.substring(1, 2)", "\"b\""},
                  {"'abc'.reverse()", "\"cba\""}});
  check_errors({"'abc'.charAt(4)", "'abc'.substring(2, 1)", "'abc'.indexOf('b', 4)", "[1].join('')",
                "'a'.charAt(-1)"});
}

TEST_CASE("functions: format rounds half to even and names what a clause takes") {
  check_examples({{"'%.1f %.0f'.format([0.25, 3.5])", "\"0.2 4\""},
                  {"'%s|%d|%x|%o|%b|%%'.format(['a', 5, 255, 8, 5])", "\"a|5|ff|10|101|%\""},
                  {"'%X'.format(['hi'])", "\"6869\""},
                  {"'%s'.format([{'b': 1, 'a': [true, null]}])", "\"{a: [true, null], b: 1}\""},
                  {"'%.2e'.format([12345])", "\"1.23e+04\""}});
  check_errors({"'%d'.format(['x'])", "'%s'.format([])", "'%y'.format([1])", "'%'.format([1])",
                "'%.5000f'.format([1.0])"});
}

TEST_CASE("functions: lists, sets and math") {
  check_examples({{"[3, 1, 2].sort()", "[1, 2, 3]"},
                  {"[1, 2, 1].distinct()", "[1, 2]"},
                  {"[[1], [2, [3]]].flatten()", "[1, 2, [3]]"},
                  {"lists.range(3)", "[0, 1, 2]"},
                  {"[1, 2, 3].slice(1, 3)", "[2, 3]"},
                  {"sets.intersects([1, 2], [2])", "true"},
                  {"sets.equivalent([1, 1], [1])", "true"},
                  {"math.greatest(1, 2.5, 2u)", "2.5"},
                  {"math.least([3, 1])", "1"},
                  {"math.round(-2.5)", "-3.0"},
                  {"math.bitShiftRight(-1, 63)", "1"},
                  {"math.sqrt(16)", "4.0"}});
  check_errors({"[1, 'a'].sort()", "[0.0 / 0.0].sort()", "lists.range(-1)", "lists.range(10000000)",
                "math.greatest([])", "math.greatest('a', 'b')"});
}

TEST_CASE("functions: patterns are RE2 and match anywhere") {
  check_examples({{"'LOT-42'.matches('[0-9]+')", "true"},
                  {"matches('abc', '^b')", "false"},
                  {"'ABC'.matches('(?i)abc')", "true"},
                  {"['a', 'b'].exists(p, 'abc'.matches(p + 'c'))", "true"}});
  check_errors({"['('].exists(p, 'abc'.matches(p))"});
}

TEST_CASE("functions: cel.bind is lazy and evaluated once per use of its scope") {
  check_examples({{"cel.bind(x, 1 / 0, true)", "true"},
                  {"cel.bind(x, 2, x * x)", "4"},
                  {"cel.bind(x, [1, 2].map(a, [a].map(b, b * 2)),"
                   " [7].exists(c, x == [[2], [4]] && c == 7))",
                   "true"}});
}

TEST_CASE("functions: what costs too much is an error, not a hang") {
  const std::string loops = "lists.range(5000).all(x, lists.range(5000).all(y, x + y >= 0))";
  CHECK(shown(loops).find("more than 1000000 steps") != std::string::npos);
  std::string doubling = "'0123456789'";
  for (int i = 0; i < 40; ++i) {
    doubling = "cel.bind(v" + std::to_string(i) + ", " + doubling + ", v" + std::to_string(i) +
               " + v" + std::to_string(i) + ")";
  }
  CHECK(shown(doubling).starts_with("error("));
  std::string sharing = "[1]";
  for (int i = 0; i < 60; ++i) sharing = "cel.bind(v, " + sharing + ", [v, v])";
  CHECK(shown("cel.bind(a, " + sharing + ", a == a)").starts_with("error("));
  CHECK(shown("size('%s'.format([" + sharing + "])) > 0") != "");
  CHECK(shown(sharing + ".flatten(1000)").starts_with("error("));
}

}  // namespace verilot::cel
