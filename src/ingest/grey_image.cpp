#include "ingest/grey_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace verilot {
namespace {

std::size_t area(int width, int height) {
  return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

// A number of the header, after white space and comments; -1 where there is none.
int header_number(std::string_view& bytes) {
  while (!bytes.empty() && (bytes.front() == '#' || bytes.front() == ' ' || bytes.front() == '\n' ||
                            bytes.front() == '\r' || bytes.front() == '\t')) {
    const std::size_t end = bytes.front() == '#' ? bytes.find('\n') : 0;
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  int number = -1;
  while (!bytes.empty() && bytes.front() >= '0' && bytes.front() <= '9' && number < 10'000'000) {
    number = std::max(number, 0) * 10 + (bytes.front() - '0');
    bytes.remove_prefix(1);
  }
  return number;
}

}  // namespace

GreyImage blank_image(int width, int height) {
  return {width, height, std::vector<std::uint8_t>(area(width, height), 255)};
}

std::optional<GreyImage> read_pgm(std::string_view bytes) {
  if (!bytes.starts_with("P5")) return std::nullopt;
  bytes.remove_prefix(2);
  const int width = header_number(bytes);
  const int height = header_number(bytes);
  const int most = header_number(bytes);
  if (width < 1 || height < 1 || most != 255 || bytes.empty()) return std::nullopt;
  bytes.remove_prefix(1);
  if (area(width, height) > kMaxPixels || bytes.size() < area(width, height)) return std::nullopt;
  GreyImage image{width, height, {}};
  image.pixels.assign(bytes.begin(),
                      bytes.begin() + static_cast<std::ptrdiff_t>(area(width, height)));
  return image;
}

std::string to_pgm(const GreyImage& image) {
  std::string bytes =
      "P5\n" + std::to_string(image.width) + " " + std::to_string(image.height) + "\n255\n";
  bytes.append(image.pixels.begin(), image.pixels.end());
  return bytes;
}

GreyImage quarter_turned(const GreyImage& image, int quarters) {
  quarters = ((quarters % 4) + 4) % 4;
  if (quarters == 0) return image;
  const bool swaps = quarters != 2;
  GreyImage out =
      swaps ? blank_image(image.height, image.width) : blank_image(image.width, image.height);
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* from = image.row(y);
    for (int x = 0; x < image.width; ++x) {
      if (quarters == 1) out.row(x)[image.height - 1 - y] = from[x];
      if (quarters == 2) out.row(image.height - 1 - y)[image.width - 1 - x] = from[x];
      if (quarters == 3) out.row(image.width - 1 - x)[y] = from[x];
    }
  }
  return out;
}

GreyImage turned(const GreyImage& image, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  const double w = image.width;
  const double h = image.height;
  GreyImage out = blank_image(static_cast<int>(std::ceil(w * cosine + h * std::abs(sine))),
                              static_cast<int>(std::ceil(h * cosine + w * std::abs(sine))));
  for (int y = 0; y < out.height; ++y) {
    std::uint8_t* to = out.row(y);
    const double dy = y + 0.5 - out.height / 2.0;
    for (int x = 0; x < out.width; ++x) {
      const double dx = x + 0.5 - out.width / 2.0;
      const double from_x = cosine * dx + sine * dy + w / 2 - 0.5;
      const double from_y = -sine * dx + cosine * dy + h / 2 - 0.5;
      if (from_x < 0 || from_y < 0) continue;
      const int left = static_cast<int>(from_x);
      const int top = static_cast<int>(from_y);
      if (left + 1 >= image.width || top + 1 >= image.height) continue;
      const double right_share = from_x - left;
      const double low_share = from_y - top;
      const std::uint8_t* upper = image.row(top) + left;
      const std::uint8_t* lower = image.row(top + 1) + left;
      const double high = upper[0] + (upper[1] - upper[0]) * right_share;
      const double low = lower[0] + (lower[1] - lower[0]) * right_share;
      to[x] = static_cast<std::uint8_t>(high + (low - high) * low_share + 0.5);
    }
  }
  return out;
}

GreyImage shrunk(const GreyImage& image, int factor) {
  GreyImage out =
      blank_image(std::max(1, image.width / factor), std::max(1, image.height / factor));
  if (image.width < factor || image.height < factor) return out;
  std::vector<unsigned> sums(static_cast<std::size_t>(out.width));
  const unsigned count = static_cast<unsigned>(factor * factor);
  for (int y = 0; y < out.height; ++y) {
    std::ranges::fill(sums, 0U);
    for (int j = 0; j < factor; ++j) {
      const std::uint8_t* from = image.row(y * factor + j);
      for (int x = 0; x < out.width; ++x)
        for (int i = 0; i < factor; ++i) sums[static_cast<std::size_t>(x)] += *from++;
    }
    for (int x = 0; x < out.width; ++x)
      out.row(y)[x] = static_cast<std::uint8_t>(sums[static_cast<std::size_t>(x)] / count);
  }
  return out;
}

int ink_level(const GreyImage& image) {
  std::array<double, 256> histogram{};
  for (const std::uint8_t pixel : image.pixels) histogram[pixel] += 1;
  double all = 0;
  for (int level = 0; level < 256; ++level)
    all += level * histogram[static_cast<std::size_t>(level)];
  const double count = static_cast<double>(image.pixels.size());
  double dark = 0, dark_sum = 0, best = -1;
  int level = 127;
  for (int i = 0; i < 255; ++i) {
    dark += histogram[static_cast<std::size_t>(i)];
    dark_sum += i * histogram[static_cast<std::size_t>(i)];
    if (dark == 0 || dark == count) continue;
    const double apart = dark_sum / dark - (all - dark_sum) / (count - dark);
    const double between = dark * (count - dark) * apart * apart;
    if (between > best) {
      best = between;
      level = i;
    }
  }
  return level;
}

}  // namespace verilot
