// report: one finding as a part of an HTML page: clause, reasons, places, what would settle it.
//
//   write_article(dossier, finding, shelf, out);
#pragma once

#include "report/html_pictures.h"

namespace verilot {

void write_article(const DossierResult&, const Finding&, PictureShelf&, std::ostream&);

// The same folded behind a line with its outcome and title.
void write_folded(const DossierResult&, const Finding&, PictureShelf&, std::ostream&);

// "UNVERIFIED", in the class of its colour.
std::string outcome_word(Outcome);

}  // namespace verilot
