#include "examine/judge.h"

#include <doctest/doctest.h>

#include "sample_tables.h"

using namespace verilot;
using Outcome = Judgement::Outcome;

namespace {

struct Case {
  const char* result;
  const char* limit;
  Nature nature;
  Outcome expected;
};

const Tables& tables() {
  static const Tables all = test::sample_tables();
  return all;
}

Judgement judged(const Case& c, bool decimal_comma = false) {
  const CellGrammar grammar{tables().units, tables().certificate, decimal_comma};
  return judge(read_cell(c.result, grammar), read_criterion(read_cell(c.limit, grammar), c.nature),
               c.nature);
}

void check_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    CAPTURE(std::string(c.result));
    CAPTURE(std::string(c.limit));
    const Judgement judgement = judged(c);
    CAPTURE(judgement.reason);
    CHECK(judgement.outcome == c.expected);
  }
}

}  // namespace

TEST_CASE(
    "judge: a number is compared with its limit, and the limit is included where it says so") {
  check_all({
      {"0.02 EU/mL", "NMT 0.5 EU/mL", Nature::contaminant, Outcome::pass},
      {"0.5 EU/mL", "<= 0.5 EU/mL", Nature::contaminant, Outcome::pass},
      {"0.5 EU/mL", "< 0.5 EU/mL", Nature::contaminant, Outcome::fail},
      {"0.50 EU/mL", "NMT 0.5 EU/mL", Nature::contaminant, Outcome::pass},
      {"0.54 EU/mL", "\u2264 0.5 EU/mL", Nature::contaminant, Outcome::fail},
      {"99.1 %", "NLT 98.0 %", Nature::assay, Outcome::pass},
      {"97.9 %", ">= 98.0 %", Nature::assay, Outcome::fail},
      {"98 %", "> 98 %", Nature::assay, Outcome::fail},
      {"5.2\u00D710\u2079 particles/mL", "\u2265 1\u00D710^9 p/mL", Nature::other, Outcome::pass},
      {"2 x 10^8 p/mL", ">= 1e9 particles/mL", Nature::other, Outcome::fail},
      {"1.00E+05", "10^5", Nature::contaminant, Outcome::pass},
      {"5 billion p/mL", "NLT 1 billion p/mL", Nature::other, Outcome::pass},
  });
}

TEST_CASE("judge: a bare number is a maximum for a contaminant and decides nothing elsewhere") {
  check_all({
      {"0.1", "0.2", Nature::contaminant, Outcome::pass},
      {"0.3", "0.2", Nature::contaminant, Outcome::fail},
      {"9.93 mg", "10 mg", Nature::assay, Outcome::unknown},
      {"7.1", "7", Nature::other, Outcome::unknown},
  });
}

TEST_CASE("judge: a censored result passes only where every value it allows passes") {
  check_all({
      {"< 0.05 EU/mL", "<= 0.5 EU/mL", Nature::contaminant, Outcome::pass},
      {"< 0.5 EU/mL", "< 0.5 EU/mL", Nature::contaminant, Outcome::pass},
      {"<= 0.5 EU/mL", "< 0.5 EU/mL", Nature::contaminant, Outcome::unknown},
      {"< 1 EU/mL", "<= 0.5 EU/mL", Nature::contaminant, Outcome::unknown},
      {"> 1 EU/mL", "<= 0.5 EU/mL", Nature::contaminant, Outcome::fail},
      {"> 99.3 %", ">= 98 %", Nature::assay, Outcome::pass},
      {"< 10 %", ">= 98 %", Nature::assay, Outcome::fail},
      {"ND", "<= 0.2 EU/mL", Nature::contaminant, Outcome::pass},
      {"ND", ">= 98 %", Nature::assay, Outcome::fail},
      {"<LOQ", "<= 0.2 EU/mL", Nature::contaminant, Outcome::unknown},
  });
}

TEST_CASE("judge: ranges, tolerances and replicates pass only as a whole") {
  check_all({
      {"80 \u2013 150 nm", "30-200 nm", Nature::other, Outcome::pass},
      {"80-250 nm", "30-200 nm", Nature::other, Outcome::fail},
      {"110 nm", "80-150 nm", Nature::other, Outcome::pass},
      {"0.11 um", "80-150 nm", Nature::other, Outcome::pass},
      {"7.0", "7.2 \u00B1 0.2", Nature::other, Outcome::pass},
      {"6.99", "7.2 +/- 0.2", Nature::other, Outcome::fail},
      {"9.1 mg", "10 mg \u00B1 10 %", Nature::assay, Outcome::pass},
      {"8.9 mg", "10 mg \u00B1 10 %", Nature::assay, Outcome::fail},
      {"5.25 mg; 5.25 mg; 5.25 mg", "5 - 6 mg", Nature::assay, Outcome::pass},
      {"5.25 mg / 6.20 mg / 5.19 mg", "5 - 6 mg", Nature::assay, Outcome::fail},
  });
}

TEST_CASE("judge: units that cannot be compared give no verdict") {
  check_all({
      {"0.02 EU/mg", "<= 0.5 EU/mL", Nature::contaminant, Outcome::unknown},
      {"5 wibbles", "<= 10 wibbles", Nature::contaminant, Outcome::pass},
      {"5 wibbles", "<= 10 wobbles", Nature::contaminant, Outcome::unknown},
  });
}

TEST_CASE("judge: words against a limit in words") {
  check_all({
      {"No growth", "No growth", Nature::safety, Outcome::pass},
      {"Growth", "No growth", Nature::safety, Outcome::fail},
      {"Negative", "Negative", Nature::safety, Outcome::pass},
      {"Positive", "Negative", Nature::safety, Outcome::fail},
      {"0 CFU/g", "Absent", Nature::safety, Outcome::pass},
      {"3 CFU/g", "Absent", Nature::safety, Outcome::fail},
      {"< 10 CFU/g", "Absent", Nature::safety, Outcome::unknown},
      {"Positive", "Positive", Nature::identity, Outcome::pass},
      {"Negative", "Positive", Nature::identity, Outcome::fail},
      {"Detected", "Detected", Nature::contaminant, Outcome::fail},
      {"Not detected", "Detected", Nature::contaminant, Outcome::pass},
      {"Not detected in 1 g", "Absence per 10 g", Nature::contaminant, Outcome::unknown},
      {"Not detected in 10 g", "Any amount in 1 gram", Nature::contaminant, Outcome::pass},
      {"White cake", "White to off-white cake", Nature::other, Outcome::unknown},
      {"Conforms", "White to off-white cake", Nature::other, Outcome::pass},
      {"5 mg", "Report only", Nature::assay, Outcome::open},
  });
}

TEST_CASE("judge: without a limit only the words of a safety test decide") {
  check_all({
      {"No growth", "", Nature::safety, Outcome::pass},
      {"Sterile", "N/A", Nature::safety, Outcome::pass},
      {"Growth", "", Nature::safety, Outcome::fail},
      {"No growth", "Meets USP <71>", Nature::safety, Outcome::pass},
      {"Negative", "", Nature::other, Outcome::unknown},
      {"0.02 EU/mL", "", Nature::contaminant, Outcome::unknown},
      {"Pass", "", Nature::safety, Outcome::unknown},
      {"Pass", "USP <71>", Nature::safety, Outcome::pass},
      {"Fail", "", Nature::other, Outcome::fail},
  });
}

TEST_CASE("judge: what is no result is never a pass and never a fail") {
  for (const char* word : {"Not tested", "NT", "Pending", "TBD", "In process", "To follow", "", "-",
                           "N/A", "No growth (interim, day 7)", "No growth, growth on day 9",
                           "Passes except for appearance"}) {
    CAPTURE(std::string(word));
    CHECK(judged({word, "No growth", Nature::safety, Outcome::unknown}).outcome ==
          Outcome::unknown);
  }
}

TEST_CASE("judge: the reason says what cannot be told") {
  CHECK(judged({"Not tested", "No growth", Nature::safety, {}}).reason == "not tested");
  CHECK(judged({"Pass", "", Nature::safety, {}}).reason == "a verdict without a criterion");
  CHECK(judged({"1 EU/mg", "< 5 EU/mL", Nature::contaminant, {}}).reason ==
        "the units of result and limit (EU/mg, EU/mL) cannot be compared");
}

TEST_CASE("judge: the decimal comma belongs to the document") {
  CHECK(uses_decimal_comma({"4,1", "12"}));
  CHECK(uses_decimal_comma({"1.234,5"}));
  CHECK_FALSE(uses_decimal_comma({"1,000", "11,900.000"}));
  CHECK(judged({"0,125 EU/mL", "NMT 0,5 EU/mL", Nature::contaminant, {}}, true).outcome ==
        Outcome::pass);
  CHECK(judged({"1,000 CFU/g", "<= 100 CFU/g", Nature::contaminant, {}}).outcome == Outcome::fail);
  CHECK(judged({"1,000 CFU/g", "<= 100 CFU/g", Nature::contaminant, {}}, true).outcome ==
        Outcome::pass);
}
