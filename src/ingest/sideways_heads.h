// ingest: words set sideways above narrow columns of an upright page.
//
// A heading that reads upwards ("Minimo / Min.") becomes words that read across, one below another
// line of the header, in a box as narrow as its column. Two such columns at least; a note up the
// margin stays as it is.
#pragma once

#include <vector>

#include "ingest/pdf_words.h"

namespace verilot {

void lay_down_sideways_heads(std::vector<PdfWord>& words);

}  // namespace verilot
