// ingest: the words of a PDF's text layer with their boxes, page by page.
//
//   PdfText text = read_pdf_words(file);
//   for (const PdfPage& page : text.pages) if (!page.readable) ...   // a picture, or garbled
//
// Runs `pdftotext -bbox-layout` (poppler-utils) as a child with limits; see child_process.h.
//
// Units:  PDF points from the top left corner; pages from 1.
// Errors: encrypted, damaged or no PDF at all: a problem, and no pages. A page without readable
//         words is there with `readable` false, never silently empty.
// Limits: kMaxPages, kMaxWordsPerPage; the first page beyond is unread and a problem says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/certificate_reader.h"
#include "model/problem.h"

namespace verilot {

struct PdfWord {
  std::string text;
  Box box;
  int confidence = 100;  // percent; 100 for text layers
};

// Its place on the page is not known.
struct PdfPicture {
  double width = 0;
  double height = 0;
  bool transparent = false;
  double dots_per_inch = 0;
};

// How a page that was turned upright to be read lies in its file: a point of the upright page is
// at (xx * x + xy * y + x0, yx * x + yy * y + y0) of the page as it is.
struct PagePlacement {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;
  Box on_page(const Box&) const;  // the box around the turned one
  friend bool operator==(const PagePlacement&, const PagePlacement&) = default;
};

struct PdfPage {
  int number = 0;
  double width = 0;
  double height = 0;
  std::vector<PdfWord> words;  // in reading order
  bool readable = true;
  std::string unread = {};       // why it is not, where more is known than that
  bool read_as_picture = false;  // its words, or some, come from recognising a picture of it
  bool has_text = false;         // and others, where some do, from its text layer
  int unsure_words = 0;          // of its picture, with those that were dropped
  bool blank = false;            // its picture shows nothing
  PagePlacement placement = {};
  std::vector<PdfPicture> pictures;
  double picture_share = 0;  // of the page's area, its largest picture; 0 on pages of many words
};

struct PdfText {
  std::vector<PdfPage> pages;
  Problems problems;
};

// A place in a PDF; page 0 is the whole file.
SourceLocation place_in_pdf(const std::string& file, int page, const Box& box);

PdfText read_pdf_words(const DocumentFile&);

// What `pdftotext -bbox-layout` printed. Any bytes are survived.
PdfText parse_bbox_layout(std::string_view xhtml, const std::string& file_name);

}  // namespace verilot
