// ingest: whether words of a PDF page have ink, by a picture of the page.
//
//   PageInk ink(document, page.number, 100);
//   if (ink.known() && !ink.shows(box, 24)) ...   // the page is blank there
//
// Runs `pdftoppm` (poppler-utils) as a child with limits.
//
// Units:  points from the top left corner of the page.
// Errors: none; known() is false where no picture came about.
// Limits: 40 million dots, 10 seconds.
#pragma once

#include <string>

#include "ingest/certificate_reader.h"

namespace verilot {

class PageInk {
 public:
  PageInk(const DocumentFile&, int page, int dots_per_inch);
  bool known() const { return !dots_.empty(); }
  // Whether the lightest and the darkest dot in the box are at least `steps` of 256 apart.
  bool shows(const Box&, int steps) const;

 private:
  std::string dots_;  // rows from the top
  int width_ = 0;
  int height_ = 0;
  double scale_ = 1;  // dots a point
};

}  // namespace verilot
