// ingest: signs that tesseract reads wrongly without a doubt, checked against their ink.
//
//   std::vector<RaisedSigns> raised = check_signs(words, page, lexicon);
//
// "±" comes as "+", "≤" as "<", "µ" as "p"; a decimal point is lost; a raised exponent becomes "°".
// What the ink decides is put right; where it does not agree with the text the word's confidence
// falls below every limit.
//
// Units: pixels of the picture.
#pragma once

#include <vector>

#include "ingest/grey_image.h"
#include "ingest/hocr.h"
#include "ingest/lexicon.h"

namespace verilot {

constexpr double kRefuted = 40;  // percent: the confidence of a word that its ink contradicts

// Small signs that stand higher than the letters beside them: an exponent.
struct RaisedSigns {
  std::size_t word = 0;
  std::size_t base = 0;  // bytes of the word's text before them, and before what follows them
  std::size_t end = 0;
  Box box;
};

std::vector<RaisedSigns> check_signs(std::vector<HocrWord>&, const GreyImage&, const Lexicon&);

// A short word or a number beside which ink is left that is in no word may have lost a sign.
// `dropped` are no words, and their ink is known.
void doubt_cut_words(std::vector<HocrWord>&, const std::vector<HocrWord>& dropped,
                     const GreyImage&);

// Words without the rulings that were read as letters ("|", "_"); words of nothing else are gone.
// Returned are those that were dropped, but for points, which may belong to a number.
std::vector<HocrWord> drop_rulings(std::vector<HocrWord>&);

}  // namespace verilot
