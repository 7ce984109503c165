// ingest: the fonts of a PDF page: what their codes mean, how wide they are, whether the file
// carries them.
//
//   const PdfTypeface font = read_font(pdf, dictionary);
//   for (const PdfGlyph& glyph : font.glyphs("\x00\x24")) ...
//
// Units:  widths in parts of the font size.
// Errors: none. A code without a known meaning is U+FFFD, one without a width as wide as usual.
// Limits: 70,000 codes of a map.
// Source: ISO 32000-1:2008, 9.6 to 9.10; widths of Helvetica as its public metrics have them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/pdf_objects.h"

namespace verilot {

struct PdfGlyph {
  std::string text;  // UTF-8
  double width = 0;
  bool space = false;  // the code 32 of one byte, which word spacing widens
};

struct PdfTypeface {
  std::string name;        // "Helvetica-Bold", without the mark of a subset
  bool embedded = false;   // the file carries its shapes
  bool composite = false;  // codes of two bytes

  std::vector<PdfGlyph> glyphs(std::string_view codes) const;

  std::unordered_map<std::uint32_t, std::string> meanings;
  std::unordered_map<std::uint32_t, double> widths;
  double usual_width = 0.5;
};

PdfTypeface read_font(const PdfFile&, const PdfValue& dictionary);

}  // namespace verilot
