#include "audit/run_cases.h"

#include <doctest/doctest.h>

#include "audit/rulebook.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

struct Cases {
  SampleRoot root;
  Rulebook rulebook;
  LoadedPacks loaded;

  explicit Cases(const std::string& rules, const std::string& examples = "") {
    if (!examples.empty()) {
      root.write("jurisdictions/test/examples.yaml", "examples:\n" + examples);
      root.write("jurisdictions/test/pathways.yaml", kSampleTree);
    }
    root.write(
        "jurisdictions/test/bases.yaml",
        "vial: { product: { name: Exo, sterile: true }, lots: [{ number: A }, { number: B }] }\n");
    root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
    rulebook.root = root.name();
    rulebook.schema = root.schema();
    rulebook.tables = root.tables();
    loaded = root.load();
    CHECK(all_lines(loaded.problems) == "");
  }
  CaseReport run(const std::string& only = "") const {
    return run_cases(loaded.packs.at(0), rulebook, only);
  }
};

std::string with_cases(const std::string& cases) {
  return rule_text("test.a", "product.sterile", "    cases:\n" + cases);
}

TEST_CASE("cases: the base with the given merged in is judged") {
  const Cases cases(with_cases(
      "      - { name: as the base, base: vial, expect: pass }\n"
      "      - { name: a value replaces, base: vial, given: { product: { sterile: false } }, "
      "expect: fail }\n"
      "      - { name: a question mark is unknown, base: vial, given: { product: { sterile: '?' } "
      "}, expect: unverified }\n"
      "      - { name: without a base, given: { product: { sterile: true } }, expect: pass }\n"));
  for (const CaseResult& result : cases.run().results) {
    CAPTURE(result.name);
    CHECK(result.ok);
    CHECK(result.got == result.expected);
  }
}

TEST_CASE("cases: a result that is not expected says what came, why and where the case stands") {
  const Cases cases(with_cases(
      "      - { name: wrong, base: vial, given: { product: { sterile: '?' } }, expect: fail }\n"));
  const CaseReport report = cases.run();
  REQUIRE(report.results.size() == 1);
  const CaseResult& wrong = report.results[0];
  CHECK_FALSE(wrong.ok);
  CHECK(wrong.expected == "fail");
  CHECK(wrong.got == "unverified");
  CHECK(wrong.because == "Title of test.a: open; product.sterile (not stated)");
  CHECK(to_string(wrong.where) == "jurisdictions/test/a.yaml:7:9");
  CHECK(report.shown.at("test.a") == std::set<Outcome>{Outcome::unverified});
}

TEST_CASE("cases: a faulty case is never ok") {
  const Cases cases(with_cases(
      "      - { name: misspelt key, base: vial, given: { prodct: {} }, expect: pass }\n"));
  const CaseReport report = cases.run();
  REQUIRE(report.results.size() == 1);
  CHECK(report.results[0].got == "a faulty case");
  CHECK(report.results[0].because.find("unknown key 'prodct', did you mean 'product'?") !=
        std::string::npos);
}

TEST_CASE("cases: a rule with several subjects needs the case to name one") {
  const Cases cases(
      rule_text("test.a", "lot.number == 'A'",
                "    subject: lots\n    cases:\n      - { name: which, base: vial, expect: pass "
                "}\n      - { name: second, base: vial, subject: 'lots[1]', expect: fail }\n"));
  const CaseReport report = cases.run();
  REQUIRE(report.results.size() == 2);
  CHECK(report.results[0].got == "2 findings");
  CHECK(report.results[0].because == "name one with `subject:`");
  CHECK(report.results[1].ok);
}

TEST_CASE("cases: one can be run by its name") {
  const Cases cases(
      with_cases("      - { name: one, base: vial, expect: pass }\n      - { name: two, base: "
                 "vial, expect: pass }\n"));
  CHECK(case_names(cases.loaded.packs[0]) ==
        std::vector<std::string>{"test.a / one", "test.a / two"});
  const CaseReport report = cases.run("test.a / two");
  REQUIRE(report.results.size() == 1);
  CHECK(report.results[0].name == "two");
  CHECK(cases.run("test.a / three").results.empty());
}

TEST_CASE("examples: the verdict, the pathway and the gravest outcome of each rule are compared") {
  const Cases cases(
      rule_text("test.a", "product.sterile") +
          rule_text("test.b", "lot.number == 'A'", "    subject: lots\n") +
          rule_text("test.c", "supplier.licence != null", "    when: product.sterile\n"),
      "  - {name: right, base: vial, verdict: REJECT, pathway: [test.device, test.drug, "
      "test.own],\n"
      "     expect: {test.a: pass, test.b: fail, test.c: unverified}}\n"
      "  - {name: wrong, base: vial, given: {product: {kind: cap}}, verdict: CLEAR, pathway: "
      "[test.own], expect: {test.b: pass, test.a: pass}}\n"
      "  - {name: faulty, given: {prodct: {}}, verdict: CLEAR}\n");
  const CaseReport report = cases.run();
  REQUIRE(report.results.size() == 3);
  CHECK(report.results[0].ok);
  CHECK_FALSE(report.results[1].ok);
  CHECK(report.results[1].expected == "CLEAR; pathway test.own; test.b pass");
  CHECK(report.results[1].got == "REJECT; pathway test.device; test.b fail");
  CHECK(report.results[1].because == "test.b fail; test.c unverified");
  CHECK_FALSE(report.results[2].ok);
  CHECK(cases.run("examples / right").results.size() == 1);
}

TEST_CASE("examples: a rule, a leaf, an outcome and a verdict that do not exist refuse the pack") {
  const SampleRoot root;
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", "product.sterile"));
  root.write("jurisdictions/test/examples.yaml",
             "examples:\n  - {name: x, verdict: REJCT, pathway: [test.onw], expect: {test.b: pass, "
             "test.a: passed}}\n");
  const std::string at = "jurisdictions/test/examples.yaml:2:5: error: example 'x' ";
  CHECK(all_lines(root.load().problems) ==
        at + "has no such verdict: 'REJCT', did you mean 'REJECT'? (at /examples/0)\n" + at +
            "knows no leaf 'test.onw', did you mean 'test.own'? (at /examples/0)\n" + at +
            "knows no rule 'test.b', did you mean 'test.a'? (at /examples/0)\n" + at +
            "cannot come to 'passed', did you mean 'pass'? (at /examples/0)\n");
}

}  // namespace
}  // namespace verilot
