// ingest: readings that are set down as doubtful rather than given as known.
//
// A cell with two values, a unit where a result should be, a name that holds a value: the row was
// cut apart wrongly, and nobody can tell which part is right. Words that stand over other words may
// be either of the two.
#pragma once

#include <vector>

#include "ingest/lexicon.h"
#include "ingest/pdf_words.h"
#include "model/certificate.h"

namespace verilot {

void doubt_cells(CertificateTest&, const Lexicon&);

// Doubts what the strays of a row may be: a unit where none was read, a limit where the table has
// no column of limits, the result of a row that has none. The stray becomes the reading.
void doubt_beside(CertificateTest&, const std::vector<Printed>& strays, bool limits_read,
                  const Lexicon&);

// Boxes of words that are printed over other words of the page; none on pages of many, where the
// text layer itself is laid so.
std::vector<Box> overprinted(const PdfPage&);

// Doubts the values of a page that stand in one of the boxes.
void doubt_overprinted(Certificate&, int page, const std::vector<Box>&);

}  // namespace verilot
