#include "yaml/format_yaml.h"

#include <doctest/doctest.h>

#include <string>

#include "yaml/yaml.h"

namespace verilot {
namespace {

const YamlLayout kRuleLayout = {
    .keys = {{"rules",
              {.block = true,
               .items = {{.block = true,
                          .keys = {{"id", {}}, {"title", {}}, {"when", {}}, {"given", {}}}}}}}}};

std::string formatted(const std::string& text) {
  Problems problems;
  const auto result = format_yaml(text, "a.yaml", kRuleLayout, problems);
  if (!result) return problems.empty() ? "refused" : to_string(problems.front());
  Problems again;
  CHECK(format_yaml(*result, "a.yaml", kRuleLayout, again) == *result);
  return *result;
}

TEST_CASE("format: known keys come first in their order, others behind them as they stood") {
  CHECK(formatted("rules:\n- zebra: 1\n  title: T\n  ape: 2\n  id: a\n") ==
        "rules:\n  - id: a\n    title: T\n    zebra: 1\n    ape: 2\n");
}

TEST_CASE("format: a rule is never in brackets, a short map within stays in them") {
  CHECK(formatted("rules: [{given: {product: {kind: prp, additives: []}}, id: a}]\n") ==
        "rules:\n  - id: a\n    given: { product: { kind: prp, additives: [] } }\n");
  CHECK(formatted("rules:\n  - id: a\n    given:\n      product:\n        kind: prp\n") ==
        "rules:\n  - id: a\n    given:\n      product:\n        kind: prp\n");
}

TEST_CASE("format: brackets that do not fit on a line are opened, plain words fill lines") {
  const std::string word(24, 'x');
  CHECK(formatted("a: [" + word + ", " + word + ", " + word + ", " + word + "]\n") ==
        "a: [" + word + ", " + word + ", " + word + ",\n  " + word + "]\n");
  CHECK(
      formatted("a: {k: " + word + ", l: {m: " + word + "}, n: " + word + ", o: " + word + "}\n") ==
      "a:\n  k: " + word + "\n  l: { m: " + word + " }\n  n: " + word + "\n  o: " + word + "\n");
}

TEST_CASE("format: a text is folded where it is too long for a line, and only there") {
  const std::string long_text =
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
      "sixteen seventeen";
  const std::string folded =
      "a: >-\n  one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
      "fifteen sixteen\n  seventeen\n";
  CHECK(formatted("a: " + long_text + "\n") == folded);
  CHECK(formatted("a: \"" + long_text + "\"\n") == folded);
  CHECK(formatted("a: >-\n  one\n  two\n") == "a: one two\n");
  CHECK(formatted("a: >-\n  one: two\n") == "a: 'one: two'\n");
  CHECK(formatted("a: >-\n  2023-06-08\n") == "a: '2023-06-08'\n");
}

TEST_CASE("format: the lines of a condition begin with its operators") {
  const std::string a = "product." + std::string(40, 'a') + " == true", b = "b in [1, 2]";
  CHECK(formatted("when: " + a + " && " + b + " && (" + b + " || " + a + ")\n") ==
        "when: >-\n  " + a + " && " + b + " && (" + b + "\n  || " + a + ")\n");
}

TEST_CASE("format: a call is broken only where it is longer than a line") {
  const std::string a = "product." + std::string(48, 'a') + " == 1";
  const std::string call = "lots.exists(l, l.units > 3 && l.units < 5)";
  CHECK(formatted("when: " + a + " && " + call + "\n") ==
        "when: >-\n  " + a + "\n  && " + call + "\n");
  CHECK(formatted("when: " + call + " || lots.exists(l, l." + a + " && l.units < 5)\n") ==
        "when: >-\n  " + call + "\n  || lots.exists(l, l." + a + " && l.units < 5)\n");
  CHECK(formatted("when: " + call + " || lots.exists(l, l." + a + " && l." + a + ")\n") ==
        "when: >-\n  " + call + "\n  || lots.exists(l, l." + a + "\n  && l." + a + ")\n");
}

TEST_CASE("format: quotes that alone make a text too long for a line are left out") {
  const std::string words = std::string(50, 'x') + " " + std::string(45, 'y');
  CHECK(formatted("a: '" + words + "'\n") == "a: " + words + "\n");
}

TEST_CASE("format: a text of several lines keeps them") {
  CHECK(formatted("a: |-\n  one\n\n\n    two\nb: 1\n") == "a: |-\n  one\n\n\n    two\nb: 1\n");
  CHECK(formatted("a: |\n   one\n   two\n") == "a: |\n  one\n  two\n");
  CHECK(formatted("a: |+\n  one\n  two\n\n") == "a: \"one\\ntwo\\n\\n\"\n");
}

TEST_CASE("format: comments go with what they stand above, beside or below") {
  const std::string text = R"(# The file.

rules:
  # Of a.
  - title: T  # beside T
    # above id
    id: a   # beside id
    given:  # beside given
      x: 1
      # below x
    # below a
  # Of b.
  - id: b
# the end
)";
  CHECK(formatted(text) == R"(# The file.

rules:
  # Of a.
  # above id
  - id: a  # beside id
    title: T  # beside T
    given:  # beside given
      x: 1
      # below x
    # below a
  # Of b.
  - id: b
# the end
)");
}

TEST_CASE("format: a comment within brackets opens them, one beside them does not") {
  CHECK(formatted("a: [b,  # first\n  c]\n") == "a:\n  - b  # first\n  - c\n");
  CHECK(formatted("a: [b,\n  # second\n  c\n  # none left\n  ]\n") ==
        "a:\n  - b\n  # second\n  - c\n  # none left\n");
  CHECK(formatted("a: { b: 1 } # whole\n") == "a: { b: 1 }  # whole\n");
  CHECK(formatted("a: >- # head\n  " + std::string(60, 'x') + " " + std::string(60, 'y') + "\n") ==
        "a: >-  # head\n  " + std::string(60, 'x') + "\n  " + std::string(60, 'y') + "\n");
}

TEST_CASE("format: a comment beside a text is not that of the text above it") {
  const std::string one = std::string(60, 'x') + "\n    " + std::string(60, 'y') + "\n";
  const std::string text =
      "a:\n  - >-  # one\n    " + one + "  - >-  # two\n    " + one + "b:  # three\n  - c\n";
  CHECK(formatted(text) == text);
}

TEST_CASE("format: what looks like a comment within a text is none") {
  CHECK(formatted("a: 'x # y'\nb: \"#\"\nc: x#y\nd: |-\n  # not\n  one\n") ==
        "a: 'x # y'\nb: \"#\"\nc: x#y\nd: |-\n  # not\n  one\n");
}

TEST_CASE("format: blank lines stay, several as one, none at the ends") {
  CHECK(formatted("\n\na: 1\n\n\n# b\nb: 2\n\n") == "a: 1\n\n# b\nb: 2\n");
}

TEST_CASE("format: what is not YAML is refused with its place") {
  CHECK(formatted("a: [1\n").find("a.yaml:2:1") == 0);
  CHECK(formatted("a: 1\na: 2\n").find("a.yaml:2:1") == 0);
}

TEST_CASE("format: line ends of other systems become plain ones") {
  CHECK(formatted("a: 1\r\nb: 2  # c\r\n") == "a: 1\nb: 2  # c\n");
}

TEST_CASE("format: letters beyond ASCII count as one column and are kept") {
  const std::string text = "á: [é, ü]  # ñ\nb: €\n";
  CHECK(formatted(text) == text);
}

}  // namespace
}  // namespace verilot
