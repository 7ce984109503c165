// ingest: the ink of one word in a picture, in the parts that hang together.
//
//   for (const InkPart& part : ink_parts(page, word.box)) ...
//
// Units: pixels of the picture.
#pragma once

#include <vector>

#include "ingest/grey_image.h"
#include "model/problem.h"

namespace verilot {

struct InkPart {
  Box box;
  int ink = 0;             // dark pixels
  bool encloses = false;   // paper that the ink goes round, as in "p" and not in "µ"
  double lean = 0;         // how far its upper half stands to the right, of its width
  bool flat_foot = false;  // its lowest rows are dark from side to side, as in "±" and not in "+"
};

// From left to right; specks are left out.
std::vector<InkPart> ink_parts(const GreyImage&, const Box&);

}  // namespace verilot
