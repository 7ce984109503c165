// A result against its criterion, after the rules for certificates of analysis: compared as exact
// decimals, a censored result only where every value it allows is on one side.
//
//   judge(read_cell("< 0.05 EU/mL", g), criterion, nature).outcome == Judgement::Outcome::pass
#pragma once

#include <string>

#include "examine/cell.h"
#include "examine/criterion.h"

namespace verilot {

struct Judgement {
  enum class Outcome {
    pass,
    fail,
    open,     // the certificate only reports the value
    unknown,  // `reason` says what cannot be told
  };
  Outcome outcome = Outcome::unknown;
  std::string reason;
};

Judgement judge(const Cell& result, const Criterion&, Nature);

}  // namespace verilot
