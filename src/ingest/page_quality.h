// ingest: whether a page's text layer can be read at all.
#pragma once

#include "ingest/lexicon.h"
#include "ingest/page_layout.h"
#include "ingest/pdf_words.h"

namespace verilot {

// False for pages without words or with glyph codes for text: such a page is read as a picture.
// Of sideways text the layout is that of the page turned upright.
bool has_readable_text(const PdfPage&, const PageLayout&, const Lexicon&);

// How many phrases of a page are words of certificates: labels, columns, analytes, results.
int familiar_phrases(const PageLayout&, const Lexicon&);

}  // namespace verilot
