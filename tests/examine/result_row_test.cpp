#include "examine/result_row.h"

#include <doctest/doctest.h>

#include "sample_tables.h"

using namespace verilot;

namespace {

ResultRow row_of(const char* result, const char* limit) {
  static const Tables tables = test::sample_tables();
  const CellGrammar grammar{tables.units, tables.certificate};
  ResultRow row;
  row.nature = Nature::contaminant;
  row.result = read_cell(result, grammar);
  row.limit = read_cell(limit, grammar);
  row.criterion = read_criterion(row.limit, row.nature);
  row.limit_known = true;
  return row;
}

}  // namespace

TEST_CASE("result row: a number is rounded to the places of its limit, half away from zero") {
  struct Case {
    const char* result;
    const char* limit;
    bool keeps;
  };
  const Case cases[] = {
      {"0.54 mg", "NMT 0.5 mg", true},  {"0.55 mg", "NMT 0.5 mg", false},
      {"7.24", "6.8 - 7.2", true},      {"7.25", "6.8 - 7.2", false},
      {"9.96 mg", "NMT 10.0 mg", true}, {"99.5 mg", "NMT 99 mg", false},
      {"10.4 mg", "NMT 10 mg", true},   {"0.54 mg", "NMT 0.50 mg", false},
      {"5.2 mg", "NMT 5.1 mg", false},  {"540 mg", "NMT 5 x 10^2 mg", false},
      {"0.54 mg", "NMT 0.5 g", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.result);
    CAPTURE(one.limit);
    const ResultRow row = row_of(one.result, one.limit);
    const bool kept = compare_row(row).outcome == Judgement::Outcome::pass;
    CHECK((kept || passes_when_rounded(row)) == (one.keeps || kept));
    if (!kept) CHECK(passes_when_rounded(row) == one.keeps);
  }
}

TEST_CASE("result row: rounding does not change the judgement itself") {
  CHECK(judge_row(row_of("0.54 mg", "NMT 0.5 mg")).outcome == Judgement::Outcome::fail);
}
