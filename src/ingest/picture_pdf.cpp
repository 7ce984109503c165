#include "ingest/picture_pdf.h"

#include <algorithm>
#include <cstdio>

#include "ingest/certificate_reader.h"

namespace verilot {
namespace {

constexpr double kScanDots = 150;  // an inch: screens and cameras tell less, or nothing true
constexpr double kMostDots = 1200;
constexpr double kLongSide = 792;  // points: 11 inches

PicturePdf::Size size_of(const PicturePage& page) {
  const double longer = std::max(page.width, page.height);
  const bool scanned = page.dots_per_inch >= kScanDots && page.dots_per_inch <= kMostDots;
  const double scale = scanned ? 72 / page.dots_per_inch : kLongSide / longer;
  return {page.width * scale, page.height * scale, 72 / scale};
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

// Writes objects one after the other and the table that finds them.
class PdfWriter {
 public:
  PdfWriter() { bytes_ = "%PDF-1.4\n"; }
  // Objects are numbered from 1 in the order of their starts.
  void add(int object, const std::string& content) {
    if (offsets_.size() <= static_cast<std::size_t>(object))
      offsets_.resize(static_cast<std::size_t>(object) + 1);
    offsets_[static_cast<std::size_t>(object)] = bytes_.size();
    bytes_ += std::to_string(object) + " 0 obj\n" + content + "\nendobj\n";
  }
  void add_stream(int object, const std::string& entries, const std::string& data) {
    add(object, "<< " + entries + " /Length " + std::to_string(data.size()) + " >>\nstream\n" +
                    data + "\nendstream");
  }
  std::string finish() {
    const std::size_t table = bytes_.size();
    const std::string count = std::to_string(offsets_.size());
    bytes_ += "xref\n0 " + count + "\n0000000000 65535 f \n";
    for (std::size_t i = 1; i < offsets_.size(); ++i) {
      char line[24];
      std::snprintf(line, sizeof line, "%010zu 00000 n \n", offsets_[i]);
      bytes_ += line;
    }
    bytes_ += "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" +
              std::to_string(table) + "\n%%EOF\n";
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> offsets_;
};

// One page: its dictionary, what it draws, and its pieces. Returns the next free number.
int add_page(PdfWriter& pdf, const PicturePage& page, int object) {
  const PicturePdf::Size size = size_of(page);
  const double scale = size.width / page.width;
  std::string names, drawing;
  for (std::size_t i = 0; i < page.pieces.size(); ++i) {
    const PicturePiece& piece = page.pieces[i];
    const std::string name = "/P" + std::to_string(i);
    names += name + " " + std::to_string(object + 2 + static_cast<int>(i)) + " 0 R ";
    drawing += "q " + number(piece.width * scale) + " 0 0 " + number(piece.height * scale) + " 0 " +
               number((page.height - piece.top - piece.height) * scale) + " cm " + name + " Do Q\n";
  }
  pdf.add(object, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + number(size.width) + " " +
                      number(size.height) + "] /Rotate " + std::to_string(90 * page.quarters) +
                      " /Contents " + std::to_string(object + 1) +
                      " 0 R /Resources << /XObject << " + names + ">> >> >>");
  pdf.add_stream(object + 1, "", drawing);
  object += 2;
  for (const PicturePiece& piece : page.pieces) {
    pdf.add_stream(object++,
                   "/Type /XObject /Subtype /Image /Interpolate true /Width " +
                       std::to_string(piece.width) + " /Height " + std::to_string(piece.height) +
                       " " + piece.entries,
                   piece.data);
  }
  return object;
}

}  // namespace

PictureKind picture_kind(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return PictureKind::png;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return PictureKind::jpeg;
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return PictureKind::tiff;
  return PictureKind::none;
}

const char* name_of(PictureKind kind) {
  switch (kind) {
    case PictureKind::png:
      return "PNG";
    case PictureKind::jpeg:
      return "JPEG";
    case PictureKind::tiff:
      return "TIFF";
    case PictureKind::none:
      break;
  }
  return "";
}

PicturePdf picture_as_pdf(std::string_view bytes) {
  PicturePdf result;
  std::vector<PicturePage> pages;
  switch (picture_kind(bytes)) {
    case PictureKind::png:
      pages = png_pages(bytes, result.refused);
      break;
    case PictureKind::jpeg:
      pages = jpeg_pages(bytes, result.refused);
      break;
    case PictureKind::tiff:
      pages = tiff_pages(bytes, result.refused);
      break;
    case PictureKind::none:
      result.refused = "is no picture";
  }
  for (const PicturePage& page : pages) {
    if (page.width < 1 || page.height < 1 || page.pieces.empty())
      result.refused = "the picture is damaged or empty: a whole copy is needed";
    else if (static_cast<double>(page.width) * page.height > kMaxPicturePixels)
      result.refused = "the picture has more than 50 million pixels: a smaller copy is needed";
  }
  if (!result.refused.empty()) return result;
  PdfWriter pdf;
  std::string kids;
  int object = 3;
  for (const PicturePage& page : pages) {
    kids += std::to_string(object) + " 0 R ";
    object = add_page(pdf, page, object);
    PicturePdf::Size size = size_of(page);
    if (page.quarters % 2 != 0) std::swap(size.width, size.height);
    result.pages.push_back(size);
  }
  pdf.add(1, "<< /Type /Catalog /Pages 2 0 R >>");
  pdf.add(2, "<< /Type /Pages /Count " + std::to_string(pages.size()) + " /Kids [" + kids + "] >>");
  result.bytes = pdf.finish();
  return result;
}

}  // namespace verilot
