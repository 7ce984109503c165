// What a pack may have wrong beside its conditions, as its author sees it.
#include <doctest/doctest.h>

#include "support/sample_packs.h"

namespace verilot {
namespace {

struct Pack {
  std::string rules = "";
  std::string head = kSampleHead;
  std::string tree = kSampleTree;
  std::string lists = "lists: []\n";
};

// Every problem of the pack, without the folder in front.
std::string problems_of(const Pack& pack) {
  const SampleRoot root;
  root.write("jurisdictions/test/pack.yaml", pack.head);
  root.write("jurisdictions/test/pathways.yaml", pack.tree);
  root.write("jurisdictions/test/registers.yaml", pack.lists);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + pack.rules);
  std::string lines = all_lines(root.load().problems);
  const std::string folder = "jurisdictions/test/";
  for (std::size_t at = lines.find(folder); at != std::string::npos; at = lines.find(folder, at))
    lines.erase(at, folder.size());
  return lines;
}

std::string rule_problems(const std::string& require, const std::string& more = "") {
  return problems_of({.rules = rule_text("test.a", require, more)});
}

}  // namespace

TEST_CASE("texts: a path of a message that leads nowhere is shown where it stands") {
  CHECK(
      rule_problems("product.sterile",
                    "    messages:\n      fail: The {prodct.name} is {product.nme}.\n") ==
      "a.yaml:7:18: error: test.a: there is no variable \"prodct\": did you mean \"product\"? (at "
      "/rules/0/messages/fail)\n"
      "The {prodct.name} is {product.nme}.\n"
      "     ^^^^^^\n"
      "a.yaml:7:43: error: test.a: article has no field \"nme\": did you mean \"name\"? (at "
      "/rules/0/messages/fail)\n"
      "The {prodct.name} is {product.nme}.\n"
      "                              ^^^\n");
  CHECK(rule_problems("product.sterile", "    ask: ['Label of {product.nam']\n") ==
        "a.yaml:6:21: error: test.a: \"{\" opens a path that no \"}\" closes (at /rules/0/ask/0)\n"
        "Label of {product.nam\n"
        "         ^\n");
}

TEST_CASE("texts: a folded message is shown by its own line") {
  CHECK(rule_problems(
            "product.sterile",
            "    messages:\n      fail: >-\n        The product\n        {product.nam}\n") ==
        "a.yaml:9:18: error: test.a: article has no field \"nam\": did you mean \"name\"? (at "
        "/rules/0/messages/fail)\n"
        "{product.nam}\n"
        "         ^^^\n");
}

TEST_CASE("texts: elements, parameters, values and days may be named, fields of texts may not") {
  const std::string messages =
      "    subject: lots\n    parameters: {limit: 5}\n"
      "    messages: {fail: 'Lot {lot.number}, {parameters.limit}, {as_of}, {lots}'}\n";
  CHECK(rule_problems("lot.units > parameters.limit", messages) == "");
  CHECK(rule_problems("product.sterile", "    messages: {fail: 'x {product.name.first} y'}\n") ==
        "a.yaml:6:39: error: test.a: a string has no fields that a message could show (at "
        "/rules/0/messages/fail)\n"
        "x {product.name.first} y\n"
        "                ^^^^^\n");
}

TEST_CASE("texts: messages of leaves and versions are looked at too") {
  const std::string tree = kSampleTree;
  const std::size_t at = tree.find("{article.name}");
  CHECK(problems_of({.tree = tree.substr(0, at) + "{article.nam}" + tree.substr(at + 14)})
            .find("leaf test.drug: article has no field \"nam\"") != std::string::npos);
  CHECK(rule_problems("product.sterile",
                      "    versions:\n      - {from: 2024-01-01, messages: {fail: '{x}'}}\n")
            .find("there is no variable \"x\"") != std::string::npos);
}

TEST_CASE("names: a list, a parameter and a constant that are none are errors with a caret") {
  const std::string lists =
      "lists:\n  - {id: approved, title: A, as_of: 2026-11-22, complete: true, entries: [A]}\n";
  const auto with = [&](const std::string& require) {
    return problems_of(
        {.rules = rule_text("test.a", require, "    parameters: {limit: 5}\n"), .lists = lists});
  };
  CHECK(with("listed(\"approved\", product.name) || parameters.limit == 5") == "");
  CHECK(with("listed(\"aproved\", product.name)") ==
        "a.yaml:5:21: error: test.a: registers.yaml has no list \"aproved\": did you mean "
        "\"approved\"? (at /rules/0/require)\n"
        "listed(\"aproved\", product.name)\n"
        "       ^^^^^^^^^\n");
  CHECK(with("parameters.limt == 5")
            .find("the rule has no parameter \"limt\": did you mean "
                  "\"limit\"?") != std::string::npos);
  CHECK(with("date(\"2026-02-31\") < as_of").find("a.yaml:5:19: error: test.a: '2026-02-31'") == 0);
  CHECK(with("product.dose < quantity(\"5 EUU/mL\")")
            .find("the unit \"EUU/mL\" is in no table of rules/tables/units.yaml") !=
        std::string::npos);
}

TEST_CASE("places: quotes that are doubled in the file count, and the second half of a binding") {
  CHECK(rule_problems("'product.name == ''x'' && prodct.sterile'").find("a.yaml:5:40: error: ") ==
        0);
  const SampleRoot root;
  root.write("rules/lots.yaml", "rules:\n" + rule_text("lots.expiry", "true",
                                                       "    when: lot.units > 3\n    subject: "
                                                       "lots\n"));
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write(
      "jurisdictions/test/a.yaml",
      "rules:\n  - {use: lots.expiry, id: test.a, subject: dossier, when: product.steril}\n");
  const std::string problems = all_lines(root.load().problems);
  CHECK(problems.find("jurisdictions/test/a.yaml:2:68: error: test.a: article has no field "
                      "\"steril\"") != std::string::npos);
  CHECK(problems.find("rules/lots.yaml:6:11: error: test.a: there is no variable \"lot\"") !=
        std::string::npos);
}

TEST_CASE("names: a choice without quotes is told to be a text") {
  CHECK(
      rule_problems("product.kind == cap") ==
      "a.yaml:5:30: error: test.a: there is no variable \"cap\": a text stands in quotes, \"cap\" "
      "(at /rules/0/require)\n"
      "product.kind == cap\n"
      "                ^^^\n");
}

TEST_CASE("cases: an outcome and a base are among those there are") {
  CHECK(rule_problems("product.sterile",
                      "    cases:\n      - {name: x, expect: pas}\n      - {name: y, base: vial, "
                      "expect: fail}\n      - {expect: pass}\n") ==
        "a.yaml:9:9: error: a case needs `name:` (at /rules/0/cases/2)\n"
        "a.yaml:7:9: error: case 'x' cannot come to 'pas', did you mean 'pass'? (at "
        "/rules/0/cases/0)\n"
        "a.yaml:8:9: error: case 'y' has no base 'vial' in bases.yaml (at /rules/0/cases/1)\n");
}

TEST_CASE("dates: a period that ends before it begins is an error") {
  CHECK(rule_problems("product.sterile", "    in_force: {from: 2027-01-01, until: 2026-12-31}\n") ==
        "a.yaml:6:41: error: the period ends before it begins: 'until' is the last day (at "
        "/rules/0/in_force/until)\n");
}

TEST_CASE("bindings: one of no shared rule is one error, one without an id of its own another") {
  CHECK(problems_of({.rules = "  - {use: lots.expiryy, id: test.a}\n"})
            .find("a.yaml:2:11: error: no shared rule 'lots.expiryy'") == 0);
  const SampleRoot root;
  root.write("rules/lots.yaml", "rules:\n" + rule_text("lots.expiry", "product.sterile"));
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/a.yaml", "rules:\n  - {use: lots.expiry}\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/a.yaml:2:5: error: a binding needs `id:`, its own in this pack (at "
        "/rules/0)\n");
}

TEST_CASE("lists: an id is given once") {
  const std::string list = "  - {id: a, as_of: 2026-11-22, complete: true, entries: [A]}\n";
  CHECK(problems_of(
            {.rules = rule_text("test.a", "product.sterile"), .lists = "lists:\n" + list + list}) ==
        "registers.yaml:3:5: error: list 'a' is defined twice (at /lists/1)\n");
}

}  // namespace verilot
