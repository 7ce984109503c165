// ingest: a page as a picture in shades of grey, and what is done to it before it is read.
//
//   std::optional<GreyImage> page = read_pgm(bytes);
//   const double skew = skew_of(*page);
//   page = turned(*page, -skew);
//
// Units:  pixels from the top left corner; degrees clockwise; 0 is black, 255 white.
// Errors: what is no picture of this kind gives nothing.
// Limits: kMaxPixels a picture.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

constexpr std::size_t kMaxPixels = 24'000'000;  // A3 at 300 dots an inch, and some margin

struct GreyImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // row by row

  std::uint8_t* row(int y) {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  const std::uint8_t* row(int y) const {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
};

GreyImage blank_image(int width, int height);

// The binary "portable grey map" (P5) of netpbm, which pdftoppm writes.
std::optional<GreyImage> read_pgm(std::string_view);
std::string to_pgm(const GreyImage&);

// Turned clockwise by quarters; by any angle about its centre, with the size that holds it all.
GreyImage quarter_turned(const GreyImage&, int quarters);
GreyImage turned(const GreyImage&, double degrees);

// Each pixel the mean of a square of `factor` by `factor`.
GreyImage shrunk(const GreyImage&, int factor);

// The level that parts ink from paper (Otsu's method).
int ink_level(const GreyImage&);

}  // namespace verilot
