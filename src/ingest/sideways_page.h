// ingest: pages whose text runs from top to bottom or from bottom to top.
#pragma once

#include "ingest/pdf_words.h"
#include "model/certificate.h"

namespace verilot {

enum class Turn { none, reads_down, reads_up };

// Which way most words run; words of less than four letters tell nothing.
Turn turn_of(const PdfPage&);

// The page as it is read, its width and height exchanged.
PdfPage turned_upright(const PdfPage&, Turn);

// Places on the turned page to places on the page as it is, in all that was read from it.
void turn_places_back(Certificate&, const PdfPage& original, Turn);

}  // namespace verilot
