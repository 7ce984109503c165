// ingest: forms whose answers are boxes to tick.
//
//   HBsAg        [ ] Reactive   [x] Non-reactive   [ ] Not done
//   Endotoxin    0.13 EU/mL     [x] Pass           [ ] Fail
//
// Of two or more options in a row with exactly one ticked, that one is what is printed; the others
// and the boxes are taken off the line. Where none is ticked, or several, all stay as they are.
#pragma once

#include <string_view>

#include "ingest/page_layout.h"

namespace verilot {

void keep_ticked_options(PageLayout&);

// Whether a text holds a box to tick, ticked or not.
bool holds_option_box(std::string_view text);

}  // namespace verilot
