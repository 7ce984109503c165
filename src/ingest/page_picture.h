// ingest: how the picture of a page lies, and what in it is not text.
//
//   const double skew = skew_of(page);              // turned(page, -skew) is level
//   make_dark_on_light(page);                       // white words on a dark bar
//   page = without_rulings(page);
//
// Units: as in grey_image.h; sizes suit about 300 dots an inch.
#pragma once

#include "ingest/grey_image.h"

namespace verilot {

// The angle of the lines of text, up to 6 degrees; 0 where no angle stands out.
double skew_of(const GreyImage&);

// Whether lines of text run from top to bottom.
bool lies_sideways(const GreyImage&);

// Whether nothing stands out of the paper.
bool is_blank(const GreyImage&);

// Evens out shadows of a photograph: the paper becomes white.
void even_out(GreyImage&);

// Turns light words on dark bars and cells into dark words on light ones.
void make_dark_on_light(GreyImage&);

// Long thin lines, level or upright, become paper.
GreyImage without_rulings(const GreyImage&);

}  // namespace verilot
