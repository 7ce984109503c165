// ingest: words recognised in a picture as words of a page, as a text layer would give them.
//
//   page.words = words_of(found, 300, lexicon);
//
// Letters of one line get boxes of one height; the gaps of wide faces are closed.
//
// Units: pixels of the picture in, PDF points of the upright page out.
#pragma once

#include <vector>

#include "ingest/hocr.h"
#include "ingest/lexicon.h"
#include "ingest/pdf_words.h"

namespace verilot {

// `dots` an inch.
std::vector<PdfWord> words_of(const std::vector<HocrWord>&, double dots, const Lexicon&);

}  // namespace verilot
