#include "trials/monotonicity.h"

#include "trials/refinement.h"
#include "trials/tried_pack.h"

namespace verilot {
namespace {

std::string text_of(const MonotonyReport& report) {
  std::string text;
  const auto add = [&](const std::string& head, const std::vector<std::string>& lines) {
    text += head;
    for (const std::string& line : lines) text += " " + line + ";";
  };
  for (const Contradiction& one : report.contradictions) {
    text += one.rule + " " + one.subject + " " + one.before + ", then " + one.after;
    add(" | knowing", one.known);
    add(" | learning", one.learnt);
    text += "\n";
  }
  return text;
}

MonotonyReport report_of(const TriedPack& tried, std::size_t dossiers = 2000,
                         std::uint64_t seed = 1, std::size_t threads = 1) {
  return try_monotony(tried.ready(), tried.rulebook(), {dossiers, seed, threads}).at(0);
}

const std::vector<std::pair<std::string, std::string>> kGiven = {
    {"product: { kind: prp, sterile: true, dose: 5 mL }, lots: [{ number: A }, { number: B }]",
     "pass"}};

TEST_CASE("monotone: conditions in three values contradict nothing") {
  const TriedPack tried(
      rule_text("test.a", "product.sterile && product.dose <= quantity('5 mL')",
                "    when: product.kind in [\"prp\", \"cap\"]\n" + cases(kGiven)) +
          rule_text("test.b", "lots.exists(l, l.number == 'B')") +
          rule_text("test.c", "lot.number == 'A'", "    subject: lots\n") +
          rule_text("test.d", "lots.all(l, l.expiry > as_of)"),
      "", kSampleTree);
  const MonotonyReport report = report_of(tried);
  CHECK(text_of(report) == "");
  CHECK(report.dossiers >= 2000);
  CHECK(report.decided > report.refinements);
  CHECK(report.settled > 100);
}

TEST_CASE("monotone: has() takes what nobody stated for absent, and what is learnt overturns it") {
  const TriedPack tried(rule_text("test.a", "has(product.dose)",
                                  "    absence_ok: asks what is written\n" + cases(kGiven)));
  CHECK(text_of(report_of(tried))
            .starts_with(
                "test.a dossier fail, then pass | knowing product: {}; | learning product.dose: "));
}

TEST_CASE("monotone: the fewest facts that show it are told, list and all") {
  const TriedPack tried(rule_text("test.a", "lots.all(l, \"expiry\" in l)",
                                  "    absence_ok: asks what is written\n" + cases(kGiven)));
  CHECK(
      text_of(report_of(tried))
          .starts_with(
              "test.a dossier fail, then pass | knowing lots[0]: {}; | learning lots[0].expiry: "));
}

TEST_CASE("monotone: a pathway that opens again is a contradiction, one that closes is none") {
  const TriedPack tried(rule_text("test.a", "product.sterile", cases(kGiven)), "", kSampleTree);
  const PackOnDay day(tried.pack(), tried.pack().law_as_found, tried.rulebook());
  const PathwayTree& tree = tried.pack().tree;
  const auto possible = [&](const std::vector<std::string>& ids) {
    PackOnDay::Outcomes outcomes{{{}}, {{}}};
    outcomes.pathways[0].subject = "product";
    for (const std::string& id : ids)
      outcomes.pathways[0].possible.push_back(&tree.leaves.find(id)->second);
    return outcomes;
  };
  const auto one = possible({"test.own"}), two = possible({"test.own", "test.drug"});
  CHECK(day.contradictions(two, one).empty());
  REQUIRE(day.contradictions(one, two).size() == 1);
  CHECK(day.contradictions(one, two)[0].rule == "test.pathway");
  CHECK(day.contradictions(one, two)[0].after == "test.own, test.drug");
}

TEST_CASE("monotone: what stood for a list stands for each of its elements") {
  const TriedPack tried(
      rule_text("test.a", "lot.number == 'A'", "    subject: lots\n" + cases(kGiven)));
  const PackOnDay day(tried.pack(), tried.pack().law_as_found, tried.rulebook());
  const auto says = [](std::vector<SubjectOutcome> all) {
    return PackOnDay::Outcomes{{}, {std::move(all)}};
  };
  const auto none = says({{"lots", Outcome::not_applicable}});
  CHECK(day.contradictions(none, says({{"lots[0]", Outcome::not_applicable}})).empty());
  const auto found = day.contradictions(
      none, says({{"lots[0]", Outcome::not_applicable}, {"lots[1]", Outcome::fail}}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].after == "fail of lots[1]");
  const auto rest = says({{"lots[0]", Outcome::pass}, {"lots[1]", Outcome::not_applicable}});
  CHECK(day.contradictions(rest, says({{"lots[0]", Outcome::pass}})).empty());
}

TEST_CASE("monotone: silence contradicts a pass, not that the rule did not apply") {
  const TriedPack tried(rule_text("test.a", "product.sterile", cases(kGiven)));
  const PackOnDay day(tried.pack(), tried.pack().law_as_found, tried.rulebook());
  const auto says = [](std::vector<SubjectOutcome> all) {
    return PackOnDay::Outcomes{{}, {std::move(all)}};
  };
  CHECK(day.contradictions(says({{"dossier", Outcome::not_applicable}}), says({})).empty());
  CHECK(day.contradictions(says({{"dossier", Outcome::pass}}), says({})).size() == 1);
}

TEST_CASE("monotone: the same seed finds the same, on any number of threads") {
  const TriedPack tried(rule_text("test.a", "has(product.dose) && has(product.name)",
                                  "    absence_ok: asks what is written\n" + cases(kGiven)));
  const MonotonyReport one = report_of(tried, 3000, 7, 1), four = report_of(tried, 3000, 7, 4);
  CHECK(text_of(one) == text_of(four));
  CHECK(one.decided == four.decided);
  CHECK(one.settled == four.settled);
  CHECK(report_of(tried, 3000, 8, 1).decided != one.decided);
}

TEST_CASE("monotone: judging again what a fact touches is judging all") {
  const TriedPack tried(
      rule_text("test.a", "product.sterile", "    applies_to: [test.own]\n" + cases(kGiven)) +
          rule_text("test.b", "lot.number == 'A'", "    subject: lots\n"),
      "", kSampleTree);
  const PackOnDay day(tried.pack(), tried.pack().law_as_found, tried.rulebook());
  const FactPtr whole =
      fact_tree(*tried.ready()[0]->all().at(0)->evidence, tried.rulebook().schema);
  const PackOnDay::Outcomes outcomes = day.judge(*whole);
  CHECK(outcomes.of_rules[0].front().outcome == Outcome::pass);
  const FactPtr without = changed(whole, {{"product"}, {"kind"}}, nullptr);
  const PackOnDay::Outcomes again = day.judge_again(*without, outcomes, {"kind"});
  CHECK(again.of_rules == day.judge(*without).of_rules);
  CHECK(again.of_rules[0].front().outcome == Outcome::unverified);
  const FactPtr fewer = changed(whole, {{"lots"}, {"", 1}}, nullptr);
  CHECK(day.judge_again(*fewer, outcomes, {"lots"}).of_rules == day.judge(*fewer).of_rules);
}

}  // namespace
}  // namespace verilot
