#include "packs/lint.h"

#include <doctest/doctest.h>

#include "packs/pack_costs.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

// "L012 a.yaml:5:14 rule can never fail", one line per finding but those on cases.
std::string lint_of(const std::string& rules, const std::string& tree = kSampleTree,
                    const std::string& head = kSampleHead) {
  const SampleRoot root;
  root.write("jurisdictions/test/pack.yaml", head);
  root.write("jurisdictions/test/pathways.yaml", tree);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  REQUIRE(loaded.packs.size() == 2);
  std::string lines;
  for (const LintFinding& finding : lint(loaded.packs[0])) {
    if (finding.code == "L040" || finding.code.starts_with("L06")) continue;
    const std::string place = to_string(finding.where);
    lines += finding.code + " " + place.substr(place.rfind('/') + 1) + " " + finding.message + "\n";
  }
  return lines;
}

std::string lint_of_require(const std::string& require) {
  return lint_of(rule_text("test.a", require));
}

std::string costs_of(const std::string& require, const std::string& more = "") {
  const SampleRoot root;
  root.write("jurisdictions/test/pack.yaml", kSampleHead);
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", require, more));
  std::string lines;
  for (const Problem& problem : root.load().problems)
    lines += std::to_string(problem.where.column) + " " +
             problem.message.substr(0, problem.message.find(": take out"));
  return lines;
}

TEST_CASE(
    "load_packs: a rule that may exceed its budget is refused with the sizes that make it so") {
  CHECK(costs_of("lots.exists(l, l.number == \"A\")") == "");
  CHECK(costs_of("true && lots.exists(l, l.tests.exists(t, t.judged == \"fail\"))") ==
        "22 rule 'test.a' may take up to 1,001,000 steps (lots 1,000 x tests 1,000), the "
        "budget is 1,000,000");
  CHECK(costs_of("lot.tests.exists(t, t.judged == \"fail\")", "    subject: lots\n") == "");
  CHECK(costs_of("parameters.names.exists(n, authorisations.exists(a, a.contains(n)))",
                 "    parameters: {names: [a, b]}\n") ==
        "14 rule 'test.a' may take up to 1,252,127 steps (names 2 x authorisations 1,000 x a "
        "10,000), the budget is 1,000,000");
}

TEST_CASE("lint: a sound rule and a sound tree are passed in silence") {
  CHECK(lint_of_require("product.kind == \"cap\" || product.sterile") == "");
  CHECK(lint_of(rule_text("test.a", "lot.units > 3 && lot.units < 5", "    subject: lots\n")) ==
        "");
}

TEST_CASE("lint: a requirement that always holds can never fail") {
  CHECK(lint_of_require("product.sterile || !product.sterile") ==
        "L012 a.yaml:5:14 rule can never fail\n");
  CHECK(lint_of_require("size(lots) >= 0") == "L012 a.yaml:5:14 rule can never fail\n");
  CHECK(lint_of(rule_text("test.a", "lot.units < 5 || lot.units > 3", "    subject: lots\n")) ==
        "L012 a.yaml:5:14 rule can never fail\n");
}

TEST_CASE("lint: numbers of evidence are never below zero, and a fraction lies between two") {
  const auto with = [](const std::string& require) {
    return lint_of(rule_text("test.a", require, "    subject: lots\n"));
  };
  CHECK(with("lot.units < 0") == "L011 a.yaml:5:14 rule can never pass\n");
  CHECK(with("lot.units > 5 && lot.units < 5") == "L011 a.yaml:5:14 rule can never pass\n");
  CHECK(with("5 < lot.units && 6 > lot.units") == "");
}

TEST_CASE("lint: a condition with two values at once never holds, whatever it is written like") {
  CHECK(lint_of(rule_text("test.a", "product.sterile",
                          "    when: product.kind == \"prp\" && product.kind in [\"cap\"]\n")) ==
        "L010 a.yaml:6:11 rule can never apply\n");
  CHECK(lint_of(rule_text(
            "test.a", "product.sterile",
            "    when: '(product.kind == \"prp\" ? product.kind : \"x\") == \"cap\"'\n")) == "");
}

TEST_CASE("lint: what `when` says counts for the requirement") {
  CHECK(lint_of(rule_text("test.a", "product.kind != \"prp\"",
                          "    when: product.kind == \"cap\"\n")) ==
        "L012 a.yaml:5:14 rule can never fail\n");
  CHECK(lint_of(rule_text("test.a", "product.kind == \"prp\"",
                          "    when: product.kind == \"cap\"\n")) ==
        "L011 a.yaml:5:14 rule can never pass\n");
}

TEST_CASE("lint: a part that has one truth is shown, once") {
  CHECK(
      lint_of_require("product.sterile && (product.kind == \"cap\" || product.kind != \"cap\")") ==
      "L013 a.yaml:5:34 this part is always true\n");
  CHECK(lint_of_require("lots.exists(l, l.units < 0 && l.number == \"A\")") ==
        "L013 a.yaml:5:29 this part is always false\n");
}

TEST_CASE("lint: a part that reads nothing is a constant, or an error for every dossier") {
  CHECK(lint_of_require("1 < 2 && product.sterile")
            .starts_with("L013 a.yaml:5:14 this part is always true\n"));
  for (const char* part :
       {"timestamp(\"2023-13-01T00:00:00Z\") < timestamp(\"2024-01-01T00:00:00Z\")", "1 / 0 == 1",
        "[1, 2][5] == 1", "duration(\"3d\") == duration(\"1h\")"}) {
    CAPTURE(part);
    CHECK(lint_of_require("product.sterile && " + std::string(part))
              .find("L015 a.yaml:5:33 this part is always an error") != std::string::npos);
  }
}

TEST_CASE("lint: a branch whose condition is decided where it stands is never taken") {
  CHECK(lint_of_require("'true ? product.sterile : product.kind == \"cap\"'") ==
        "L016 a.yaml:5:40 this branch is never taken: its condition is always true here\n");
  CHECK(lint_of_require("'product.kind == \"cap\" ? (product.kind == \"prp\" ? lots[0].units > 1 : "
                        "product.sterile) : lots[0].units > 2'")
            .starts_with("L016 a.yaml:5:64 this branch is never taken"));
  CHECK(lint_of_require("'product.kind == \"cap\" ? product.sterile : lots[0].units > 2'") == "");
}

TEST_CASE("lint: constants of the pack and of the rule are known") {
  const std::string head = std::string(kSampleHead) + "values: { caps: [cap] }\n";
  CHECK(lint_of(rule_text("test.a", "product.sterile",
                          "    when: product.kind in caps && product.kind == \"prp\"\n"),
                kSampleTree, head) == "L010 a.yaml:6:11 rule can never apply\n");
  CHECK(lint_of(rule_text("test.a", "product.sterile",
                          "    parameters: { kind: cap }\n    when: product.kind == "
                          "parameters.kind && product.kind == \"prp\"\n")) ==
        "L010 a.yaml:7:11 rule can never apply\n");
}

TEST_CASE("lint: a part of a folded condition is shown on its own line of the file") {
  CHECK(lint_of(rule_text("test.a",
                          ">-\n      product.sterile\n      && (product.kind == \"cap\""
                          "\n        || product.kind != \"cap\")")) ==
        "L013 a.yaml:7:11 this part is always true\n");
}

TEST_CASE("lint: a note and a prohibition are no mistakes") {
  CHECK(lint_of(rule_text("test.a", "true", "    when: product.kind == \"cap\"\n")) == "");
  CHECK(lint_of(rule_text("test.a", "false", "    when: product.kind == \"cap\"\n")) == "");
}

TEST_CASE("lint: a version behind an earlier one that covers its days is never in force") {
  const std::string versions =
      "    versions:\n      - {until: 2023-12-31, severity: low}\n"
      "      - {from: 2023-01-01, until: 2023-06-30, severity: high}\n"
      "      - {from: 2024-01-01, severity: high}\n";
  CHECK(lint_of(rule_text("test.a", "product.sterile", versions)) ==
        "L014 a.yaml:2:5 version 2 of rule 'test.a' is never in force\n");
}

TEST_CASE("lint: absence_ok where nothing asks for it is needless") {
  CHECK(lint_of(rule_text("test.a", "product.sterile", "    absence_ok: a reason\n")) ==
        "L041 a.yaml:2:5 rule 'test.a' gives `absence_ok:` and asks nothing that needs it\n");
  CHECK(lint_of(rule_text("test.a", "has(product.sterile)", "    absence_ok: a reason\n")) == "");
}

TEST_CASE("lint: an answer that the questions before it exclude cannot come") {
  const std::string tree = std::string(kSampleTree) +
                           "  - {id: again, text: 'A cap?', if: 'article.kind == \"cap\"', yes: "
                           "test.own, no: test.drug}\n";
  const auto at = tree.find("no: test.drug}");
  const std::string led = tree.substr(0, at) + "no: again}" + tree.substr(at + 14);
  CHECK(lint_of(rule_text("test.a", "product.sterile"), led) ==
        "L021 pathways.yaml:9:38 the answer yes to question 'again' cannot come where it is "
        "asked\n");
}

TEST_CASE("lint: a question that nothing leads to, and one whose answers lead to one place") {
  const std::string tree =
      std::string(kSampleTree) +
      "  - {id: lost, text: x, if: 'article.sterile', yes: test.own, no: test.own}\n";
  CHECK(lint_of(rule_text("test.a", "product.sterile"), tree) ==
        "L020 pathways.yaml:9:5 nothing leads to question 'lost'\n"
        "L022 pathways.yaml:9:5 both answers of question 'lost' lead to 'test.own'\n");
}

TEST_CASE("lint: names that nothing reads are shown") {
  CHECK(lint_of(rule_text("test.a", "product.sterile", "    parameters: { limit: 5 }\n")) ==
        "L042 a.yaml:2:5 parameter 'limit' of rule 'test.a' is never used\n");
}

TEST_CASE("lint: every outcome a rule can have wants a case") {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml",
             "rules:\n" + rule_text("test.a", "product.sterile") + rule_text("test.b", "true"));
  std::string messages;
  for (const LintFinding& finding : lint(root.load().packs[0]))
    if (finding.code == "L040") messages += finding.message + "\n";
  CHECK(messages ==
        "no case of rule 'test.a' shows the outcome pass\n"
        "no case of rule 'test.a' shows the outcome fail\n"
        "no case of rule 'test.a' shows the outcome unverified\n"
        "no case of rule 'test.b' shows the outcome pass\n");
}

}  // namespace
}  // namespace verilot
