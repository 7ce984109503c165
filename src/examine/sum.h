// Exact sums of printed decimals, for criteria such as "7.2 +- 0.2".
#pragma once

#include <optional>

#include "model/decimal.h"

namespace verilot {

// Nothing beyond 34 digits from the first to the last.
std::optional<Decimal> sum(const Decimal&, const Decimal&);
std::optional<Decimal> difference(const Decimal&, const Decimal&);

}  // namespace verilot
