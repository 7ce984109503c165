// ingest: a page of a PDF as a picture, read by tesseract.
//
//   OcrReader reader(pdf_bytes, lexicon);
//   reader.read(page, OcrUse::alone);   // words with their confidence, or why there are none
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
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/pdf_words.h"

namespace verilot {

// Whether the words of a picture stand for those of the page, or beside them where these have none.
enum class OcrUse { alone, beside_text };

class OcrReader {
 public:
  // Both must outlive this. May be used by several threads.
  OcrReader(std::string_view pdf, const Lexicon& lexicon) : pdf_(pdf), lexicon_(lexicon) {}

  void read(PdfPage&, OcrUse) const;

 private:
  std::string_view pdf_;
  const Lexicon& lexicon_;
};

// Several at once, as many as the machine has cores; what is read does not depend on it.
void read_pictures(const OcrReader&, const std::vector<PdfPage*>&, OcrUse);

}  // namespace verilot
