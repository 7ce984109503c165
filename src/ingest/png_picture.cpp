// PNG to shades of grey on white paper (ISO/IEC 15948: chunks, filters, Adam7 passes).
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "ingest/grey_image.h"
#include "ingest/picture_pdf.h"

namespace verilot {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<std::uint8_t>(at + i < bytes.size() ? bytes[at + i] : 0);
  return value;
}

struct Png {
  int width = 0, height = 0, bits = 0, colour = 0;
  bool interlaced = false;
  double dots_per_inch = 0;
  std::string palette, transparency, packed;

  int samples() const {  // a pixel
    constexpr std::array<int, 7> kSamples = {1, 0, 3, 1, 2, 0, 4};
    return kSamples[static_cast<std::size_t>(colour)];
  }
};

bool is_sound(const Png& png) {
  if (png.width < 1 || png.height < 1 || png.colour < 0 || png.colour > 6 || png.samples() == 0)
    return false;
  const bool small = png.bits == 1 || png.bits == 2 || png.bits == 4;
  if (small) return png.colour == 0 || png.colour == 3;
  return png.bits == 8 || (png.bits == 16 && png.colour != 3);
}

void take_chunk(Png& png, std::string_view kind, std::string_view data) {
  if (kind == "IHDR" && data.size() >= 13) {
    png.width = static_cast<int>(std::min(big_endian(data, 0), 1'000'000U));
    png.height = static_cast<int>(std::min(big_endian(data, 4), 1'000'000U));
    png.bits = static_cast<std::uint8_t>(data[8]);
    png.colour = static_cast<std::uint8_t>(data[9]);
    png.interlaced = data[12] == 1;
  } else if (kind == "PLTE") {
    png.palette = data;
  } else if (kind == "tRNS") {
    png.transparency = data;
  } else if (kind == "pHYs" && data.size() >= 9 && data[8] == 1) {
    png.dots_per_inch = big_endian(data, 0) * 0.0254;
  } else if (kind == "IDAT") {
    png.packed += data;
  }
}

Png chunks_of(std::string_view bytes) {
  Png png;
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const std::size_t size = big_endian(bytes, at);
    const std::string_view kind = bytes.substr(at + 4, 4);
    if (kind == "IEND") break;
    take_chunk(png, kind, bytes.substr(at + 8, size));
    if (size > bytes.size() - at) break;
    at += 12 + size;
  }
  return png;
}

// As many bytes as the picture needs; what is missing stays zero.
Bytes unpacked(const std::string& packed, std::size_t size) {
  Bytes out(size);
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  return out;
}

int paeth(int left, int up, int corner) {
  const int guess = left + up - corner;
  const int from_left = std::abs(guess - left);
  const int from_up = std::abs(guess - up);
  const int from_corner = std::abs(guess - corner);
  if (from_left <= from_up && from_left <= from_corner) return left;
  return from_up <= from_corner ? up : corner;
}

// Undoes the filter of a row in place; `step` is the bytes of a pixel.
void unfilter(int filter, std::uint8_t* row, const std::uint8_t* above, std::size_t size,
              std::size_t step) {
  for (std::size_t i = 0; i < size; ++i) {
    const int left = i >= step ? row[i - step] : 0;
    const int up = above != nullptr ? above[i] : 0;
    const int corner = above != nullptr && i >= step ? above[i - step] : 0;
    int add = 0;
    if (filter == 1) add = left;
    if (filter == 2) add = up;
    if (filter == 3) add = (left + up) / 2;
    if (filter == 4) add = paeth(left, up, corner);
    row[i] = static_cast<std::uint8_t>(row[i] + add);
  }
}

int sample(const Png& png, const std::uint8_t* row, std::size_t index) {
  if (png.bits == 8) return row[index];
  if (png.bits == 16) return row[2 * index];
  const auto bits = static_cast<std::size_t>(png.bits);
  const int value = row[index * bits / 8] >> (8 - bits - index * bits % 8) & ((1 << bits) - 1);
  return png.colour == 3 ? value : value * 255 / ((1 << bits) - 1);
}

int luminance(int red, int green, int blue) {
  return (299 * red + 587 * green + 114 * blue) / 1000;
}

std::uint8_t on_white(int grey, int opacity) {
  return static_cast<std::uint8_t>((grey * opacity + 255 * (255 - opacity)) / 255);
}

std::uint8_t grey_at(const Png& png, const std::uint8_t* row, std::size_t x) {
  const std::size_t first = x * static_cast<std::size_t>(png.samples());
  const int value = sample(png, row, first);
  if (png.colour == 0) return static_cast<std::uint8_t>(value);
  if (png.colour == 4) return on_white(value, sample(png, row, first + 1));
  if (png.colour == 3) {
    const auto entry = static_cast<std::size_t>(value);
    if (3 * entry + 2 >= png.palette.size()) return 255;
    const auto part = [&](std::size_t i) {
      return static_cast<int>(static_cast<std::uint8_t>(png.palette[3 * entry + i]));
    };
    const int opacity =
        entry < png.transparency.size() ? static_cast<std::uint8_t>(png.transparency[entry]) : 255;
    return on_white(luminance(part(0), part(1), part(2)), opacity);
  }
  const int grey = luminance(value, sample(png, row, first + 1), sample(png, row, first + 2));
  return png.colour == 6 ? on_white(grey, sample(png, row, first + 3))
                         : static_cast<std::uint8_t>(grey);
}

// One of the seven pictures that an interlaced one is made of, or the only one.
struct Pass {
  int left, top, across, down;
  int width(const Png& png) const { return (png.width - left + across - 1) / across; }
  int height(const Png& png) const { return (png.height - top + down - 1) / down; }
};

constexpr Pass kWhole[] = {{0, 0, 1, 1}};
constexpr Pass kInterlaced[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

std::size_t row_bytes(const Png& png, int width) {
  return (static_cast<std::size_t>(width) * static_cast<std::size_t>(png.samples() * png.bits) +
          7) /
         8;
}

std::string grey_pixels(const Png& png) {
  const bool interlaced = png.interlaced;
  const Pass* const begin = interlaced ? kInterlaced : kWhole;
  const Pass* const end = interlaced ? std::end(kInterlaced) : std::end(kWhole);
  std::size_t size = 0;
  for (const Pass* pass = begin; pass != end; ++pass)
    if (pass->width(png) > 0 && pass->height(png) > 0)
      size += static_cast<std::size_t>(pass->height(png)) * (1 + row_bytes(png, pass->width(png)));
  Bytes bytes = unpacked(png.packed, size);
  const std::size_t step =
      std::max<std::size_t>(1, static_cast<std::size_t>(png.samples() * png.bits) / 8);
  std::string grey(static_cast<std::size_t>(png.width) * static_cast<std::size_t>(png.height),
                   '\xFF');
  std::uint8_t* next = bytes.data();
  for (const Pass* pass = begin; pass != end; ++pass) {
    const int width = pass->width(png);
    const int height = pass->height(png);
    if (width <= 0 || height <= 0) continue;
    const std::uint8_t* above = nullptr;
    for (int y = 0; y < height; ++y) {
      std::uint8_t* row = next + 1;
      unfilter(*next, row, above, row_bytes(png, width), step);
      for (int x = 0; x < width; ++x)
        grey[static_cast<std::size_t>(pass->top + y * pass->down) *
                 static_cast<std::size_t>(png.width) +
             static_cast<std::size_t>(pass->left + x * pass->across)] =
            static_cast<char>(grey_at(png, row, static_cast<std::size_t>(x)));
      above = row;
      next = row + row_bytes(png, width);
    }
  }
  return grey;
}

}  // namespace

std::vector<PicturePage> png_pages(std::string_view bytes, std::string& refused) {
  const Png png = chunks_of(bytes);
  if (!is_sound(png) || png.packed.empty()) {
    refused = "the PNG picture is damaged or cut short: a whole copy is needed";
    return {};
  }
  PicturePage page{png.width, png.height, png.dots_per_inch, 0, {}};
  if (static_cast<double>(png.width) * png.height > kMaxPicturePixels) {
    refused = "the picture has more than 50 million pixels: a smaller copy is needed";
    return {};
  }
  page.pieces.push_back(
      {png.width, png.height, 0, "/ColorSpace /DeviceGray /BitsPerComponent 8", grey_pixels(png)});
  return {std::move(page)};
}

}  // namespace verilot
