#include "packs/pack_library.h"

#include <doctest/doctest.h>

#include <set>

#include "packs/domain_values.h"
#include "packs/load_packs.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

// The problems of the pack `test` with these rules.
std::string problems_of(const std::string& rules, const std::string& tree = kSampleTree) {
  const SampleRoot root;
  if (!tree.empty()) root.write("jurisdictions/test/pathways.yaml", tree);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
  return all_lines(root.load().problems);
}

TEST_CASE("load_packs: a sound pack loads without a word, then the shared rules") {
  const SampleRoot root;
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/b.yaml", "rules:\n" + rule_text("test.b", "product.sterile"));
  root.write("jurisdictions/test/a.yaml",
             "rules:\n" + rule_text("test.z", "lot.units > 0", "    subject: lots\n") +
                 rule_text("test.a", "product.sterile"));
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  REQUIRE(loaded.packs.size() == 2);
  const RulePack& pack = loaded.packs[0];
  CHECK(pack.id == "test");
  CHECK(pack.country == "US");
  CHECK(pack.hash.size() == 64);
  REQUIRE(pack.rules.size() == 3);
  CHECK(pack.rules[0].id == "test.z");
  CHECK(pack.rules[0].element == "lot");
  CHECK(pack.rules[0].severity == Severity::high);
  CHECK(pack.rules[2].id == "test.b");
  CHECK(to_string(pack.rules[2].where) == "jurisdictions/test/b.yaml:2:5");
  CHECK(pack.tree.leaves.size() == 3);
  CHECK(loaded.packs[1].id == "rules");
}

TEST_CASE("load_pack: without its cases a pack has the same rules and the same hash") {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml",
             "rules:\n" + rule_text("test.a", "product.sterile",
                                    "    cases: [{ name: x, given: {}, expect: unverified }]\n"));
  root.write("jurisdictions/test/bases.yaml", "vial: { product: { sterile: true } }\n");
  const auto loaded = [&](Cases cases) {
    Problems problems;
    const Schema schema = root.schema();
    const RulePack shared =
        load_pack(root.name(), "rules", nullptr, schema, root.tables(), problems, cases);
    RulePack pack = load_pack(root.name(), "jurisdictions/test", &shared, schema, root.tables(),
                              problems, cases);
    CHECK(all_lines(problems) == "");
    return pack;
  };
  const RulePack whole = loaded(Cases::read);
  const RulePack lean = loaded(Cases::left_out);
  CHECK(whole.hash == lean.hash);
  REQUIRE(lean.rules.size() == 1);
  CHECK(lean.rules[0].id == whole.rules.at(0).id);
  CHECK(whole.rules[0].cases.size() == 1);
  CHECK(lean.rules[0].cases.empty());
  CHECK(whole.bases.size() == 1);
  CHECK(lean.bases.empty());
}

TEST_CASE("load_packs: the hash changes with every file of the pack") {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", "product.sterile"));
  const std::string before = root.load().packs[0].hash;
  CHECK(root.load().packs[0].hash == before);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", "product.sterile "));
  CHECK(root.load().packs[0].hash != before);
}

TEST_CASE("load_packs: an unknown key is reported with what was meant") {
  CHECK(problems_of(rule_text("test.a", "true", "    severty: high\n    colour: red\n")) ==
        "jurisdictions/test/a.yaml:6:5: error: unknown key 'severty', did you mean 'severity'? (at "
        "/rules/0)\n"
        "jurisdictions/test/a.yaml:7:5: error: unknown key 'colour' (at /rules/0)\n");
}

TEST_CASE("load_packs: a severity and a status are among their words") {
  CHECK(problems_of(rule_text("test.a", "true", "    severity: grave\n")) ==
        "jurisdictions/test/a.yaml:6:15: error: 'grave' is no severity: expected critical, high, "
        "medium or low (at /rules/0/severity)\n");
  const SampleRoot root;
  root.write("jurisdictions/test/law/a.yaml", "clauses:\n  - {id: a, clause: Act, status: X}\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/law/a.yaml:2:5: error: a clause needs `status:` T or P (read), S "
        "(secondary) or U (unconfirmed) (at /clauses/0)\n");
}

TEST_CASE("load_packs: a rule without id, condition or clause says which") {
  CHECK(problems_of("  - {title: x}\n  - words\n") ==
        "jurisdictions/test/a.yaml:2:5: error: a rule needs `id:` (at /rules/0)\n"
        "jurisdictions/test/a.yaml:2:5: error: rule '' needs `require:` (at /rules/0)\n"
        "jurisdictions/test/a.yaml:2:5: error: rule '' needs `citation:`, or `ground: safety` (at "
        "/rules/0)\n"
        "jurisdictions/test/a.yaml:3:5: error: a rule is a map with `id:` (at /rules/1)\n");
}

TEST_CASE("load_packs: an id is given once") {
  CHECK(problems_of(rule_text("test.a", "true") + rule_text("test.a", "true")) ==
        "jurisdictions/test/a.yaml:6:5: error: rule 'test.a' is defined twice; ids are unique in a "
        "pack (at /rules/1)\n");
}

TEST_CASE("load_packs: a misspelt fact is an error with its column, a caret and what was meant") {
  CHECK(problems_of(rule_text("test.a", "product.nam == \"x\"")) ==
        "jurisdictions/test/a.yaml:5:22: error: test.a: article has no field \"nam\": did you mean "
        "\"name\"? (at /rules/0/require)\n"
        "product.nam == \"x\"\n"
        "        ^^^\n");
  CHECK(problems_of(rule_text("test.a", "prodct.name == \"x\"")) ==
        "jurisdictions/test/a.yaml:5:14: error: test.a: there is no variable \"prodct\": did you "
        "mean \"product\"? (at /rules/0/require)\n"
        "prodct.name == \"x\"\n"
        "^^^^^^\n");
  CHECK(problems_of(rule_text("test.a", "product.kind == \"exosom\"")) ==
        "jurisdictions/test/a.yaml:5:30: error: test.a: \"exosom\" is no value of kind: did you "
        "mean \"exosome\"? (at /rules/0/require)\n"
        "product.kind == \"exosom\"\n"
        "                ^^^^^^^^\n");
}

TEST_CASE("load_packs: a type error and a syntax error are shown with a caret") {
  CHECK(problems_of(rule_text("test.a", "product.sterile && product.name > 5")) ==
        "jurisdictions/test/a.yaml:5:46: error: test.a: \">\" orders two numbers, or two values of "
        "one type that has an order, not string and int; int becomes text with string(), text a "
        "number with int() or double() (at /rules/0/require)\n"
        "product.sterile && product.name > 5\n"
        "                                ^\n");
  CHECK(problems_of(rule_text("test.a", "product.kind == (")) ==
        "jurisdictions/test/a.yaml:5:31: error: test.a: expected an expression, found the end of "
        "the text (at /rules/0/require)\n"
        "product.kind == (\n"
        "                 ^\n");
  CHECK(problems_of(rule_text("test.a", "product.name")) ==
        "jurisdictions/test/a.yaml:5:14: error: test.a: expected true or false, found string (at "
        "/rules/0/require)\n");
}

TEST_CASE("load_packs: a rule may not ask what is written unless it says why") {
  CHECK(problems_of(rule_text("test.a", "has(product.name)")) ==
        "jurisdictions/test/a.yaml:5:14: error: test.a: has() answers false where nothing is "
        "stated; write \"!= null\", which is unknown there (at /rules/0/require)\n"
        "has(product.name)\n"
        "^^^^^^^^^^^^^^^^^\n");
  CHECK(problems_of(rule_text("test.a", "size(product) > 0")) ==
        "jurisdictions/test/a.yaml:5:14: error: test.a: size() of an object counts only what is "
        "stated (at /rules/0/require)\n"
        "size(product) > 0\n"
        "^^^^^^^^^^^^^\n");
  CHECK(problems_of(rule_text("test.a", "product == articles[0]")) ==
        "jurisdictions/test/a.yaml:5:14: error: test.a: \"==\" of whole objects compares only what "
        "is stated (at /rules/0/require)\n"
        "product == articles[0]\n"
        "^^^^^^^^^^^^^^^^^^^^^^\n");
  CHECK(problems_of(rule_text("test.a", "has(product.name)",
                              "    absence_ok: the label itself is judged\n")) == "");
  CHECK(problems_of(rule_text("test.a", "size(lots) > 0")) == "");
}

TEST_CASE("load_packs: every way to ask what is written is refused, and allowed with a reason") {
  for (const std::string require :
       {"product.?name.hasValue()", "product[?'name'].hasValue()",
        "product.?name.orValue('') == ''", "product.name in product", "size(product) > 0",
        "product == articles[0]", "product != articles[0]", "articles[0] in articles",
        "product.all(k, k != 'x')", "product.exists(k, v, k == 'name')",
        "articles.distinct().size() == 1", "sets.contains(articles, articles)",
        "has(dyn(product).name)"}) {
    CAPTURE(require);
    CHECK(problems_of(rule_text("test.a", require)).find("jurisdictions/test/a.yaml:5:14: error") ==
          0);
    CHECK(problems_of(
              rule_text("test.a", require, "    absence_ok: the label itself is judged\n")) == "");
  }
}

TEST_CASE("load_packs: what a rule compares are facts") {
  CHECK(problems_of(rule_text("test.a", "true", "    compares: [product.name]\n")) == "");
  CHECK(problems_of(rule_text("test.a", "true", "    compares: [product.nam]\n")) ==
        "jurisdictions/test/a.yaml:2:5: error: rule 'test.a' compares 'product.nam', which is no "
        "fact (at /rules/0)\n");
}

TEST_CASE("load_packs: a subject is a part of the dossier, a leaf is one of the tree") {
  CHECK(problems_of(rule_text("test.a", "true", "    subject: lost\n")) ==
        "jurisdictions/test/a.yaml:2:5: error: rule 'test.a': no subject 'lost', did you mean "
        "'lots'? (at /rules/0)\n");
  CHECK(problems_of(rule_text("test.a", "true", "    applies_to: [test.drg]\n")) ==
        "jurisdictions/test/a.yaml:2:5: error: rule 'test.a' applies to 'test.drg', which is no "
        "leaf, did you mean 'test.drug'? (at /rules/0)\n");
}

TEST_CASE("load_packs: the tree leads from its start to leaves, and never in a circle") {
  const std::string leaf =
      "  - {id: test.x, title: X, lawful: true, strictness: 1, citation: act.1}\n";
  const auto tree = [&](const std::string& start, const std::string& questions) {
    return problems_of("  []\n",
                       "start: " + start + "\nleaves:\n" + leaf + "questions:\n" + questions);
  };
  CHECK(tree("a",
             "  - {id: a, text: A, if: 'true', yes: b, no: test.x}\n  - {id: b, text: B, if: "
             "'true', yes: test.x, no: a}\n") ==
        "jurisdictions/test/pathways.yaml:1:8: error: the questions lead in a circle; every answer "
        "must come nearer to a leaf (at /start)\n");
  CHECK(tree("a", "  - {id: a, text: A, if: 'true', yes: a, no: test.x}\n") ==
        "jurisdictions/test/pathways.yaml:1:8: error: the questions lead in a circle; every answer "
        "must come nearer to a leaf (at /start)\n");
  CHECK(tree("a", "  - {id: a, text: A, if: 'true', yes: test.y, no: test.x}\n") ==
        "jurisdictions/test/pathways.yaml:5:5: error: question 'a' leads to 'test.y', which is no "
        "question or leaf, did you mean 'test.x'? (at /questions/0)\n");
  CHECK(tree("z", "  - {id: a, text: A, if: 'true', yes: test.x, no: test.x}\n") ==
        "jurisdictions/test/pathways.yaml:1:8: error: `start:` names no question or leaf, did you "
        "mean "
        "'a'? (at /start)\n");
  CHECK(tree("a", "  - {id: a, text: A, if: article.knd == 'cap', yes: test.x, no: test.x}\n") ==
        "jurisdictions/test/pathways.yaml:5:34: error: question a: article has no field \"knd\": "
        "did you mean \"kind\"? (at /questions/0/if)\n"
        "article.knd == 'cap'\n"
        "        ^^^\n");
  CHECK(
      tree("a", "  - {id: a, text: A, yes: test.x, no: test.x}\n") ==
      "jurisdictions/test/pathways.yaml:5:5: error: question 'a' needs `if:` (at /questions/0)\n");
}

TEST_CASE("load_packs: every fault of a leaf is reported") {
  CHECK(problems_of("  []\n",
                    "start: l\nleaves:\n  - {id: l, title: X, lawful: perhaps, strictness: -1, "
                    "citation: act.7}\n  - {id: l, lawful: open, strictness: 1, citation: "
                    "act.1}\n") ==
        "jurisdictions/test/pathways.yaml:3:66: error: law/ has no clause 'act.7', did you mean "
        "'act.1'? (at /leaves/0/citation)\n"
        "jurisdictions/test/pathways.yaml:3:5: error: a leaf needs `lawful:` true, false or open "
        "(at /leaves/0)\n"
        "jurisdictions/test/pathways.yaml:3:5: error: a leaf needs `strictness:`, a whole number "
        "(at /leaves/0)\n"
        "jurisdictions/test/pathways.yaml:4:5: error: a leaf needs `id:` and `title:` (at "
        "/leaves/1)\n"
        "jurisdictions/test/pathways.yaml:4:5: error: leaf 'l' is defined twice (at /leaves/1)\n");
}

TEST_CASE("load_packs: a value may not have the name of a fact") {
  const SampleRoot root;
  root.write("jurisdictions/test/pack.yaml",
             std::string(kSampleHead) +
                 "values:\n  lots: [a]\n  kinds: [prp, cap]\n  from: {date: 2026-02-30}\n  limit: "
                 "{quantity: much}\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/pack.yaml:9:16: error: '2026-02-30' is no date that exists; write "
        "2026-11-22 (at /values/from/date)\n"
        "jurisdictions/test/pack.yaml:10:21: error: 'much' is no quantity of a unit of "
        "rules/tables/units.yaml; write 0.5 EU/mL (at /values/limit/quantity)\n"
        "jurisdictions/test/pack.yaml:7:3: error: value 'lots' has the name of a dossier fact; "
        "choose another (at /values)\n");
}

TEST_CASE(
    "load_packs: a value of the pack and of the shared rules is a variable of every expression") {
  const SampleRoot root;
  root.write(
      "rules/pack.yaml",
      "id: rules\nversion: '1'\nlaw_as_found: 2026-11-22\nvalues: { blood: [prp], both: 1 }\n");
  root.write("jurisdictions/test/pack.yaml",
             std::string(kSampleHead) +
                 "values: { both: 2, from: { date: 2023-06-08 }, most: { quantity: 5 mL } }\n");
  root.write(
      "jurisdictions/test/a.yaml",
      "rules:\n" +
          rule_text("test.a",
                    "product.kind in blood && both == 2 && as_of >= from && product.dose <= most"));
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  CHECK(loaded.packs[0].values.at("both").as_integer() == 2);
  CHECK(to_string(*as_date(loaded.packs[0].values.at("from"))) == "2023-06-08");
}

TEST_CASE("load_packs: a pack needs its head") {
  const SampleRoot root;
  root.write("jurisdictions/test/pack.yaml", "id: test\ntitel: x\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/pack.yaml:2:1: error: unknown key 'titel', did you mean 'title'?\n"
        "jurisdictions/test/pack.yaml:1:1: error: a pack needs `id:` and `version:`\n"
        "jurisdictions/test/pack.yaml:1:1: error: a pack needs `law_as_found:`, the date of its "
        "research\n");
  CHECK(
      all_lines(root.load({"nowhere"}).problems) ==
      "jurisdictions/nowhere: error: is no pack: expected a pack.yaml with `id:` and `version:`\n");
}

TEST_CASE("load_packs: a pack with a fault is not used, the others are") {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", "product.nam == 'x'"));
  root.write("jurisdictions/other/pack.yaml",
             "id: other\nversion: '1'\nlaw_as_found: 2026-11-22\n");
  const LoadedPacks loaded = root.load({"test", "other"});
  CHECK(loaded.problems.size() == 1);
  REQUIRE(loaded.packs.size() == 2);
  CHECK(loaded.packs[0].id == "other");
  CHECK(loaded.packs[1].id == "rules");
}

TEST_CASE("load_packs: faults of several files are reported together, syntax errors too") {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml", "rules:\n  - id: [\n");
  root.write("jurisdictions/test/b.yaml", "rules:\n" + rule_text("test.b", "true", "    foo: 1\n"));
  root.write("jurisdictions/test/c.yaml", "rule: []\n");
  root.write("jurisdictions/test/d.yaml", "");
  const Problems problems = root.load().problems;
  std::set<std::string> files;
  for (const Problem& problem : problems) files.insert(problem.where.file);
  CHECK(files == std::set<std::string>{"jurisdictions/test/a.yaml", "jurisdictions/test/b.yaml",
                                       "jurisdictions/test/c.yaml", "jurisdictions/test/d.yaml"});
}

TEST_CASE("load_packs: keys that hold the wrong shape are not passed over in silence") {
  CHECK(problems_of(rule_text("test.a", "true", "    in_force: 2023-06-08\n")) ==
        "jurisdictions/test/a.yaml:6:15: error: expected keys and values: from, until (at "
        "/rules/0/in_force)\n");
  CHECK(problems_of(rule_text("test.a", "true", "    messages: failed\n")) ==
        "jurisdictions/test/a.yaml:6:15: error: expected keys and values: pass, fail, unverified "
        "(at /rules/0/messages)\n");
  CHECK(
      problems_of(rule_text("test.a", "true", "    versions: 2023\n")) ==
      "jurisdictions/test/a.yaml:6:15: error: 'versions' must be a list (at /rules/0/versions)\n");
  CHECK(problems_of(rule_text("test.a", "true", "    versions: [{ from: 2023, require: }]\n")) ==
        "jurisdictions/test/a.yaml:6:39: error: 'require' of a version must be an expression (at "
        "/rules/0/versions/0/require)\n");
  CHECK(problems_of(rule_text("test.a", "true", "    in_force: { from: 2023-02-30 }\n")) ==
        "jurisdictions/test/a.yaml:6:23: error: '2023-02-30' is not a date that exists; write "
        "2026-11-22 (at /rules/0/in_force/from)\n");
  const SampleRoot root;
  root.write("jurisdictions/test/registers.yaml", "lists: none\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/registers.yaml:1:8: error: 'lists' must be a list (at /lists)\n");
}

TEST_CASE("binding: what the pack gives replaces the shared rule, and its condition narrows it") {
  const SampleRoot root;
  root.write("rules/shared.yaml",
             "rules:\n  - id: lot.dated\n    title: Dated\n    ground: safety\n    severity: "
             "medium\n    subject: lots\n    when: lot.units > 0\n    require: lot.expiry != null "
             "&& lot.units < parameters.most\n    parameters: { most: 10, least: 1 }\n    cases: "
             "[{ name: x, expect: pass }]\n");
  root.write(
      "jurisdictions/test/a.yaml",
      "rules:\n  - use: lot.dated\n    id: test.dated\n    severity: critical\n    citation: "
      "act.u\n    when: product.sterile\n    parameters: { most: 5 }\n");
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  const Rule& rule = loaded.packs[0].rules.at(0);
  CHECK(rule.id == "test.dated");
  CHECK(rule.shared_id == "lot.dated");
  CHECK(rule.title == "Dated");
  CHECK(rule.severity == Severity::critical);
  CHECK(rule.when.text == "(product.sterile) && (lot.units > 0)");
  CHECK(rule.require.text == "lot.expiry != null && lot.units < parameters.most");
  CHECK(rule.parameters.at("most").as_integer() == 5);
  CHECK(rule.parameters.at("least").as_integer() == 1);
  CHECK(rule.cases.empty());
  CHECK_FALSE(rule.advisory());
  CHECK(loaded.packs[1].id == "rules");
  CHECK(loaded.packs[1].rules.empty());
  CHECK(root.load({}).packs[0].rules.size() == 1);
}

TEST_CASE("binding: a shared rule that is not there is named with what was meant") {
  const SampleRoot root;
  root.write(
      "rules/shared.yaml",
      "rules:\n  - {id: lot.dated, ground: safety, subject: lots, require: lot.expiry != null}\n");
  root.write("jurisdictions/test/a.yaml",
             "rules:\n  - {use: lot.datd, id: test.d, citation: act.1, require: "
             "'true'}\n");
  CHECK(all_lines(root.load().problems) ==
        "jurisdictions/test/a.yaml:2:11: error: no shared rule 'lot.datd', did you mean "
        "'lot.dated'? (at /rules/0/use)\n");
}

TEST_CASE("advisory: a rule that exists only through an unconfirmed clause") {
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml",
             "rules:\n  - {id: test.u, require: product.sterile, citation: act.u}\n"
             "  - {id: test.safe, require: product.sterile, citation: act.u, ground: "
             "safety}\n"
             "  - {id: test.s, require: product.sterile, citation: act.s}\n");
  const std::vector<RulePack> packs = root.load().packs;
  CHECK(packs[0].rules[0].advisory());
  CHECK_FALSE(packs[0].rules[1].advisory());
  CHECK_FALSE(packs[0].rules[2].advisory());
}

TEST_CASE("versions and periods: a partial date begins on its first day and ends on its last") {
  const SampleRoot root;
  root.write(
      "jurisdictions/test/a.yaml",
      "rules:\n" +
          rule_text("test.a", "product.sterile",
                    "    in_force: { from: 2023-06, until: 2024 }\n    versions:\n      - { from: "
                    "2023-07-01, severity: low, require: 'true', messages: { fail: no } }\n      - "
                    "{ until: 2023-06-30, citation: act.position }\n"));
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  const Rule& rule = loaded.packs[0].rules.at(0);
  CHECK(to_string(*rule.in_force.from) == "2023-06-01");
  CHECK(to_string(*rule.in_force.until) == "2024-12-31");
  REQUIRE(rule.versions.size() == 2);
  CHECK(rule.versions[0].severity == Severity::low);
  CHECK(rule.versions[0].require->program);
  CHECK(rule.versions[0].messages->fail == "no");
  CHECK(rule.versions[1].citation->author == "MHRA");
}

TEST_CASE("list_packs: the folders with a pack.yaml, by name") {
  const SampleRoot root;
  root.write("jurisdictions/aa/pack.yaml", "id: aa\ncountry: GB\n");
  root.write("jurisdictions/zz/readme.txt", "x");
  Problems problems;
  const std::vector<PackName> names = list_packs(root.name(), problems);
  REQUIRE(names.size() == 2);
  CHECK(names[0].id == "aa");
  CHECK(names[0].country == "GB");
  CHECK(names[1].id == "test");
  CHECK(list_packs("/nowhere", problems).empty());
}

TEST_CASE("the packs of the project load without a fault") {
  Problems problems;
  const Schema schema =
      load_schema(std::string(VERILOT_SOURCE_DIR) + "/rules/dossier-schema.yaml", problems);
  CHECK(all_lines(problems) == "");
  CHECK(schema.types.size() > 20);
}

}  // namespace
}  // namespace verilot
