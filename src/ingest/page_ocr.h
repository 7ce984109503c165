// ingest: a page of a PDF as a picture, read by tesseract.
//
//   OcrReader reader(pdf_bytes, lexicon);
//   reader.read(page);     // words with their confidence, or why there are none
//
// The page is drawn by pdftoppm, put level and upright, cleaned of what is not text, and read; both
// programs are children with limits, and take their input from memory. Where the first reading
// makes little sense, the page is read without its rulings, or upside down, and the reading with
// the most words of certificates stands.
//
// Units:  words in PDF points of the page as it was put upright; see PdfPage::placement.
// Errors: a page that cannot be read has `readable` false and says why in `unread`.
// Limits: kMaxPixels a page; 20 s a page.
#pragma once

#include <string_view>

#include "ingest/lexicon.h"
#include "ingest/pdf_words.h"

namespace verilot {

class OcrReader {
 public:
  // Both must outlive this. May be used by several threads.
  OcrReader(std::string_view pdf, const Lexicon& lexicon) : pdf_(pdf), lexicon_(lexicon) {}

  // Replaces the words of the page by those of its picture.
  void read(PdfPage&) const;

 private:
  std::string_view pdf_;
  const Lexicon& lexicon_;
};

}  // namespace verilot
