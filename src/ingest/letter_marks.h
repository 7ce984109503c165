// ingest: dots and accents above letters, which tesseract's English model drops ("Pruflabor") or
// takes for letters ("Priiflabor"), put back by their ink.
//
//   restore_marks(words, page);
//
// Units: pixels of the picture.
#pragma once

#include <vector>

#include "ingest/grey_image.h"
#include "ingest/hocr.h"

namespace verilot {

void restore_marks(std::vector<HocrWord>&, const GreyImage&);

}  // namespace verilot
