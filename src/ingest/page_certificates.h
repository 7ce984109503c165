// ingest: the certificates on pages of words, whether the words come from a text layer or from
// recognising pictures.
#pragma once

#include <string>

#include "ingest/lexicon.h"
#include "ingest/page_ocr.h"
#include "ingest/pdf_words.h"
#include "model/certificate.h"

namespace verilot {

// Pages without readable text, and pictures that may hold more than the text beside them, are read
// by `ocr`, and their words are put into `text`. The format of the file is left empty.
CertificateFile read_page_certificates(const std::string& name, PdfText& text, const OcrReader& ocr,
                                       const Lexicon&, const Tables&);

}  // namespace verilot
