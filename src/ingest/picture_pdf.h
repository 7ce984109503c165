// ingest: a picture as a PDF of as many pages, so that pictures and PDFs are read alike.
//
//   PicturePdf pdf = picture_as_pdf(bytes);
//   if (pdf.refused.empty()) ...
//
// JPEG and TIFF are put into the PDF as they are compressed: decoding them is left to a child
// process. PNG is decoded here, because a PDF cannot hold its transparency.
//
// Units:  PDF points. The size of a page is that of a scan where the picture tells 150 dots an inch
//         or more, else its longer side counts as 11 inches.
// Errors: a picture that is damaged, or of a kind that is not read, says so in `refused`.
// Limits: kMaxPicturePixels a page, kMaxPages pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace verilot {

constexpr double kMaxPicturePixels = 50e6;

enum class PictureKind { none, png, jpeg, tiff };
PictureKind picture_kind(std::string_view bytes);
const char* name_of(PictureKind);  // "PNG"

// One compressed piece of a page: all of it, or some of its rows.
struct PicturePiece {
  int width = 0, height = 0;
  int top = 0;          // pixels from the page's top
  std::string entries;  // of the PDF's image dictionary: colours, bits, filter
  std::string data;
};

struct PicturePage {
  int width = 0, height = 0;  // pixels
  double dots_per_inch = 0;   // 0 where the picture does not tell
  int quarters = 0;           // to be turned clockwise, by a note in the picture
  std::vector<PicturePiece> pieces;
};

struct PicturePdf {
  std::string bytes;
  struct Size {
    double width, height;  // points, as the page is seen
    double dots_per_inch;  // of the picture, when it has this size
  };
  std::vector<Size> pages;
  std::string refused;
};

PicturePdf picture_as_pdf(std::string_view bytes);

// The pages of each kind; empty, and a reason, for what is not read.
std::vector<PicturePage> png_pages(std::string_view bytes, std::string& refused);
std::vector<PicturePage> jpeg_pages(std::string_view bytes, std::string& refused);
std::vector<PicturePage> tiff_pages(std::string_view bytes, std::string& refused);

}  // namespace verilot
