// ingest: what stands on a page as ink and was not read, cut out line by line and pasted under one
// another, so that it can be read without its neighbours.
//
//   const Leftover rest = leftover_text(page, words);
//   for (HocrWord& word : parse_hocr(tesseract(rest.lines))) put_back(word, rest);
//
// Units:  pixels.
// Limits: kMaxLeftovers pieces; of a page with more, which is a photograph or noise, none.
#pragma once

#include <vector>

#include "ingest/grey_image.h"
#include "ingest/hocr.h"

namespace verilot {

constexpr std::size_t kMaxLeftovers = 250;

struct LeftoverPiece {
  Box box;      // on the page
  int top = 0;  // among the lines, with the space around it
  int height = 0;
};

struct Leftover {
  GreyImage lines;  // empty where nothing is left
  std::vector<LeftoverPiece> pieces;
};

// `words` are those that were read well.
Leftover leftover_text(const GreyImage& page, const std::vector<HocrWord>& words);

// The page without its rulings and without these words.
GreyImage without_words(const GreyImage& page, const std::vector<HocrWord>& words);

// Moves a word of the lines to its place on the page; false where it belongs to no piece.
bool put_back(HocrWord&, const Leftover&);

}  // namespace verilot
