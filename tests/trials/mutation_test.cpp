#include "trials/mutation.h"

#include "trials/tried_pack.h"

namespace verilot {
namespace {

MutationReport report_of(const TriedPack& tried, std::size_t threads = 1) {
  return try_mutations(tried.ready(), tried.rulebook(), {threads, false}).at(0);
}

// A line a survivor.
std::string survivors(const MutationReport& report) {
  std::string lines;
  for (const Survivor& one : report.survivors)
    lines +=
        to_string(one.where) + " " + one.of + ": " + one.original + " -> " + one.mutated + "\n";
  return lines;
}
std::string survivors(const TriedPack& tried) { return survivors(report_of(tried)); }

TEST_CASE("mutation: cases on both sides of a limit leave no mutant of it") {
  const TriedPack tried(
      rule_text("test.a", "product.dose <= quantity('5 mL')",
                cases({{"product: { dose: 5 mL }", "pass"}, {"product: { dose: 6 mL }", "fail"}})));
  const MutationReport report = report_of(tried);
  CHECK(survivors(report) == "");
  CHECK(report.killed == 4);
  CHECK(report.score() == 100);
}

TEST_CASE("mutation: a limit that no case comes near survives, with its place in the file") {
  const TriedPack tried(
      rule_text("test.a", "product.dose <= quantity('5 mL')",
                cases({{"product: { dose: 1 mL }", "pass"}, {"product: { dose: 9 mL }", "fail"}})));
  const MutationReport report = report_of(tried);
  CHECK(survivors(report) ==
        "jurisdictions/test/a.yaml:5:27 test.a: product.dose <= quantity('5 mL') -> "
        "product.dose < quantity('5 mL')\n"
        "jurisdictions/test/a.yaml:5:39 test.a: quantity('5 mL') -> quantity('4 mL')\n"
        "jurisdictions/test/a.yaml:5:39 test.a: quantity('5 mL') -> quantity('6 mL')\n");
  CHECK(report.score() == 25);
}

TEST_CASE("mutation: && needs a case where one side alone holds") {
  const std::string require = "product.sterile && supplier.licence == 'L'";
  const std::string both = "product: { sterile: true }, supplier: { licence: L }";
  const std::string neither = "product: { sterile: false }, supplier: { licence: M }";
  const std::string one = "product: { sterile: false }, supplier: { licence: L }";
  const TriedPack loose(rule_text("test.a", require, cases({{both, "pass"}, {neither, "fail"}})));
  CHECK(survivors(loose) == ("jurisdictions/test/a.yaml:5:30 test.a: " + require +
                             " -> product.sterile || supplier.licence == 'L'\n"));
  const TriedPack tight(
      rule_text("test.a", require, cases({{both, "pass"}, {neither, "fail"}, {one, "fail"}})));
  CHECK(survivors(tight) == "");
}

TEST_CASE("mutation: a loop whose list has one element in every case may as well be another") {
  const std::string require = "lots.exists(l, l.number == 'A')";
  const std::vector<std::pair<std::string, std::string>> given = {
      {"lots: [{ number: A }]", "pass"}, {"lots: [{ number: B }]", "fail"}};
  const TriedPack loose(rule_text("test.a", require, cases(given)));
  CHECK(survivors(loose) == ("jurisdictions/test/a.yaml:5:19 test.a: " + require +
                             " -> lots.all(l, l.number == 'A')\n"));
  auto more = given;
  more.emplace_back("lots: [{ number: A }, { number: B }]", "pass");
  CHECK(survivors(TriedPack(rule_text("test.a", require, cases(more)))) == "");
}

TEST_CASE("mutation: a stated none is a case of its own") {
  const std::string require = "supplier.licence != null";
  const TriedPack loose(rule_text("test.a", require + " && supplier.name == 'N'",
                                  cases({{"supplier: { name: N, licence: L }", "pass"},
                                         {"supplier: { name: O, licence: L }", "fail"}})));
  CHECK(survivors(loose) == ("jurisdictions/test/a.yaml:5:14 test.a: " + require + " -> true\n"));
  const TriedPack tight(rule_text("test.a", require + " && supplier.name == 'N'",
                                  cases({{"supplier: { name: N, licence: L }", "pass"},
                                         {"supplier: { name: O, licence: L }", "fail"},
                                         {"supplier: { name: N, licence: none }", "fail"}})));
  CHECK(survivors(tight) == "");
}

TEST_CASE("mutation: a condition that no case tells from true survives whole") {
  const TriedPack tried(rule_text("test.a", "product.sterile",
                                  "    when: product.kind in [\"prp\", \"cap\"]\n" +
                                      cases({{"product: { kind: prp, sterile: true }", "pass"},
                                             {"product: { kind: cap, sterile: false }", "fail"}})));
  CHECK(survivors(tried) ==
        "jurisdictions/test/a.yaml:6:11 test.a: product.kind in "
        "[\"prp\", \"cap\"] -> true\n");
}

TEST_CASE("mutation: parameters and their members stand where they are written") {
  const TriedPack tried(
      rule_text("test.a", "lot.units <= parameters.most",
                "    subject: lots\n    parameters: { most: 5, unread: 7 }\n" +
                    cases({{"lots: [{ units: 5 }]", "pass"}, {"lots: [{ units: 9 }]", "fail"}})));
  CHECK(survivors(tried) == "jurisdictions/test/a.yaml:7:25 test.a: most: 5 -> most: 6\n");
}

TEST_CASE("mutation: a member of a value's list is noticed by any rule that reads it") {
  const std::string head = "values:\n  own: [prp, exosome]\n  kinds: [prp, cap]\n";
  const std::string rules = rule_text(
      "test.a", "product.kind in kinds",
      cases({{"product: { kind: prp }", "pass"}, {"product: { kind: exosome }", "fail"}}));
  CHECK(survivors(TriedPack(rules, head)) ==
        "jurisdictions/test/pack.yaml:8:16 value kinds: kinds: \"cap\" -> kinds: without it\n");
  const std::string more = rule_text("test.b", "(product.kind in kinds) == false",
                                     cases({{"product: { kind: cap }", "fail"}}));
  CHECK(survivors(TriedPack(rules + more, head)) == "");
}

TEST_CASE("mutation: an example is a case of the rules that it expects something of") {
  const std::string rules =
      rule_text("test.a", "product.sterile", cases({{"product: { sterile: '?' }", "unverified"}}));
  const std::string example =
      "examples:\n  - { name: e, given: { product: { sterile: true } }, expect: { test.a: pass } "
      "}\n";
  CHECK(report_of(TriedPack(rules)).killed == 0);
  CHECK(report_of(TriedPack(rules, "", "", "", example)).killed == 1);
}

TEST_CASE("mutation: questions are tried on the cases of the tree") {
  const std::string tree = std::string(kSampleTree) + "cases:\n" +
                           "  - { name: cap, given: { product: { kind: cap } }, expect: "
                           "[test.device] }\n"
                           "  - { name: own, given: { product: { kind: prp } }, expect: [test.own] "
                           "}\n";
  const std::string rules = rule_text(
      "test.a", "product.sterile",
      cases({{"product: { sterile: true }", "pass"}, {"product: { sterile: false }", "fail"}}));
  CHECK(survivors(TriedPack(rules, "", tree)) == "");
  const std::string fewer = tree.substr(0, tree.find("  - { name: own"));
  CHECK(survivors(TriedPack(rules, "", fewer)) ==
        "jurisdictions/test/pathways.yaml:8:56 pathways / blood: article.kind == \"prp\" -> "
        "article.kind != \"prp\"\n");
}

TEST_CASE("mutation: what provably changes nothing is not counted") {
  const TriedPack tried(rule_text("test.a", "product.kind == \"prp\"",
                                  "    when: product.kind in [\"prp\", \"cap\", \"prp\"]\n" +
                                      cases({{"product: { kind: prp }", "pass"},
                                             {"product: { kind: cap }", "fail"},
                                             {"product: { kind: exosome }", "not-applicable"}})));
  const MutationReport report = report_of(tried);
  CHECK(survivors(report) == "");
  CHECK(report.equivalent == 2);  // either of the two "prp" left out
}

TEST_CASE("mutation: what makes no difference where the rule applies is not counted") {
  const TriedPack tried(rule_text("test.a", "product.kind in [\"prp\", \"exosome\"]",
                                  "    when: product.kind in [\"prp\", \"cap\"]\n" +
                                      cases({{"product: { kind: prp }", "pass"},
                                             {"product: { kind: cap }", "fail"},
                                             {"product: { kind: exosome }", "not-applicable"}})));
  CHECK(survivors(tried) == "");
  CHECK(report_of(tried).equivalent == 1);  // "exosome" left out of what is required
}

TEST_CASE("mutation: a guard against none changes nothing where what it guards is then false") {
  const std::vector<std::pair<std::string, std::string>> given = {{"supplier: { name: N }", "pass"},
                                                                  {"supplier: { name: O }", "fail"},
                                                                  {"supplier: none", "fail"}};
  const TriedPack idle(
      rule_text("test.a", "supplier != null && supplier.name == \"N\"", cases(given)));
  CHECK(survivors(idle) == "");
  CHECK(report_of(idle).equivalent == 1);
  const TriedPack needed(rule_text("test.a", "supplier != null && supplier.name != \"O\"",
                                   cases({given.begin(), given.begin() + 2})));
  CHECK(survivors(needed) == "jurisdictions/test/a.yaml:5:14 test.a: supplier != null -> true\n");
}

TEST_CASE("mutation: a member that no enumeration holds is not counted") {
  const TriedPack tried(
      rule_text("test.a", "product.kind in kinds",
                cases({{"product: { kind: prp }", "pass"}, {"product: { kind: cap }", "fail"}})),
      "values:\n  kinds: [prp, unicorn]\n");
  const MutationReport report = report_of(tried);
  CHECK(survivors(report) == "");
  CHECK(report.equivalent == 1);
}

TEST_CASE("mutation: a binding is tried by what it adds alone") {
  const std::string shared = rule_text("sterile", "product.sterile && supplier.licence == 'L'",
                                       "    when: product.kind == \"prp\"\n");
  const std::string bound =
      "  - use: sterile\n    id: test.sterile\n    when: supplier.name == \"N\"\n"
      "    citation: act.1\n" +
      cases({{"supplier: { name: O }", "not-applicable"}});
  const MutationReport report = report_of(TriedPack(bound, "", "", shared));
  CHECK(survivors(report) == "");
  CHECK(report.killed == 2);  // its own condition left out, and turned
}

TEST_CASE("mutation: the days of a version have cases of their own") {
  const std::string rule = rule_text("test.a", "lot.units <= 5",
                                     "    subject: lots\n    versions:\n"
                                     "      - { until: 2020-12-31, require: lot.units <= 3 }\n");
  const std::string later =
      cases({{"lots: [{ units: 5 }]", "pass"}, {"lots: [{ units: 6 }]", "fail"}});
  CHECK(report_of(TriedPack(rule + later)).survivors.size() == 4);
  const std::string earlier =
      "      - { name: e1, given: { lots: [{ units: 3 }] }, as_of: 2020-01-01, expect: pass }\n"
      "      - { name: e2, given: { lots: [{ units: 4 }] }, as_of: 2020-01-01, expect: fail }\n";
  CHECK(survivors(TriedPack(rule + later + earlier)) == "");
}

TEST_CASE("mutation: the threads change nothing") {
  std::string rules;
  for (int i = 0; i < 12; ++i)
    rules +=
        rule_text("test.r" + std::to_string(i),
                  "product.sterile && product.dose < quantity('" + std::to_string(i + 1) + " mL')",
                  cases({{"product: { sterile: true, dose: 1 mL }", "pass"}}));
  const TriedPack tried(rules);
  const MutationReport one = report_of(tried, 1), four = report_of(tried, 4);
  CHECK(one.killed == four.killed);
  CHECK(survivors(one) == survivors(four));
  CHECK(one.survivors.size() > 12);
}

}  // namespace
}  // namespace verilot
