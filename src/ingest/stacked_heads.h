// ingest: the cells of a header whose words stand over several lines, put together by column.
#pragma once

#include <string>
#include <vector>

#include "ingest/page_layout.h"

namespace verilot {

struct StackedHead {
  std::string text;  // its lines joined from top to bottom
  Box box;
};

// The phrases of a line, from left to right; `touching`: and of the lines that touch it, and one
// another.
std::vector<StackedHead> stacked_heads(const PageLayout&, const Line&, bool touching);

}  // namespace verilot
