// ingest: what a PDF page paints, in the order of painting: words, filled areas, pictures.
//
//   PdfMarkReader reader(pdf);
//   const PdfPageMarks page = reader.read(pdf.pages()[0]);
//
// Goes through the operators of the page, of the forms that it draws and of its annotations.
// Nothing is rendered: curves are known by their boxes, shadings and patterns by their place.
//
// Units:  points from the top left corner of the media box as the page is shown, like PdfWord.
// Errors: none. Operators that are unknown or wrong are stepped over.
// Limits: 2,000,000 operators and 60,000 marks a page, forms in forms 8 deep; `whole` says whether
//         one was hit.
// Source: ISO 32000-1:2008, 8 (graphics), 9 (text), 12.5 (annotations).
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ingest/pdf_fonts.h"
#include "ingest/pdf_objects.h"
#include "model/problem.h"

namespace verilot {

struct MarkColour {
  bool known = true;  // false: a pattern, a shading, an ink by name
  std::array<int, 3> rgb = {0, 0, 0};
};

// The largest difference of a channel; 255 where one is not known.
int difference(const MarkColour&, const MarkColour&);

struct PdfMark {
  enum class Kind { text, fill, picture };
  enum class Origin { page, annotation, form_field, signature };
  Kind kind = Kind::text;
  Origin origin = Origin::page;
  Box box;
  MarkColour colour;    // of a text or fill
  bool opaque = true;   // nothing shines through: no transparency, mask or blending
  bool visible = true;  // false: invisible by its mode, transparent as a whole, or clipped away
  bool exact = true;    // of a fill: a rectangle; false: its box is larger than what is painted
  bool upright = true;  // of a text: runs from left to right
  std::string text;     // of a text: a word, or a part of one
  std::size_t font = 0;
  double size = 0;           // of a text, as shown
  double baseline = 0;       // of a text
  bool ends_a_word = false;  // of a text: a blank follows
  std::size_t digest = 0;    // of a picture: of its bytes
};

struct PdfPageMarks {
  std::vector<PdfMark> marks;
  bool whole = true;
  Box shown;  // what of the page a viewer shows
};

class PdfMarkReader {
 public:
  explicit PdfMarkReader(const PdfFile&);
  PdfPageMarks read(const PdfPageObject&);
  // All pages together; PdfMark::font counts in it.
  const std::vector<PdfTypeface>& fonts() const { return fonts_; }

 private:
  friend class PdfPainter;
  std::size_t font_of(const PdfValue& reference);
  // Of a form or picture, once each.
  const std::string& stream_of(const PdfValue& reference, const PdfValue& stream);
  bool is_off(const PdfValue& layer) const;

  const PdfFile& pdf_;
  std::vector<PdfTypeface> fonts_;
  std::map<int, std::size_t> font_numbers_;  // by object
  std::map<int, std::string> streams_;       // by object
  std::set<int> layers_off_;
  std::string loose_stream_;
};

}  // namespace verilot
