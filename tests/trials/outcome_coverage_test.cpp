#include "trials/outcome_coverage.h"

#include "trials/tried_pack.h"

namespace verilot {
namespace {

std::string missing(const TriedPack& tried) {
  std::string text;
  for (const OutcomeCoverage& rule : outcome_coverage(tried.pack(), &tried.shared()))
    for (const Outcome outcome : rule.missing())
      text += rule.rule + " " + std::string(to_string(outcome)) + "\n";
  return text;
}

TEST_CASE("outcomes: a rule can pass, fail and stay open, and with a condition not apply either") {
  CHECK(missing(TriedPack(rule_text("test.a", "product.sterile"))) ==
        "test.a pass\ntest.a fail\ntest.a unverified\n");
  CHECK(missing(TriedPack(
            rule_text("test.a", "product.sterile", "    when: product.kind == \"prp\"\n"))) ==
        "test.a pass\ntest.a fail\ntest.a unverified\ntest.a not-applicable\n");
  CHECK(missing(TriedPack(rule_text("test.a", "product.sterile", "    applies_to: [test.own]\n"),
                          "", kSampleTree)) ==
        "test.a pass\ntest.a fail\ntest.a unverified\ntest.a not-applicable\n");
}

TEST_CASE("outcomes: what is forbidden cannot pass, and a note cannot fail") {
  const std::string when = "    when: product.kind == \"prp\"\n";
  CHECK(missing(TriedPack(rule_text("test.a", "false", when))) ==
        "test.a fail\ntest.a unverified\ntest.a not-applicable\n");
  CHECK(missing(TriedPack(rule_text("test.a", "true", when))) ==
        "test.a pass\ntest.a unverified\ntest.a not-applicable\n");
}

TEST_CASE("outcomes: those that a case expects are shown") {
  CHECK(missing(TriedPack(rule_text("test.a", "product.sterile",
                                    cases({{"product: { sterile: true }", "pass"},
                                           {"product: { sterile: '?' }", "unverified"}})))) ==
        "test.a fail\n");
}

TEST_CASE("outcomes: a binding shows what it adds, the shared rule the rest") {
  const std::string shared = rule_text("sterile", "product.sterile");
  const std::string bound = "  - use: sterile\n    id: test.sterile\n    citation: act.1\n";
  CHECK(missing(TriedPack(bound, "", "", shared)) == "");
  CHECK(missing(TriedPack(bound + "    when: supplier.name == \"N\"\n", "", "", shared)) ==
        "test.sterile not-applicable\n");
}

}  // namespace
}  // namespace verilot
