// ingest: whether a picture on a page with text may be a table that nobody reads.
#pragma once

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"
#include "ingest/pdf_words.h"

namespace verilot {

// True where a picture covers more than 15 % of the page, is no band (a letterhead, a row of
// logos), finds room between the words (a watermark lies under them) and no word of the page
// announces a figure ("chromatogram", "spectrum"). Pictures of nearly the whole page are
// backgrounds, or scans whose text is there.
bool may_picture_a_table(const PdfPage&, const PageLayout&, const Lexicon&);

}  // namespace verilot
