#include "packs/law.h"

#include <doctest/doctest.h>

#include "packs/lint.h"
#include "packs/reference.h"
#include "packs/review.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

std::string rule_citing(const std::string& citation, const std::string& id = "test.a") {
  return "  - id: " + id + "\n    title: A rule\n    citation: " + citation +
         "\n    require: product.sterile\n";
}

constexpr const char* kOwnLaw =
    "clauses:\n"
    "  - id: own.1\n"
    "    clause: Own Act 1\n"
    "    status: T\n"
    "    text: It is sterile.\n"
    "  - id: own.2\n"
    "    clause: Own Act 2\n"
    "    status: S\n";

struct OwnLaw : SampleRoot {
  explicit OwnLaw(const std::string& rules, const std::string& law = kOwnLaw) {
    write("jurisdictions/test/law/own.yaml", law);
    write("jurisdictions/test/a.yaml", "rules:\n" + rules);
  }
  RulePack pack() const {
    const LoadedPacks loaded = load();
    CHECK(all_lines(loaded.problems) == "");
    return loaded.packs.at(0);
  }
  std::string lint_lines() const {
    std::string lines;
    for (const LintFinding& finding : lint(pack()))
      if (finding.code.starts_with("L06"))
        lines +=
            finding.code + " " + to_string(finding.where).substr(14) + " " + finding.message + "\n";
    return lines;
  }
};

TEST_CASE("citations: several clauses are named together, with the status of the weakest") {
  const OwnLaw root(rule_citing("[own.1, act.s, act.2]"));
  const RulePack pack = root.pack();
  const Rule& rule = pack.rules.at(0);
  CHECK(rule.citation.clause == "Own Act 1; Act S; Act 2");
  CHECK(rule.citation.ids == std::vector<std::string>{"own.1", "act.s", "act.2"});
  CHECK(rule.citation.status == "S");
  CHECK(rule.citation.text == "It is sterile.");
}

TEST_CASE("citations: a clause that is not there is an error with what was meant") {
  const OwnLaw root(rule_citing("own.3"));
  CHECK(all_lines(root.load().problems)
            .starts_with("jurisdictions/test/a.yaml:4:15: error: law/ has no clause 'own.3', did "
                         "you mean 'own.1'?"));
}

TEST_CASE("clauses: each has an id of its own, a citation and days in their order") {
  const OwnLaw root(
      rule_citing("act.1"),
      "clauses:\n  - {id: a, clause: A, status: T}\n  - {id: a, clause: A, status: T}\n"
      "  - {id: b, status: T, interpretation: {author: X, date: yesterday}}\n"
      "  - {id: c, clause: C, status: T, in_force: {from: 2026-01-01, until: 2025}}\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/law/own.yaml:3:5: error: clause 'a' is defined twice (at /clauses/1)\n"
        "jurisdictions/test/law/own.yaml:4:5: error: a clause needs `id:` and `clause:`, its "
        "citation (at /clauses/2)\n"
        "jurisdictions/test/law/own.yaml:4:58: error: 'yesterday' is not a date that exists; write "
        "2026-11-22 (at /clauses/2/interpretation/date)\n"
        "jurisdictions/test/law/own.yaml:5:71: error: the period ends before it begins: 'until' is "
        "the last day (at /clauses/3/in_force/until)\n");
}

TEST_CASE("seal: it changes with citation, status, words and days, and with nothing else") {
  Clause clause;
  clause.clause = "Act 1";
  clause.status = "T";
  clause.text = "Words.";
  const std::string seal = seal_of(clause);
  CHECK(seal.size() == 64);
  const auto changed = [&](auto change) {
    Clause other = clause;
    change(other);
    return seal_of(other) != seal;
  };
  CHECK(changed([](Clause& c) { c.text = "Word."; }));
  CHECK(changed([](Clause& c) { c.status = "S"; }));
  CHECK(changed([](Clause& c) { c.clause = "Act 2"; }));
  CHECK(changed([](Clause& c) { c.in_force.until = *parse_date("2027-01-01"); }));
  CHECK_FALSE(changed([](Clause& c) { c.title = "Title"; }));
  CHECK_FALSE(changed([](Clause& c) { c.no_rule = "Why"; }));
}

TEST_CASE("lint: clauses without seal or rule, and rules never reviewed, are told") {
  const OwnLaw root(rule_citing("own.1"));
  CHECK(root.lint_lines() ==
        "L060 test/a.yaml:4:15 'test.a' was never reviewed against clause 'own.1'\n"
        "L061 test/law/own.yaml:2:5 clause 'own.1' has no seal\n"
        "L061 test/law/own.yaml:6:5 clause 'own.2' has no seal\n"
        "L062 test/law/own.yaml:6:5 no rule and no leaf cites clause 'own.2'\n");
}

TEST_CASE("lint: a reason for no rule is right only where there is none") {
  const std::string reasons = std::string(kOwnLaw) + "    no_rule: A definition\n";
  const OwnLaw without(rule_citing("own.1"), reasons);
  CHECK(without.lint_lines().find("L062") == std::string::npos);
  CHECK(without.lint_lines().find("L063") == std::string::npos);
  const OwnLaw with(rule_citing("[own.1, own.2]"), reasons);
  CHECK(with.lint_lines().find("L063 test/law/own.yaml:6:5 clause 'own.2' is cited") !=
        std::string::npos);
}

TEST_CASE("lint: a grave rule needs a clause or a ground of its own") {
  const OwnLaw root("  - {id: test.a, title: A, ground: safety, require: product.sterile}\n" +
                    rule_citing("[own.1, own.2]", "test.b"));
  CHECK(root.lint_lines().find("L064") == std::string::npos);
}

TEST_CASE("review: seals and marks once, and a changed text waits until its rule is named") {
  OwnLaw root(rule_citing("[own.1, own.2]") + rule_citing("own.1", "test.b") +
              rule_citing("\"own.2\"", "test.c"));
  Review review = review_pack(root.pack(), root.name(), {});
  CHECK(all_lines(review.problems) == "");
  CHECK(review.sealed == 2);
  CHECK(review.marked == 4);
  CHECK(root.lint_lines() == "");
  review = review_pack(root.pack(), root.name(), {});
  CHECK(review.sealed + review.marked == 0);

  std::string law = file_text(root.name() + "/jurisdictions/test/law/own.yaml");
  law.replace(law.find("It is sterile."), 14, "It is clean.");
  root.write("jurisdictions/test/law/own.yaml", law);
  CHECK(root.lint_lines() ==
        "L060 test/a.yaml:4:16 'test.a' was reviewed against another text of clause 'own.1'\n"
        "L060 test/a.yaml:8:15 'test.b' was reviewed against another text of clause 'own.1'\n"
        "L061 test/law/own.yaml:2:5 clause 'own.1' is not as it was sealed\n");
  review = review_pack(root.pack(), root.name(), {{"test.b"}, false});
  CHECK(review.sealed == 1);
  CHECK(review.marked == 1);
  CHECK(review.unread == std::vector<std::string>{"test.a: own.1"});
  CHECK(root.lint_lines() ==
        "L060 test/a.yaml:4:16 'test.a' was reviewed against another text of clause 'own.1'\n");
  CHECK(review_pack(root.pack(), root.name(), {{}, true}).marked == 1);
  CHECK(root.lint_lines() == "");
}

TEST_CASE("review: a clause in flow style is left alone and told") {
  const OwnLaw root(rule_citing("own.1"), "clauses:\n  - {id: own.1, clause: A, status: T}\n");
  CHECK(all_lines(review_pack(root.pack(), root.name(), {}).problems) ==
        "jurisdictions/test/law/own.yaml:2:5: error: write the clause in block style, one key a "
        "line (at /clauses/0)\n");
}

TEST_CASE("reference: a page tells each clause with its words, its rules or why there is none") {
  const OwnLaw root(rule_citing("own.1"), std::string(kOwnLaw) + "    no_rule: A definition\n");
  const RulePack pack = root.pack();
  ClauseUsers users;
  note_users(pack, users);
  const std::string page = reference_page(pack, users);
  for (const char* part :
       {"### `own.1`\n\nOwn Act 1 (text read)\n\n> It is sterile.\n\n- `test.a` (high): A rule\n",
        "### `own.2`\n\nOwn Act 2 (secondary source)\n\nNo rule: A definition\n"})
    CHECK(page.find(part) != std::string::npos);
  const std::string index = reference_index({pack}, users);
  CHECK(index.find("| [test](test.md) | `own.1` | `test.a` |\n") != std::string::npos);
  CHECK(index.find("| [test](test.md) | `own.2` | none: A definition |\n") != std::string::npos);
}

// A pack `above` that builds on `test`, with this tree on top.
struct TwoPacks : SampleRoot {
  explicit TwoPacks(const std::string& tree, const std::string& builds_on = "test") {
    write("jurisdictions/test/pathways.yaml", kSampleTree);
    write("jurisdictions/test/law/own.yaml", kOwnLaw);
    write("jurisdictions/test/bases.yaml", "cap: { product: { kind: cap } }\n");
    write("jurisdictions/above/pack.yaml",
          "id: above\nversion: '1'\ntitle: Above\ncountry: ES\nlaw_as_found: 2026-11-22\n"
          "builds_on: " +
              builds_on + "\n");
    write("jurisdictions/above/pathways.yaml", tree);
  }
};

TEST_CASE("builds_on: the tree is taken over, and a node stands in the place of another") {
  const TwoPacks root(
      "leaves:\n"
      "  - {id: above.plasma, title: Plasma, lawful: true, strictness: 1, citation: own.1}\n"
      "questions:\n"
      "  - {id: sterile, text: Sterile, if: article.sterile, yes: above.plasma, no: test.own, "
      "in_place_of: test.own}\n"
      "  - {id: dosed, text: Dosed, if: 'article.dose != null', yes: above.plasma, no: "
      "above.plasma, "
      "in_place_of: test.drug}\n"
      "cases:\n"
      "  - {name: a cap, base: cap, expect: [test.device]}\n");
  const LoadedPacks loaded = root.load({"above"});
  CHECK(all_lines(loaded.problems) == "");
  const PathwayTree& tree = loaded.packs.at(0).tree;
  CHECK(tree.start == "device");
  CHECK(tree.questions.at("blood").yes == "sterile");
  CHECK(tree.questions.at("sterile").no == "test.own");
  CHECK(tree.questions.at("blood").no == "dosed");
  CHECK(tree.leaves.count("test.drug") == 0);
  CHECK(tree.leaves.count("test.own") == 1);
  CHECK(tree.cases.size() == 1);
  CHECK(root.load({"test"}).packs.at(0).tree.leaves.count("test.drug") == 1);
}

TEST_CASE("builds_on: a circle, a missing pack and a faulty one refuse the pack with the place") {
  const TwoPacks itself("questions: []\n", "above");
  CHECK(all_lines(itself.load({"above"}).problems)
            .find("above/pack.yaml:6:12: error: the packs build on each other in a circle: above, "
                  "above") != std::string::npos);
  const TwoPacks nothing("questions: []\n", "tset");
  CHECK(all_lines(nothing.load({"above"}).problems).find("pack.yaml:6:12: error: no pack 'tset'") !=
        std::string::npos);
  const TwoPacks faulty("questions: []\n");
  faulty.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", "produkt.sterile"));
  const LoadedPacks loaded = faulty.load({"above"});
  CHECK(loaded.packs.size() == 1);
  CHECK(all_lines(loaded.problems)
            .find("builds on 'test', which has errors of its own, first: "
                  "jurisdictions/test/a.yaml:5:14") != std::string::npos);
}

TEST_CASE("builds_on: a place in the tree below that is not there is told") {
  const TwoPacks root(
      "leaves:\n  - {id: above.x, title: X, lawful: true, strictness: 1, in_place_of: test.onw}\n");
  CHECK(all_lines(root.load({"above"}).problems)
            .find("pathways.yaml:2:71: error: the pack built on has no question or leaf "
                  "'test.onw', did "
                  "you mean 'test.own'?") != std::string::npos);
}

}  // namespace
}  // namespace verilot
