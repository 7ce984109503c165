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

// The phrases on a line and at most `reach` points above and below it, from left to right.
std::vector<StackedHead> stacked_heads(const PageLayout&, const Line&, double reach);

}  // namespace verilot
