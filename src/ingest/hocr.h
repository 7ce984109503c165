// ingest: the words that tesseract found in a picture, from its hOCR answer.
//
//   HocrPage page = parse_hocr(bytes);
//
// Units:  pixels from the top left corner; confidence in percent.
// Errors: an answer that breaks off gives the words before. Any bytes are survived.
// Limits: kMaxWordsPerPage.
// Source: hOCR 1.2 (bbox, baseline, x_size, x_wconf) and tesseract's hocr_char_boxes (x_bboxes,
// x_conf).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace verilot {

struct HocrSign {
  std::string text;  // one character
  Box box;
  double confidence = 0;
};

struct HocrWord {
  std::string text;
  Box box;  // around its ink
  double confidence = 0;
  // Of its line at this word: where the highest and the deepest letters of its type would end.
  double line_top = 0, line_bottom = 0;
  std::vector<HocrSign> signs;  // empty where tesseract gave none
};

std::vector<HocrWord> parse_hocr(std::string_view);

}  // namespace verilot
