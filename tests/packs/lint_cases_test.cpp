#include "packs/lint_cases.h"

#include <doctest/doctest.h>

#include "packs/merged_case.h"
#include "packs/overlaps.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

// "L070 10 case 'b' says ..." of the cases of rule test.a, one line a finding.
std::string lint_of_cases(const std::string& cases, const std::string& examples = "") {
  const SampleRoot root;
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/bases.yaml", "cap: {product: {kind: cap, sterile: true}}\n");
  root.write("jurisdictions/test/a.yaml",
             "rules:\n" + rule_text("test.a", "product.sterile", "    cases:\n" + cases));
  if (!examples.empty()) root.write("jurisdictions/test/examples.yaml", "examples:\n" + examples);
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  std::vector<LintFinding> findings;
  lint_cases(loaded.packs.at(0), findings);
  std::string lines;
  for (const LintFinding& finding : findings)
    lines += finding.code + " " + std::to_string(finding.where.line) + "\n";
  return lines;
}

TEST_CASE("lint: a case that says what an earlier one says is found, whatever it is written like") {
  CHECK(lint_of_cases("      - {name: a, base: cap, expect: pass}\n"
                      "      - {name: b, given: {product: {sterile: true, kind: cap}}, expect: "
                      "pass}\n") == "L070 8\n");
  CHECK(lint_of_cases("      - {name: a, base: cap, expect: pass}\n"
                      "      - {name: b, base: cap, as_of: 2026-11-22, expect: pass}\n") ==
        "L070 8\n");
}

TEST_CASE("lint: a text on two lines is another text than on one") {
  CHECK(lint_of_cases("      - {name: a, given: {product: {name: \"b c\"}}, expect: unverified}\n"
                      "      - {name: b, given: {product: {name: \"b\\nc\"}}, expect: "
                      "unverified}\n") == "");
}

TEST_CASE("lint: another fact, another day and another subject make another case") {
  CHECK(lint_of_cases("      - {name: a, base: cap, expect: pass}\n"
                      "      - {name: b, base: cap, given: {product: {sterile: '?'}}, expect: "
                      "unverified}\n"
                      "      - {name: c, base: cap, as_of: 2019-01-01, expect: pass}\n"
                      "      - {name: d, base: cap, subject: product, expect: pass}\n") == "");
}

TEST_CASE("lint: a case that expects the opposite of an identical one is an error") {
  CHECK(lint_of_cases("      - {name: a, base: cap, expect: pass}\n"
                      "      - {name: b, base: cap, expect: fail}\n") == "L071 8\n");
}

TEST_CASE("lint: an example contradicts a case or another example, and may add to them") {
  const std::string one = "      - {name: a, base: cap, expect: pass}\n";
  CHECK(lint_of_cases(one, "  - {name: e, base: cap, expect: {test.a: fail}}\n") == "L071 2\n");
  CHECK(lint_of_cases(one, "  - {name: e, base: cap, expect: {test.a: pass}}\n") == "");
  CHECK(lint_of_cases(one, "  - {name: e, base: cap, verdict: CLEAR, expect: {test.a: pass}}\n") ==
        "");
  CHECK(lint_of_cases(one,
                      "  - {name: e, base: cap, verdict: CLEAR}\n"
                      "  - {name: f, base: cap, verdict: HOLD}\n") == "L071 3\n");
}

TEST_CASE("case: a dossier is shown on one line that reads back to the same values") {
  const YamlNode node = load_yaml("b: {x: 'it''s', y: [1, null]}\na: 'two: words'\n", "a").root;
  CHECK(as_yaml(node) == "{b: {x: 'it''s', y: [1, null]}, a: 'two: words'}");
  const YamlNode broken = load_yaml("a: \"x\\n'\\\\y\"\n", "a").root;
  CHECK(as_yaml(broken) == R"({a: "x\n'\\y"})");
  CHECK(load_yaml(as_yaml(broken), "a").root.items[0].text == broken.items[0].text);
  CHECK(as_yaml(node, true) == "{a: 'two: words', b: {x: 'it''s', y: [1, null]}}");
  CHECK(as_yaml(load_yaml(as_yaml(node), "a").root) == as_yaml(node));
}

// The pairs of rules of which one must fail where the other passes.
std::string overlaps(const std::string& rules) {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  std::string lines;
  for (const Overlap& overlap : overlaps_of(loaded.packs.at(0), root.schema()))
    lines += overlap.a->id + " " + overlap.b->id + " " + as_yaml(overlap.example) + "\n";
  return lines;
}

TEST_CASE("overlap: two rules that no value of one fact passes contradict each other") {
  CHECK(overlaps(rule_text("test.a", "product.kind == \"cap\"") +
                 rule_text("test.b", "product.kind == \"prp\"", "    when: product.sterile\n")) ==
        "test.a test.b {product: {kind: cap, sterile: true}}\n");
  CHECK(overlaps(rule_text("test.a", "lot.units < 5", "    subject: lots\n") +
                 rule_text("test.b", "lot.units > 7", "    subject: lots\n"))
            .find("test.a test.b {lots: [{units: ") == 0);
}

TEST_CASE("overlap: rules that can both pass, or never apply together, are left alone") {
  CHECK(overlaps(rule_text("test.a", "lot.units > 5", "    subject: lots\n") +
                 rule_text("test.b", "lot.units > 7", "    subject: lots\n")) == "");
  CHECK(overlaps(rule_text("test.a", "product.sterile", "    when: product.kind == \"cap\"\n") +
                 rule_text("test.b", "'!product.sterile'",
                           "    when: product.kind == \"prp\"\n")) == "");
  CHECK(overlaps(rule_text("test.a", "product.kind == \"cap\"") +
                 rule_text("test.b", "product.sterile", "    when: product.kind == \"prp\"\n")) ==
        "");
  CHECK(overlaps(rule_text("test.a", "product.sterile") +
                 rule_text("test.b", "false", "    when: product.sterile\n")) == "");
}

TEST_CASE("overlap: rules of other days or other subjects never meet") {
  CHECK(overlaps(rule_text("test.a", "product.sterile", "    in_force: {until: 2020-01-01}\n") +
                 rule_text("test.b", "'!product.sterile'", "    in_force: {from: 2020-01-02}\n")) ==
        "");
  CHECK(overlaps(rule_text("test.a", "product.sterile", "    subject: product\n") +
                 rule_text("test.b", "'!product.sterile'")) == "");
}

TEST_CASE("overlap: a limit of one name with two values is not mistaken for one") {
  const auto with = [](const std::string& id, const std::string& op, const char* limit) {
    return rule_text(id, "lot.units " + op + " parameters.limit",
                     "    subject: lots\n    parameters: {limit: " + std::string(limit) + "}\n");
  };
  CHECK(overlaps(with("test.a", ">", "3") + with("test.b", "<=", "9")) == "");
  CHECK(overlaps(with("test.a", ">", "3") + with("test.b", "<=", "3")) != "");
}

}  // namespace
}  // namespace verilot
