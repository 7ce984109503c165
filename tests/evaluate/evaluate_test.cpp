#include "evaluate/evaluate.h"

#include <doctest/doctest.h>

#include "evaluate/sample_evidence.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

// Judges a dossier by the rules of a pack with the sample tree.
Judgement judged(const std::string& rules, const std::string& dossier,
                 const std::string& day = "2026-11-22") {
  const SampleRoot root;
  root.write("jurisdictions/test/pathways.yaml", kSampleTree);
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
  root.write("jurisdictions/test/registers.yaml",
             "lists:\n  - {id: all, as_of: 2026-11-22, complete: true, entries: ['Hemacord, "
             "Inc.']}\n  - {id: some, as_of: 2026-11-22, complete: false, entries: [Hemacord]}\n");
  const LoadedPacks loaded = root.load();
  CHECK(all_lines(loaded.problems) == "");
  REQUIRE(loaded.packs.size() == 2);
  const Evidence evidence = evidence_of(dossier);
  return evaluate(loaded.packs[0], evidence, {*parse_date(day), "D"});
}

std::vector<Finding> findings_of(const std::string& rules, const std::string& dossier,
                                 const std::string& day = "2026-11-22") {
  std::vector<Finding> own;
  for (Finding& finding : judged(rules, dossier, day).findings)
    if (finding.rule != "test.pathway") own.push_back(std::move(finding));
  return own;
}

Finding the_finding(const std::string& rules, const std::string& dossier,
                    const std::string& day = "2026-11-22") {
  const std::vector<Finding> own = findings_of(rules, dossier, day);
  REQUIRE(own.size() == 1);
  return own.front();
}

Outcome outcome_of(const std::string& require, const std::string& dossier) {
  CAPTURE(require);
  CAPTURE(dossier);
  return the_finding(rule_text("test.a", require), dossier).outcome;
}

std::string unknown_of(const Finding& finding) {
  std::string text;
  for (const MissingFact& fact : finding.unknown) text += fact.path + " (" + fact.reason + ")\n";
  return text;
}

TEST_CASE("outcome: true passes, false fails, unknown stays open, an error is its own") {
  CHECK(outcome_of("product.sterile", "product: { sterile: true }") == Outcome::pass);
  CHECK(outcome_of("product.sterile", "product: { sterile: false }") == Outcome::fail);
  CHECK(outcome_of("product.sterile", "product: { sterile: '?' }") == Outcome::unverified);
  CHECK(outcome_of("product.sterile", "product: { name: x }") == Outcome::unverified);
  CHECK(outcome_of("product.sterile", "supplier: { name: x }") == Outcome::unverified);
  CHECK(outcome_of("lots[0].units / 0 > 1", "lots: [{ units: 1 }]") == Outcome::error);
}

TEST_CASE("outcome: an unknown decides nothing that another fact decides") {
  const std::string both = "product: { sterile: false }";
  CHECK(outcome_of("product.sterile && product.kind == 'prp'", both) == Outcome::fail);
  CHECK(outcome_of("product.kind == 'prp' && product.sterile", both) == Outcome::fail);
  CHECK(outcome_of("product.kind == 'prp' || !product.sterile", both) == Outcome::pass);
  CHECK(outcome_of("product.kind == 'prp' || product.sterile", both) == Outcome::unverified);
  CHECK(outcome_of("product.kind != 'prp'", both) == Outcome::unverified);
}

TEST_CASE("outcome: a missing key, a stated none and a value are told apart") {
  CHECK(outcome_of("lots[0].expiry != null", "lots: [{ number: A }]") == Outcome::unverified);
  CHECK(outcome_of("lots[0].expiry != null", "lots: [{ expiry: null }]") == Outcome::fail);
  CHECK(outcome_of("lots[0].expiry != null", "lots: [{ expiry: 2026-12 }]") == Outcome::pass);
}

TEST_CASE("outcome: an absence fails only where the list was read to its end") {
  const std::string require =
      "lots[0].tests.exists(t, t.analyte == 'sterility' && t.judged == 'pass')";
  CHECK(outcome_of(require, "lots: [{ tests: [{ analyte: sterility, judged: pass }] }]") ==
        Outcome::pass);
  CHECK(outcome_of(require, "lots: [{ tests: [{ analyte: ph, judged: pass }] }]") == Outcome::fail);
  CHECK(outcome_of(require, "lots: [{ tests: [] }]") == Outcome::fail);
  CHECK(outcome_of(require, "lots: [{ tests: null }]") == Outcome::fail);
  CHECK(outcome_of(
            require,
            "lots: [{ tests: { complete: false, items: [{ analyte: ph, judged: pass }] } }]") ==
        Outcome::unverified);
  CHECK(outcome_of(require,
                   "lots: [{ tests: { complete: false, items: [{ analyte: sterility, judged: pass "
                   "}] } }]") == Outcome::pass);
  CHECK(outcome_of(require, "lots: [{ tests: [{ analyte: '?', judged: pass }] }]") ==
        Outcome::unverified);
  CHECK(outcome_of(require, "lots: [{ number: A }]") == Outcome::unverified);
  const Finding open = the_finding(rule_text("test.a", require),
                                   "lots: [{ tests: { complete: false, items: [] } }]");
  CHECK(unknown_of(open) == "lots[0].tests[0] (page 2 of coa.pdf was not read)\n");
  REQUIRE(open.searched.size() >= 1);
  CHECK_FALSE(open.searched.back().complete);
}

TEST_CASE("outcome: dates are judged as of the day, and a date that straddles it stays open") {
  const std::string rule = rule_text("test.a", "lot.expiry >= as_of", "    subject: lots\n");
  CHECK(the_finding(rule, "lots: [{ expiry: 2026-11 }]").outcome == Outcome::pass);
  CHECK(the_finding(rule, "lots: [{ expiry: 2026-11 }]", "2026-12-01").outcome == Outcome::fail);
  CHECK(outcome_of("as_of < date('2026-11')", "product: { name: x }") == Outcome::unverified);
}

TEST_CASE(
    "compares: where a fact was never stated there is nothing to contradict, and no finding") {
  const std::string rule = rule_text("test.a", "product.kind == supplier.licence",
                                     "    compares: [product.kind, supplier.licence]\n");
  const auto outcome = [&](const char* dossier) { return the_finding(rule, dossier).outcome; };
  CHECK(outcome("product: { kind: prp }\nsupplier: { licence: prp }") == Outcome::pass);
  CHECK(outcome("product: { kind: prp }\nsupplier: { licence: exosome }") == Outcome::fail);
  for (const char* dossier :
       {"product: { kind: prp }", "product: { kind: prp }\nsupplier: { licence: '?' }",
        "product: { kind: prp }\nsupplier: { licence: null }"})
    CHECK(judged(rule, dossier).findings.size() == 1);  // the pathway
}

TEST_CASE("documented and registered ask for the basis and never fail on a mere statement") {
  const std::string require = "documented(supplier.licence)";
  CHECK(outcome_of(require, "supplier: { licence: { value: L-1, basis: documented } }") ==
        Outcome::pass);
  CHECK(outcome_of(require, "supplier: { licence: L-1 }") == Outcome::unverified);
  CHECK(outcome_of(require, "supplier: { licence: { value: L-1, basis: observed } }") ==
        Outcome::unverified);
  CHECK(outcome_of(require, "supplier: { licence: null }") == Outcome::fail);
  CHECK(outcome_of(require, "supplier: { name: x }") == Outcome::unverified);
  CHECK(outcome_of("registered(supplier.licence)",
                   "supplier: { licence: { value: L-1, basis: documented } }") ==
        Outcome::unverified);
  CHECK(outcome_of("registered(supplier.licence)",
                   "supplier: { licence: { value: L-1, basis: registered } }") == Outcome::pass);
  CHECK(unknown_of(the_finding(rule_text("test.a", require), "supplier: { licence: L-1 }")) ==
        "supplier.licence (stated, not documented)\n");
  CHECK(unknown_of(the_finding(rule_text("test.a", require), "supplier: { name: x }")) ==
        "supplier.licence (not stated)\n");
}

TEST_CASE("listed: a complete list proves absence, an incomplete one does not") {
  CHECK(outcome_of("listed('all', product.name)", "product: { name: hemacord }") == Outcome::pass);
  CHECK(outcome_of("listed('all', product.name)", "product: { name: Exo }") == Outcome::fail);
  CHECK(outcome_of("listed('all', product.name)", "product: { kind: prp }") == Outcome::unverified);
  CHECK(outcome_of("listed('some', product.name)", "product: { name: HEMACORD }") == Outcome::pass);
  CHECK(outcome_of("listed('some', product.name)", "product: { name: Exo }") ==
        Outcome::unverified);
  CHECK(outcome_of("listed('no' + 'ne', product.name)", "product: { name: Exo }") ==
        Outcome::error);
}

TEST_CASE("when: false is not applicable, unknown stays open and says what would follow") {
  const std::string rule =
      rule_text("test.a", "supplier.licence != null",
                "    when: product.sterile\n    ask: ['The licence of {supplier.name}']\n");
  CHECK(the_finding(rule, "product: { sterile: false }").outcome == Outcome::not_applicable);
  CHECK(the_finding(rule, "product: { sterile: true }\nsupplier: { licence: null }").outcome ==
        Outcome::fail);
  const Finding open = the_finding(rule, "product: { name: x }\nsupplier: { licence: null }");
  CHECK(open.outcome == Outcome::unverified);
  CHECK(unknown_of(open) == "product.sterile (not stated)\n");
  REQUIRE(open.what_if.size() == 1);
  CHECK(open.what_if[0].condition == "the rule applies");
  CHECK(open.what_if[0].result == "fail");
  CHECK(open.ask == std::vector<std::string>{"The licence of (not stated)"});
}

TEST_CASE("subject: one finding for each element, one for what was not read") {
  const std::string rule = rule_text(
      "test.a", "lot.expiry >= as_of",
      "    subject: lots\n    messages: { fail: 'Lot {lot.number} expired on {lot.expiry}.' }\n");
  const std::vector<Finding> two =
      findings_of(rule, "lots: [{ number: A, expiry: 2026-01-31 }, { number: B }]");
  REQUIRE(two.size() == 2);
  CHECK(two[0].id == "D/lots[0]/test.a");
  CHECK(two[0].subject_name == "A");
  CHECK(two[0].outcome == Outcome::fail);
  CHECK(two[0].message == "Lot A expired on 2026-01-31.");
  CHECK(two[1].outcome == Outcome::unverified);
  CHECK(unknown_of(two[1]) == "lots[1].expiry (not stated)\n");

  const std::vector<Finding> more =
      findings_of(rule, "lots: { complete: false, items: [{ number: A, expiry: 2027-01-31 }] }");
  REQUIRE(more.size() == 2);
  CHECK(more[0].outcome == Outcome::pass);
  CHECK(more[1].outcome == Outcome::unverified);
  CHECK(more[1].subject == "lots[1]");
  CHECK(unknown_of(more[1]) == "lots[1] (page 2 of coa.pdf was not read)\n");
}

TEST_CASE("subject: a list nobody stated is open, a list stated empty is not applicable") {
  const std::string rule = rule_text("test.a", "lot.expiry >= as_of", "    subject: lots\n");
  const Finding missing = the_finding(rule, "product: { name: x }");
  CHECK(missing.outcome == Outcome::unverified);
  CHECK(unknown_of(missing) == "lots (not stated)\n");
  CHECK(the_finding(rule, "lots: '?'").outcome == Outcome::unverified);
  const Finding empty = the_finding(rule, "lots: []");
  CHECK(empty.outcome == Outcome::not_applicable);
  CHECK(empty.message == "The dossier states that there are no lots.");
  REQUIRE(empty.evidence.size() == 1);
  CHECK(empty.evidence[0].path == "lots");
}

TEST_CASE("subject: a list nobody stated does not matter where the condition fails without it") {
  const std::string rule =
      rule_text("test.a", "lot.expiry >= as_of",
                "    subject: lots\n    when: product.sterile && lot.units > 0\n");
  CHECK(the_finding(rule, "product: { sterile: false }").outcome == Outcome::not_applicable);
  CHECK(the_finding(rule, "product: { sterile: true }").outcome == Outcome::unverified);
}

TEST_CASE("pathway: known answers lead to one leaf, which decides") {
  const auto pathway = [](const std::string& dossier) {
    const Judgement judgement = judged("  []\n", dossier);
    REQUIRE(judgement.findings.size() == 1);
    return judgement.findings[0];
  };
  const Finding cap = pathway("product: { name: Cap, kind: cap }");
  CHECK(cap.id == "D/product/test.pathway");
  CHECK(cap.outcome == Outcome::pass);
  CHECK(cap.severity == Severity::critical);
  CHECK(cap.message == "A device: fine");
  CHECK(cap.citation.clause == "Act 1");
  const Finding vial = pathway("product: { name: Vial, kind: exosome }");
  CHECK(vial.outcome == Outcome::fail);
  CHECK(vial.message == "A drug without a licence: No licence for Vial.");
  const Finding own = pathway("product: { kind: prp }");
  CHECK(own.outcome == Outcome::unverified);
  CHECK(own.message == "Own blood (needs a person's judgement)");
}

TEST_CASE("pathway: an open question leaves every branch possible, the strictest first") {
  const Judgement judgement = judged("  []\n", "product: { name: Vial }");
  REQUIRE(judgement.findings.size() == 1);
  const Finding& open = judgement.findings[0];
  CHECK(open.outcome == Outcome::unverified);
  CHECK(open.message == "Open between 3 pathways; the strictest: A drug without a licence");
  CHECK(unknown_of(open) == "product.kind (not stated)\n");
  CHECK(open.ask == std::vector<std::string>{"The label"});
  REQUIRE(open.what_if.size() == 3);
  CHECK(open.what_if[0].condition == "it is: A drug without a licence");
  CHECK(open.what_if[0].result == "fail");
  CHECK(open.what_if[2].result == "pass");
  REQUIRE(judgement.pathways.size() == 1);
  CHECK(judgement.pathways[0].possible.front()->id == "test.drug");
}

TEST_CASE("pathway: what waits for the fact of its open question asks for the same document") {
  const std::vector<Finding> findings = judged(rule_text("test.a", "product.kind == \"cap\"") +
                                                   rule_text("test.b", "product.sterile"),
                                               "product: { name: Vial }")
                                            .findings;
  REQUIRE(findings.size() == 3);
  CHECK(findings[1].ask == std::vector<std::string>{"The label"});
  CHECK(findings[2].ask.empty());
}

TEST_CASE("pathway: when nobody knows which articles there are, everything is possible") {
  const Judgement judgement = judged("  []\n", "supplier: { name: x }");
  REQUIRE(judgement.findings.size() == 1);
  CHECK(judgement.findings[0].outcome == Outcome::unverified);
  CHECK(judgement.findings[0].subject == "articles");
  CHECK(unknown_of(judgement.findings[0]) == "articles (not stated)\n");
}

TEST_CASE(
    "applies_to: inside applies, outside does not, open stays open with the stricter branch as "
    "what if") {
  const std::string rule = rule_text("test.a", "product.sterile", "    applies_to: [test.drug]\n");
  CHECK(the_finding(rule, "product: { kind: exosome, sterile: false }").outcome == Outcome::fail);
  const Finding outside = the_finding(rule, "product: { kind: cap, sterile: false }");
  CHECK(outside.outcome == Outcome::not_applicable);
  CHECK(outside.message == "Outside the pathways of this product.");
  REQUIRE_FALSE(outside.applies_because.empty());
  CHECK(outside.applies_because[0].path == "product.kind");
  const Finding open = the_finding(rule, "product: { name: Vial, sterile: false }");
  CHECK(open.outcome == Outcome::unverified);
  CHECK(unknown_of(open) == "product.kind (not stated)\n");
  REQUIRE(open.what_if.size() == 1);
  CHECK(open.what_if[0].condition == "Vial is: A drug without a licence");
  CHECK(open.what_if[0].result == "fail");
  CHECK(the_finding(rule, "supplier: { name: x }").outcome == Outcome::unverified);
}

TEST_CASE("applies_to: a rule that is decided where it applies says so and asks for the pathway") {
  const std::string rule = rule_text("test.a", "product.sterile",
                                     "    applies_to: [test.drug]\n    messages: { fail: 'It is "
                                     "not.', unverified: 'Nobody knows.' }"
                                     "\n    ask: [A sterility report]\n");
  const Finding open = the_finding(rule, "product: { name: Vial, sterile: false }");
  CHECK(open.message ==
        "It applies on some of the pathways still possible and would fail there: It is not.");
  CHECK(open.ask == std::vector<std::string>{"The label"});
  const Finding unknown = the_finding(rule, "product: { name: Vial }");
  CHECK(unknown.message == "Nobody knows.");
  CHECK(unknown.ask == std::vector<std::string>{"A sterility report", "The label"});
}

TEST_CASE("applies_to: a condition that fails is not applicable on every branch") {
  const std::string rule = rule_text("test.a", "product.sterile",
                                     "    applies_to: [test.drug]\n    when: product.sterile\n");
  CHECK(the_finding(rule, "product: { name: Vial, sterile: false }").outcome ==
        Outcome::not_applicable);
}

TEST_CASE("applies_to: a broken rule is an error even where the pathway is open") {
  const std::string rule = rule_text("test.a", "1 / 0 > 1", "    applies_to: [test.drug]\n");
  CHECK(the_finding(rule, "product: { name: Vial }").outcome == Outcome::error);
}

TEST_CASE("in_force: a rule speaks from its first to its last day") {
  const std::string rule = rule_text("test.a", "product.sterile",
                                     "    in_force: { from: 2026-11-22, until: 2026-12 }\n");
  const std::string dossier = "product: { sterile: false }";
  CHECK(the_finding(rule, dossier, "2026-11-22").outcome == Outcome::fail);
  CHECK(the_finding(rule, dossier, "2026-12-31").outcome == Outcome::fail);
  CHECK(the_finding(rule, dossier, "2027-01-01").outcome == Outcome::not_applicable);
  const Finding before = the_finding(rule, dossier, "2026-11-21");
  CHECK(before.outcome == Outcome::not_applicable);
  CHECK(before.message == "Not in force before 2026-11-22.");
}

TEST_CASE("versions: the first version in force replaces what it gives") {
  const std::string rule =
      rule_text("test.a", "product.sterile",
                "    severity: critical\n    messages: { fail: now }\n    versions:\n"
                "      - { until: 2023-06-07, severity: medium, messages: { fail: before } }\n"
                "      - { until: 2024-12-31, require: '!product.sterile', citation: "
                "act.position }\n");
  const std::string dossier = "product: { sterile: false }";
  const Finding old = the_finding(rule, dossier, "2023-06-07");
  CHECK(old.severity == Severity::medium);
  CHECK(old.message == "before");
  const Finding middle = the_finding(rule, dossier, "2023-06-08");
  CHECK(middle.outcome == Outcome::pass);
  CHECK(middle.severity == Severity::critical);
  CHECK(middle.citation.author == "MHRA");
  CHECK(middle.citation.clause == "Statement");
  const Finding now = the_finding(rule, dossier, "2025-01-01");
  CHECK(now.outcome == Outcome::fail);
  CHECK(now.message == "now");
  CHECK(now.citation.author == "");
}

TEST_CASE("error: a broken rule says why and the others are judged") {
  const std::vector<Finding> both = findings_of(
      rule_text("test.a", "lots[0].units / 0 > 1") + rule_text("test.b", "product.sterile"),
      "product: { sterile: true }\nlots: [{ units: 4 }]");
  REQUIRE(both.size() == 2);
  CHECK(both[0].outcome == Outcome::error);
  CHECK(both[0].message.find("zero") != std::string::npos);
  CHECK(both[1].outcome == Outcome::pass);
}

TEST_CASE("finding: it shows the facts that were read, with basis and place") {
  const Finding finding = the_finding(
      rule_text("test.a", "product.sterile && supplier.licence != null"),
      "product: { sterile: true }\nsupplier: { licence: { value: L-1, basis: documented } }\n");
  REQUIRE(finding.evidence.size() == 2);
  CHECK(finding.evidence[0].path == "product.sterile");
  CHECK(finding.evidence[0].value == "true");
  CHECK(finding.evidence[1].path == "supplier.licence");
  CHECK(finding.evidence[1].basis == "documented");
  CHECK(to_string(finding.evidence[1].where) == "dossier.yaml:2:31");
  CHECK(to_string(finding.rule_place) == "jurisdictions/test/a.yaml:2:5");
  CHECK(finding.require == "product.sterile && supplier.licence != null");
  CHECK(finding.trace.size() >= 2);
}

TEST_CASE("finding: parameters and values are variables, and messages are filled") {
  const Finding finding = the_finding(
      rule_text("test.a", "product.dose <= parameters.most",
                "    parameters: { most: { quantity: 5 mL } }\n    messages: { fail: "
                "'{product.dose} of {product.name} is more than {parameters.most}; {lots}' }\n"),
      "product: { dose: 6.50 mL }\n");
  CHECK(finding.outcome == Outcome::fail);
  CHECK(finding.message == "6.50 mL of (not stated) is more than 5 mL; (not stated)");
}

TEST_CASE("contradicted facts leave a rule open and name the path") {
  EvidenceBuilder builder;
  const NodeId product = builder.add_object(builder.root(), "product", {});
  builder.add_boolean(product, "sterile", true, {});
  builder.add_boolean(product, "sterile", false, {});
  const Evidence evidence = std::move(builder).finish();
  const SampleRoot root;
  root.write("jurisdictions/test/a.yaml", "rules:\n" + rule_text("test.a", "product.sterile"));
  const LoadedPacks loaded = root.load();
  const Judgement judgement =
      evaluate(loaded.packs.at(0), evidence, {*parse_date("2026-11-22"), "D"});
  REQUIRE(judgement.findings.size() == 1);
  CHECK(unknown_of(judgement.findings[0]) == "product.sterile (contradicted)\n");
}

TEST_CASE("judgement: the facts that rules asked for are known or unknown") {
  const Judgement judgement =
      judged(rule_text("test.a", "product.sterile && lots[0].units > 1"),
             "product: { kind: cap, sterile: true }\nlots: [{ number: A }]");
  CHECK(judgement.known.size() == 3);  // lots, product.kind, product.sterile
  CHECK(judgement.unknown == std::set<std::string>{"lots[0].units"});
}

TEST_CASE("evaluate: the same input gives the same findings") {
  const std::string rules = rule_text("test.a", "product.sterile") +
                            rule_text("test.b", "lot.units > 1", "    subject: lots\n");
  const std::string dossier = "product: { kind: exosome }\nlots: [{ units: 1 }, { units: 2 }]\n";
  const Judgement a = judged(rules, dossier), b = judged(rules, dossier);
  REQUIRE(a.findings.size() == b.findings.size());
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < a.findings.size(); ++i) {
    CHECK(a.findings[i].id == b.findings[i].id);
    CHECK(a.findings[i].message == b.findings[i].message);
    ids.push_back(a.findings[i].id);
  }
  CHECK(ids == std::vector<std::string>{"D/product/test.pathway", "D/dossier/test.a",
                                        "D/lots[0]/test.b", "D/lots[1]/test.b"});
}

}  // namespace
}  // namespace verilot
