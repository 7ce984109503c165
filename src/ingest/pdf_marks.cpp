#include "ingest/pdf_marks.h"

#include <algorithm>
#include <cstdlib>

#include "ingest/pdf_painter.h"

namespace verilot {
namespace {

using Kind = PdfValue::Kind;

constexpr std::size_t kMaxAnnotations = 2'000;

// From the file's coordinates to those of the page as it is shown, from its top left corner.
PdfMatrix page_matrix(const PdfPageObject& page) {
  switch (page.turned) {
    case 90:
      return {0, 1, 1, 0, -page.media[1], -page.media[0]};
    case 180:
      return {-1, 0, 0, 1, page.media[2], -page.media[1]};
    case 270:
      return {0, -1, -1, 0, page.media[3], page.media[2]};
    default:
      return {1, 0, 0, -1, -page.media[0], page.media[3]};
  }
}

// The fields of a form inherit from those above them.
PdfValue inherited(const PdfFile& pdf, PdfValue dictionary, std::string_view key) {
  for (int depth = 0; depth < 8; ++depth) {
    PdfValue value = pdf.member(dictionary, key);
    if (value.kind != Kind::null) return value;
    dictionary = pdf.member(dictionary, "Parent");
  }
  return {};
}

// Those that mark text without covering it, and those that show nothing on the page.
bool leaves_text_readable(const std::string& kind) {
  return kind == "Highlight" || kind == "Underline" || kind == "StrikeOut" || kind == "Squiggly" ||
         kind == "Link" || kind == "Popup" || kind == "Text";
}

double side(const PdfValue& box, std::size_t index) {
  return index < box.items.size() ? box.items[index].number : 0;
}

// The appearance's box, after its own matrix, is fitted into the rectangle of the annotation.
PdfMatrix fitted(const PdfFile& pdf, const PdfValue& appearance, const PdfValue& rectangle) {
  const PdfMatrix own = matrix_of(pdf.member(appearance, "Matrix"));
  const PdfValue box = pdf.member(appearance, "BBox");
  const Box from = mapped(own, side(box, 0), side(box, 1), side(box, 2), side(box, 3));
  const double x0 = std::min(side(rectangle, 0), side(rectangle, 2));
  const double y0 = std::min(side(rectangle, 1), side(rectangle, 3));
  const double width = std::abs(side(rectangle, 2) - side(rectangle, 0));
  const double height = std::abs(side(rectangle, 3) - side(rectangle, 1));
  if (!has_area(from)) return own;
  const double sx = width / (from.x1 - from.x0);
  const double sy = height / (from.y1 - from.y0);
  return own * PdfMatrix{sx, 0, 0, sy, x0 - from.x0 * sx, y0 - from.y0 * sy};
}

PdfValue appearance_reference(const PdfFile& pdf, const PdfValue& annotation) {
  const PdfValue appearances = pdf.member(annotation, "AP");
  PdfValue reference = appearances["N"];
  const PdfValue normal = pdf.resolved(reference);
  if (normal.data.data() != nullptr) return reference;
  const std::string state = pdf.member(annotation, "AS").text;
  return normal[state];
}

}  // namespace

int difference(const MarkColour& a, const MarkColour& b) {
  if (!a.known || !b.known) return 255;
  int most = 0;
  for (std::size_t i = 0; i < 3; ++i) most = std::max(most, std::abs(a.rgb[i] - b.rgb[i]));
  return most;
}

PdfMarkReader::PdfMarkReader(const PdfFile& pdf) : pdf_(pdf) {
  const PdfValue root = pdf.member(pdf.trailer(), "Root");
  const PdfValue layers = pdf.member(root, "OCProperties");
  const PdfValue usual = pdf.member(layers, "D");
  for (const PdfValue& layer : pdf.member(usual, "OFF").items)
    if (layer.is(Kind::reference)) layers_off_.insert(static_cast<int>(layer.number));
}

bool PdfMarkReader::is_off(const PdfValue& layer) const {
  return layer.is(Kind::reference) && layers_off_.count(static_cast<int>(layer.number)) != 0;
}

std::size_t PdfMarkReader::font_of(const PdfValue& reference) {
  const int number = reference.is(Kind::reference) ? static_cast<int>(reference.number) : -1;
  if (number >= 0) {
    if (const auto known = font_numbers_.find(number); known != font_numbers_.end())
      return known->second;
  }
  if (fonts_.size() >= 2'000) return fonts_.size() - 1;
  fonts_.push_back(read_font(pdf_, pdf_.resolved(reference)));
  if (number >= 0) font_numbers_[number] = fonts_.size() - 1;
  return fonts_.size() - 1;
}

const std::string& PdfMarkReader::stream_of(const PdfValue& reference, const PdfValue& stream) {
  if (!reference.is(Kind::reference)) {
    loose_stream_.clear();
    return loose_stream_;  // a stream is always an object of its own
  }
  const auto [entry, added] = streams_.try_emplace(static_cast<int>(reference.number));
  if (added) entry->second = pdf_.decoded(stream).value_or("");
  return entry->second;
}

PdfPageMarks PdfMarkReader::read(const PdfPageObject& page) {
  PdfPageMarks result;
  const PdfMatrix matrix = page_matrix(page);
  const Box everywhere{-1e6, -1e6, 1e6, 1e6};
  result.shown = mapped(matrix, page.crop[0], page.crop[1], page.crop[2], page.crop[3]);
  PdfPainter painter(*this, pdf_, result);
  painter.paint(pdf_.page_content(page.dictionary), page.resources, matrix, everywhere,
                PdfMark::Origin::page);
  const PdfValue annotations = pdf_.member(page.dictionary, "Annots");
  std::size_t count = 0;
  for (const PdfValue& reference : annotations.items) {
    if (++count > kMaxAnnotations) break;
    const PdfValue annotation = pdf_.resolved(reference);
    const int flags = static_cast<int>(pdf_.member(annotation, "F").number);
    const std::string kind = pdf_.member(annotation, "Subtype").text;
    if ((flags & 2) != 0 || (flags & 32) != 0 || leaves_text_readable(kind)) continue;
    const PdfValue shown = appearance_reference(pdf_, annotation);
    const PdfValue appearance = pdf_.resolved(shown);
    if (appearance.data.data() == nullptr) continue;
    PdfMark::Origin origin = PdfMark::Origin::annotation;
    if (kind == "Widget")
      origin = inherited(pdf_, annotation, "FT").text == "Sig" ? PdfMark::Origin::signature
                                                               : PdfMark::Origin::form_field;
    painter.paint(stream_of(shown, appearance), pdf_.member(appearance, "Resources"),
                  fitted(pdf_, appearance, pdf_.member(annotation, "Rect")) * matrix, everywhere,
                  origin);
  }
  return result;
}

}  // namespace verilot
