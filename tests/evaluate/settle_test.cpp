#include "evaluate/settle.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "evaluate/sample_evidence.h"
#include "randomness.h"
#include "support/sample_packs.h"

namespace verilot {
namespace {

constexpr const char* kSchema = R"(version: '1'
root: dossier
no_value: [unknown, '?']
types:
  dossier:
    meaning: One product.
    fields:
      product: {type: article, meaning: The product}
      articles: {type: list(article), derived: examine, meaning: All articles}
      lots: {type: list(lot), meaning: Lots}
  article:
    meaning: One article.
    fields:
      name: {type: text, meaning: Name}
      kind: {type: choice(kind), meaning: Kind}
      sterile: {type: boolean, meaning: Sold as sterile}
      pooled: {type: boolean, meaning: Of several persons}
      living: {type: boolean, meaning: Holds living cells}
      made: {type: date, meaning: Day it was made}
  lot:
    meaning: One lot.
    fields:
      number: {type: text, meaning: Number}
      expiry: {type: expiry_date, meaning: Expiry}
enumerations:
  kind:
    meaning: Kinds.
    values:
      exosome: Vesicles
      prp: Plasma
      cap: A laser cap
)";

// A pack with the sample tree and these rules, and a dossier judged by it.
struct Sample {
  explicit Sample(const std::string& rules) {
    root.write("rules/dossier-schema.yaml", kSchema);
    root.write("jurisdictions/test/pathways.yaml", kSampleTree);
    root.write("jurisdictions/test/a.yaml", "rules:\n" + rules);
    loaded = root.load();
    schema = root.schema();
    CHECK(all_lines(loaded.problems) == "");
    REQUIRE(!loaded.packs.empty());
  }
  std::vector<Finding> judge(const std::string& dossier) const {
    const Evidence evidence = evidence_of(dossier);
    return evaluate(loaded.packs[0], evidence, {day, "D"}).findings;
  }
  // The unverified findings, settled.
  std::vector<Finding> settle(const std::string& dossier) const {
    const Evidence evidence = evidence_of(dossier);
    Judgement judgement = evaluate(loaded.packs[0], evidence, {day, "D"});
    std::erase_if(judgement.findings,
                  [](const Finding& f) { return f.outcome != Outcome::unverified; });
    // Each by itself, with the whole of what a search may take.
    for (Finding& finding : judgement.findings)
      finding.settle =
          Settler(loaded.packs[0], evidence, schema, day, judgement.pathways).settle(finding);
    return judgement.findings;
  }
  Settling settling(const std::string& dossier, const std::string& rule) const {
    for (const Finding& finding : settle(dossier))
      if (finding.rule == rule) return *finding.settle;
    FAIL("no open finding of " << rule);
    return {};
  }

  const Date day = *parse_date("2026-11-22");
  SampleRoot root;
  LoadedPacks loaded;
  Schema schema;
};

using Words = std::vector<std::string>;

TEST_CASE("settle: what a condition cannot do without is the smallest set") {
  const Sample sample(
      rule_text("test.both", "product.sterile && product.pooled") +
      rule_text("test.when", "product.pooled", "    when: product.kind == \"prp\"\n"));
  const std::string dossier = "product: {name: X}\n";
  const Settling both = sample.settling(dossier, "test.both");
  CHECK(both.facts == Words{"product.pooled", "product.sterile"});
  CHECK(both.smallest);
  CHECK(both.could_fail == Words{"product.pooled", "product.sterile"});
  const Settling when = sample.settling(dossier, "test.when");
  CHECK(when.facts == Words{"product.kind", "product.pooled"});
  CHECK(when.could_fail.empty());
}

TEST_CASE("settle: a fact that only an excluded case would read is left out") {
  const Sample sample(
      rule_text("test.excluded",
                "(product.kind == \"prp\" && product.sterile) || "
                "(product.kind != \"prp\" && product.kind == \"prp\" && product.living)"));
  const Settling settling = sample.settling("product: {name: X}\n", "test.excluded");
  CHECK(settling.facts == Words{"product.kind", "product.sterile"});
  CHECK(settling.smallest);
}

TEST_CASE("settle: the questions that keep a pathway open belong to the set") {
  const Sample sample(
      rule_text("test.device", "product.sterile", "    applies_to: [test.device]\n"));
  const Settling settling = sample.settling("product: {name: X}\n", "test.device");
  CHECK(settling.facts == Words{"product.kind", "product.sterile"});
  CHECK(settling.smallest);
}

TEST_CASE("settle: a pathway is settled by the facts of its open questions") {
  const Sample sample(rule_text("test.any", "product.sterile"));
  const Settling settling = sample.settling("product: {name: X}\n", "test.pathway");
  CHECK(settling.facts == Words{"product.kind"});
  CHECK(settling.could_fail == Words{"product.kind"});
}

TEST_CASE("settle: a list that nobody stated is known with what is asked of its elements") {
  const Sample sample(
      rule_text("test.lot", "lot.expiry != null && lot.expiry >= as_of", "    subject: lots\n"));
  const Settling unread = sample.settling("product: {name: X}\n", "test.lot");
  CHECK(unread.facts == Words{"lots", "lots[].expiry"});
  CHECK(unread.could_fail == Words{"lots"});
  const Settling lot = sample.settling("lots: [{number: A}]\n", "test.lot");
  CHECK(lot.facts == Words{"lots[0].expiry"});
  CHECK(lot.smallest);
}

TEST_CASE("settle: a date that is too coarse is a fact to be known") {
  const Sample sample(rule_text("test.made", "product.made <= as_of"));
  const Settling settling = sample.settling("product: {made: 2026-11}\n", "test.made");
  CHECK(settling.facts == Words{"product.made"});
  CHECK(settling.could_fail == Words{"product.made"});
}

TEST_CASE("settle: a document that is missing is asked for, and the fact where it is not stated") {
  const Sample sample(rule_text("test.shown", "documented(product.name)"));
  CHECK(sample.settling("product: {name: X}\n", "test.shown").facts ==
        Words{"product.name (documented)"});
  CHECK(sample.settling("product: {kind: prp}\n", "test.shown").facts ==
        Words{"product.name (documented)"});
}

TEST_CASE("settle: a failure that a withdrawn fact causes goes with it") {
  const Sample sample(rule_text("test.kind", "product.kind != \"prp\""));
  const Evidence evidence = evidence_of("product: {kind: prp}\n");
  const Judgement judgement = evaluate(sample.loaded.packs[0], evidence, {sample.day, "D"});
  const Finding& finding = judgement.findings.back();
  REQUIRE(finding.outcome == Outcome::fail);
  Settler as_is(sample.loaded.packs[0], evidence, sample.schema, sample.day, judgement.pathways);
  CHECK(as_is.fails(finding));
  Settler without(sample.loaded.packs[0], evidence, sample.schema, sample.day, judgement.pathways,
                  {"product.kind"});
  CHECK_FALSE(without.fails(finding));
}

// Every fact of the property below, with its values; "" is not known.
struct Choice {
  std::string path, key;
  Words values;
};
const std::vector<Choice> kFacts = {{"product.kind", "kind", {"", "exosome", "prp", "cap", "null"}},
                                    {"product.sterile", "sterile", {"", "true", "false", "null"}},
                                    {"product.pooled", "pooled", {"", "true", "false", "null"}},
                                    {"product.living", "living", {"", "true", "false", "null"}}};

std::string random_condition(Random& random, int depth) {
  if (depth == 0) {
    return one_of(random, {"product.kind == \"prp\"", "product.kind != \"cap\"",
                           "product.kind in [\"cap\", \"exosome\"]", "product.sterile == true",
                           "product.pooled == true", "product.living != null",
                           "product.sterile == product.pooled", "product.living == false"});
  }
  const std::string a = random_condition(random, depth - 1);
  const std::string b = random_condition(random, depth - 1);
  switch (below(random, 4)) {
    case 0:
      return "(" + a + " && " + b + ")";
    case 1:
      return "(" + a + " || " + b + ")";
    case 2:
      return "!(" + a + " && " + b + ")";
    default:
      return "(" + a + " ? " + b + " : " + random_condition(random, depth - 1) + ")";
  }
}

std::string dossier_of(const std::vector<std::size_t>& chosen) {
  std::string members = "name: X";
  for (std::size_t i = 0; i < kFacts.size(); ++i)
    if (chosen[i] != 0) members += ", " + kFacts[i].key + ": " + kFacts[i].values[chosen[i]];
  return "product: {" + members + "}\n";
}

// The outcome of each rule for each choice of values, unknown among them.
class Outcomes {
 public:
  explicit Outcomes(const Sample& sample) {
    std::vector<std::size_t> chosen(kFacts.size(), 0);
    do {
      for (const Finding& finding : sample.judge(dossier_of(chosen)))
        outcomes_[finding.rule].emplace_back(chosen, finding.outcome);
    } while (next(chosen));
  }

  // Whether the rule is decided whatever these facts are, all others unknown.
  bool settled(const std::string& rule, const std::vector<bool>& facts) const {
    return none_of(rule, facts, Outcome::unverified);
  }
  bool can_fail(const std::string& rule, std::size_t fact) const {
    std::vector<bool> facts(kFacts.size(), false);
    facts[fact] = true;
    return !none_of(rule, facts, Outcome::fail);
  }

 private:
  static bool next(std::vector<std::size_t>& chosen) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (++chosen[i] < kFacts[i].values.size()) return true;
      chosen[i] = 0;
    }
    return false;
  }
  bool none_of(const std::string& rule, const std::vector<bool>& facts, Outcome outcome) const {
    const auto& all = outcomes_.at(rule);
    return std::none_of(all.begin(), all.end(), [&](const auto& one) {
      for (std::size_t i = 0; i < facts.size(); ++i)
        if ((one.first[i] != 0) != facts[i]) return false;
      return one.second == outcome;
    });
  }

  std::map<std::string, std::vector<std::pair<std::vector<std::size_t>, Outcome>>> outcomes_;
};

std::vector<bool> as_set(const Words& facts) {
  std::vector<bool> set;
  for (const Choice& fact : kFacts)
    set.push_back(std::find(facts.begin(), facts.end(), fact.path) != facts.end());
  return set;
}

std::string random_rules(Random& random) {
  std::string rules;
  for (int i = 0; i < 40; ++i) {
    std::string more;
    if (below(random, 2) == 0)
      more += "    when: '" + random_condition(random, static_cast<int>(below(random, 2))) + "'\n";
    if (below(random, 3) == 0) more += "    applies_to: [test.device, test.own]\n";
    rules += rule_text("test.r" + std::to_string(i),
                       "'" + random_condition(random, 1 + static_cast<int>(below(random, 2))) + "'",
                       more);
  }
  return rules;
}

TEST_CASE("settle: for random rules the set settles whatever its values, and no smaller one does") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    Random random(seed);
    const Sample sample(random_rules(random));
    const Outcomes outcomes(sample);
    for (const Finding& finding : sample.settle("product: {name: X}\n")) {
      const Settling& settling = *finding.settle;
      const std::vector<bool> facts = as_set(settling.facts);
      CAPTURE(seed);
      CAPTURE(finding.when);
      CAPTURE(finding.require);
      const auto size = std::count(facts.begin(), facts.end(), true);
      CHECK(size == static_cast<long>(settling.facts.size()));
      if (finding.rule == "test.pathway") continue;
      CHECK(outcomes.settled(finding.rule, facts));
      CHECK(settling.smallest);
      for (std::size_t bits = 0; bits < 16; ++bits) {
        const std::vector<bool> other = {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0,
                                         (bits & 8) != 0};
        if (std::count(other.begin(), other.end(), true) < size)
          CHECK_FALSE(outcomes.settled(finding.rule, other));
      }
      const std::vector<bool> failing = as_set(settling.could_fail);
      for (std::size_t fact = 0; fact < kFacts.size(); ++fact)
        CHECK(failing[fact] == outcomes.can_fail(finding.rule, fact));
    }
  }
}

}  // namespace
}  // namespace verilot
