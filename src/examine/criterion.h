// The acceptance criterion of a test as verilot compares with it.
//
//   Criterion c = read_criterion(read_cell("NMT 0.5 EU/mL", grammar), Nature::contaminant);
//   c.kind == Criterion::Kind::interval; *c.high is 0.5 EU/mL, included
#pragma once

#include <optional>
#include <string>

#include "examine/analyte_nature.h"
#include "examine/cell.h"

namespace verilot {

struct Criterion {
  enum class Kind {
    none,      // no criterion is printed
    interval,  // from `low` to `high`, either may be open
    absent,    // the analyte must not be found, in `amount` where that is given
    present,   // it must be found
    report,    // the value is only reported
    words,     // a text or a reference that a number cannot be compared with
    unclear,   // a number without a direction: `why`
  };

  Kind kind = Kind::none;
  std::optional<Quantity> low, high;
  bool low_included = true, high_included = true;
  std::optional<Quantity> amount;
  std::string why;
  std::string folded;
};

Criterion read_criterion(const Cell&, Nature);

}  // namespace verilot
