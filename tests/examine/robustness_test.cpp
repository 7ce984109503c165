#include <doctest/doctest.h>

#include <random>
#include <string>

#include "examine/claim_recogniser.h"
#include "examine/criterion.h"
#include "examine/judge.h"
#include "sample_tables.h"

using namespace verilot;

namespace {

// Flips, cuts, doubles and swaps bytes of a text.
std::string mutated(std::string text, std::mt19937& random) {
  for (unsigned i = 0, changes = 1 + random() % 4; i < changes && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 5) {
      case 0:
        text[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        text.resize(at);
        break;
      case 2:
        text.insert(at, text.substr(at, 1 + random() % 8));
        break;
      case 3:
        text.erase(at, 1 + random() % 4);
        break;
      default:
        text.insert(at, 1, "0123456789,.-<>x^ %\xC2\xE2\n?:("[random() % 24]);
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("cells: any bytes are read as something, and judged without a crash") {
  const Tables tables = test::sample_tables();
  const char* seeds[] = {"5.2 x 10^9 particles/mL",
                         "< 0.05 EU/mL",
                         "7.2 \u00B1 0.2",
                         "50-200 nm",
                         "Not detected in 1 g",
                         "5.25 mg; 5.20 mg",
                         "1.00E+05",
                         "11,900.000 CFU/g",
                         "No growth",
                         "10\u2079",
                         "1e99999999",
                         "-"};
  std::mt19937 random(20261122);
  for (int i = 0; i < 10'000; ++i) {
    const bool comma = random() % 2 == 0;
    const CellGrammar grammar{tables.units, tables.certificate, comma};
    const auto text = [&] { return mutated(seeds[random() % std::size(seeds)], random); };
    const Cell result = read_cell(text(), grammar);
    const auto nature = static_cast<Nature>(random() % 5);
    const Judgement judgement =
        judge(result, read_criterion(read_cell(text(), grammar), nature), nature);
    const bool said = judgement.outcome != Judgement::Outcome::unknown || !judgement.reason.empty();
    CHECK_MESSAGE(said, "an unknown verdict needs its reason");
  }
}

TEST_CASE("claims: places of recognised claims lie within any text") {
  ClaimTable table;
  table.phrases = {{"regulator_approved", "en", "\\bfda approved"},
                   {"guaranteed_result", "en", "\\bguarantee\\w*"}};
  table.cues = {{"negation", {"\\bnot\\b|\\bno\\b"}},
                {"reported", {"\\bbeware\\b"}},
                {"warning", {"red flags"}},
                {"own_voice", {"\\bour\\b"}},
                {"clause_break", {"[;:(]"}}};
  Problems problems;
  const ClaimRecogniser recogniser(table, "exosome", problems);
  const std::string seed =
      "Red flags:\n- says it is \u201CFDA-approved\u201D (it is not)\n- guarantees regrowth\n\nOur "
      "vials "
      "are FDA approved. Is it FDA approved? No, not yet; we guarantee nothing.\n";
  std::mt19937 random(7);
  for (int i = 0; i < 5'000; ++i) {
    const std::string text = mutated(seed, random);
    for (const RecognisedClaim& claim : recogniser.recognise(text, 100)) {
      CHECK(claim.begin < claim.end);
      CHECK(claim.end <= text.size());
      CHECK(claim.sentence_begin <= claim.begin);
      CHECK(claim.end <= claim.sentence_end);
    }
  }
}

TEST_CASE("claims: a faulty pattern is a problem and the others still work") {
  ClaimTable table;
  table.phrases = {{"price", "en", "(unclosed"}, {"registered", "en", "registered"}};
  Problems problems;
  const ClaimRecogniser recogniser(table, "", problems);
  CHECK(problems.size() == 1);
  CHECK(recogniser.recognise("FDA registered", 10).size() == 1);
}
