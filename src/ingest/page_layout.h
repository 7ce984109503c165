// ingest: words of a page put back into lines and phrases, with the glyph repairs that pay.
//
//   PageLayout layout = layout_of(page);
//   for (const Line& line : layout.lines) for (const Phrase& phrase : line.phrases) ...
//
// A phrase is a run of words with ordinary word spaces; columns are apart by more than that.
//
// Repairs: a raised small number is an exponent ("10" "5" is 10^5), any other raised mark a
// footnote
//          and dropped; leaders of dots are cut out; letter-spaced headings are joined; a split
//          ligature ("Certi cate") is left as it is.
#pragma once

#include <string>
#include <vector>

#include "ingest/pdf_words.h"
#include "model/problem.h"

namespace verilot {

struct Phrase {
  std::string text;
  Box box;
  std::vector<PdfWord> words;
};

struct Line {
  Box box;
  std::vector<Phrase> phrases;  // from left to right
};

struct PageLayout {
  int page = 0;
  double width = 0;
  double height = 0;
  std::vector<Line> lines;  // from top to bottom
};

PageLayout layout_of(const PdfPage&);

// Lines of any set of words; used for one table's words as for a whole page's.
std::vector<Line> lines_of(std::vector<PdfWord> words);

double height_of(const Box&);
double centre_x(const Box&);
double centre_y(const Box&);
Box joined(const Box&, const Box&);
// How much of the x-range (y-range) two boxes share; negative is the gap between them.
double shared_x(const Box&, const Box&);
double shared_y(const Box&, const Box&);

}  // namespace verilot
