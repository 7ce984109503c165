#include "ingest/page_image.h"

#include <algorithm>
#include <cmath>

#include "ingest/child_process.h"
#include "ingest/picture_pdf.h"

namespace verilot {

namespace {

constexpr int kDots = 110;  // an inch: small print can be read, a page of text is about 100 KB
constexpr std::size_t kMostBytes = 1 << 20;

// A page larger than a sheet is drawn as coarse as a sheet's longer side allows.
constexpr int kMostPixels = 1600;

ChildResult drawn(std::string_view pdf, int page, const std::vector<std::string>& size) {
  std::vector<std::string> words = {
      "-jpeg", "-jpegopt", "quality=60", "-f", std::to_string(page), "-l", std::to_string(page)};
  words.insert(words.end(), size.begin(), size.end());
  words.push_back("-");
  return run_child({"pdftoppm", words, pdf},
                   {.wall_seconds = 20, .cpu_seconds = 20, .output_bytes = kMostBytes});
}

struct Pixels {
  int width = 0, height = 0;
};

Pixels pixels_of(const ChildResult& run) {
  if (run.ended != ChildEnd::exited || run.exit_code != 0) return {};
  std::string refused;
  const std::vector<PicturePage> pages = jpeg_pages(run.output, refused);
  if (pages.empty() || !refused.empty()) return {};
  return {pages.front().width, pages.front().height};
}

}  // namespace

PageImage page_image(const DocumentFile& document, int page) {
  std::string made;
  std::string_view pdf = document.bytes;
  if (picture_kind(pdf) != PictureKind::none) {
    made = picture_as_pdf(pdf).bytes;
    pdf = made;
  }
  if (page < 1 || page > kMaxPages || pdf.substr(0, 1024).find("%PDF-") == std::string_view::npos)
    return {};
  // First as large as it is, so that its size in points is known.
  constexpr int kSizing = 36;
  const Pixels small = pixels_of(drawn(pdf, page, {"-r", std::to_string(kSizing)}));
  if (small.width <= 0 || small.height <= 0) return {};
  const double longer = std::max(small.width, small.height) * double(kDots) / kSizing;
  const double dots = longer <= kMostPixels ? kDots : kDots * kMostPixels / longer;
  ChildResult run = drawn(pdf, page, {"-r", std::to_string(dots)});
  const Pixels pixels = pixels_of(run);
  if (pixels.width <= 0 || pixels.height <= 0) return {};
  return {std::move(run.output), pixels.width * 72 / dots, pixels.height * 72 / dots};
}

}  // namespace verilot
