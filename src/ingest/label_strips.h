// ingest: labels side by side over their values, each in its column.
//
//   Sample ID   | Sample name        | Batch      | Date
//               |                    |            | received
//   S22-10010   | Milk chocolate     | THC-100-   | 22 February
//               | drops              | 021522     | 2022
//
// Heads and values may have several lines; the strip ends where the lines stand further apart.
#pragma once

#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"

namespace verilot {

struct StripValue {
  std::string label;  // as printed, its lines joined
  std::string role;   // of Lexicon::label_role
  std::string text;
  Box box;
};

std::vector<StripValue> strip_values(const PageLayout&, const Lexicon&);

}  // namespace verilot
