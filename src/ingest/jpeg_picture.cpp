// JPEG: its size, resolution and orientation from the markers (ITU-T T.81; JFIF 1.02; Exif 2.3).
#include <optional>

#include "ingest/picture_pdf.h"

namespace verilot {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

unsigned two_bytes(std::string_view bytes, std::size_t at, bool little = false) {
  const unsigned first = byte_at(bytes, at);
  const unsigned second = byte_at(bytes, at + 1);
  return little ? second << 8 | first : first << 8 | second;
}

std::size_t four_bytes(std::string_view bytes, std::size_t at, bool little) {
  const std::size_t first = two_bytes(bytes, at, little);
  const std::size_t second = two_bytes(bytes, at + 2, little);
  return little ? second << 16 | first : first << 16 | second;
}

struct Jpeg {
  int width = 0, height = 0, components = 0, bits = 0;
  double dots_per_inch = 0;
  int quarters = 0;
  bool adobe = false;
};

// How a camera was held: tag 274 of the first directory.
int quarters_of_exif(std::string_view tiff) {
  const bool little = tiff.starts_with("II");
  const std::size_t directory = four_bytes(tiff, 4, little);
  if (directory > tiff.size()) return 0;
  const unsigned entries = two_bytes(tiff, directory, little);
  for (unsigned i = 0; i < entries && directory + 14 + 12 * std::size_t{i} <= tiff.size(); ++i) {
    const std::size_t entry = directory + 2 + 12 * std::size_t{i};
    if (two_bytes(tiff, entry, little) != 274) continue;
    const unsigned orientation = two_bytes(tiff, entry + 8, little);
    return orientation == 3 ? 2 : orientation == 6 ? 1 : orientation == 8 ? 3 : 0;
  }
  return 0;
}

void take_segment(Jpeg& jpeg, unsigned marker, std::string_view data) {
  const bool frame =
      marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  if (frame && jpeg.width == 0 && data.size() >= 6) {
    jpeg.bits = static_cast<int>(byte_at(data, 0));
    jpeg.height = static_cast<int>(two_bytes(data, 1));
    jpeg.width = static_cast<int>(two_bytes(data, 3));
    jpeg.components = static_cast<int>(byte_at(data, 5));
  } else if (marker == 0xE0 && data.starts_with("JFIF") && data.size() >= 12) {
    const unsigned unit = byte_at(data, 7);
    const double density = two_bytes(data, 8);
    jpeg.dots_per_inch = unit == 1 ? density : unit == 2 ? density * 2.54 : 0;
  } else if (marker == 0xE1 && data.starts_with(std::string_view("Exif\0\0", 6))) {
    jpeg.quarters = quarters_of_exif(data.substr(6));
  } else if (marker == 0xEE && data.starts_with("Adobe")) {
    jpeg.adobe = true;
  }
}

Jpeg segments_of(std::string_view bytes) {
  Jpeg jpeg;
  for (std::size_t at = 2; at + 4 <= bytes.size() && byte_at(bytes, at) == 0xFF;) {
    const unsigned marker = byte_at(bytes, at + 1);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    if (marker == 0xDA || marker == 0xD9) break;
    const std::size_t size = two_bytes(bytes, at + 2);
    if (size < 2) break;
    take_segment(jpeg, marker, bytes.substr(at + 4, size - 2));
    at += 2 + size;
  }
  return jpeg;
}

const char* colours_of(const Jpeg& jpeg) {
  if (jpeg.components == 1) return "/ColorSpace /DeviceGray";
  if (jpeg.components == 3) return "/ColorSpace /DeviceRGB";
  return jpeg.adobe ? "/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]"
                    : "/ColorSpace /DeviceCMYK";
}

}  // namespace

std::vector<PicturePage> jpeg_pages(std::string_view bytes, std::string& refused) {
  const Jpeg jpeg = segments_of(bytes);
  const bool known = jpeg.components == 1 || jpeg.components == 3 || jpeg.components == 4;
  if (jpeg.width < 1 || jpeg.height < 1 || !known || jpeg.bits != 8) {
    refused =
        "the JPEG picture is damaged, cut short or of a kind that is not read: an ordinary "
        "copy is needed";
    return {};
  }
  PicturePage page{jpeg.width, jpeg.height, jpeg.dots_per_inch, jpeg.quarters, {}};
  page.pieces.push_back({jpeg.width, jpeg.height, 0,
                         std::string(colours_of(jpeg)) + " /BitsPerComponent 8 /Filter /DCTDecode",
                         std::string(bytes)});
  return {std::move(page)};
}

}  // namespace verilot
