// evaluate: the law of a day.
#pragma once

#include "model/date.h"
#include "packs/pack.h"

namespace verilot {

bool holds(const Period&, const Date& as_of);

// The rule as it reads on the day: the first version in force counts.
Rule on_day(const Rule&, const Date& as_of);

}  // namespace verilot
