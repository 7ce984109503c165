// TIFF 6.0 pages to pieces of a PDF: the filters of PDF are those of TIFF by other names.
#include <algorithm>
#include <map>
#include <optional>

#include "ingest/certificate_reader.h"
#include "ingest/picture_pdf.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxPieces = 20'000;

enum Tag : unsigned {
  kWidth = 256,
  kHeight = 257,
  kBits = 258,
  kCompression = 259,
  kPhotometric = 262,
  kFillOrder = 266,
  kStripOffsets = 273,
  kOrientation = 274,
  kSamples = 277,
  kRowsPerStrip = 278,
  kStripSizes = 279,
  kResolution = 282,
  kPlanar = 284,
  kFaxOptions = 292,
  kResolutionUnit = 296,
  kPredictor = 317,
  kColourMap = 320,
  kTileWidth = 322,
  kJpegTables = 347,
};

class TiffReader {
 public:
  explicit TiffReader(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

  std::vector<PicturePage> read(std::string& refused) {
    std::vector<PicturePage> pages;
    for (std::size_t at = integer(4, 4); at != 0 && at + 2 <= bytes_.size();) {
      if (pages.size() >= static_cast<std::size_t>(kMaxPages)) {
        refused =
            "the TIFF picture has more than " + std::to_string(kMaxPages) + " pages: split it";
        return {};
      }
      const std::size_t next = read_directory(at);
      auto page = read_page(refused);
      if (!page) return {};
      pages.push_back(std::move(*page));
      at = next;
    }
    if (pages.empty()) refused = "the TIFF picture is damaged or cut short: a whole copy is needed";
    return pages;
  }

 private:
  struct Entry {
    unsigned type = 0;
    std::size_t count = 0;
    std::size_t place = 0;  // of its values in the file
  };

  std::size_t integer(std::size_t at, std::size_t size) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t from = little_ ? at + size - 1 - i : at + i;
      value = value << 8 | (from < bytes_.size() ? static_cast<unsigned char>(bytes_[from]) : 0U);
    }
    return value;
  }

  static std::size_t size_of(unsigned type) {
    return type == 3 ? 2 : type == 4 ? 4 : type == 5 ? 8 : 1;
  }

  std::size_t read_directory(std::size_t at) {
    entries_.clear();
    const std::size_t count = integer(at, 2);
    for (std::size_t i = 0; i < count && at + 14 + 12 * i <= bytes_.size(); ++i) {
      const std::size_t from = at + 2 + 12 * i;
      Entry entry{static_cast<unsigned>(integer(from + 2, 2)), integer(from + 4, 4), from + 8};
      if (entry.count > 4 / size_of(entry.type)) entry.place = integer(from + 8, 4);
      entries_[static_cast<unsigned>(integer(from, 2))] = entry;
    }
    return integer(at + 2 + 12 * count, 4);
  }

  std::size_t value(unsigned tag, std::size_t fallback, std::size_t index = 0) const {
    const auto found = entries_.find(tag);
    if (found == entries_.end() || index >= found->second.count) return fallback;
    const std::size_t size = size_of(found->second.type);
    return integer(found->second.place + index * size, std::min<std::size_t>(size, 4));
  }

  double resolution() const {
    const auto found = entries_.find(kResolution);
    if (found == entries_.end()) return 0;
    const auto above = static_cast<double>(integer(found->second.place, 4));
    const auto below = static_cast<double>(integer(found->second.place + 4, 4));
    const double dots = below > 0 ? above / below : 0;
    return value(kResolutionUnit, 2) == 3 ? dots * 2.54 : dots;
  }

  std::string colours(std::size_t samples, std::size_t bits) const {
    const std::size_t photometric = value(kPhotometric, 1);
    const bool fax = value(kCompression, 1) >= 2 && value(kCompression, 1) <= 4;
    const std::string depth = " /BitsPerComponent " + std::to_string(bits);
    if (photometric == 3) {
      std::string table;
      const std::size_t colours = std::size_t{1} << std::min<std::size_t>(bits, 8);
      constexpr char kHex[] = "0123456789ABCDEF";
      for (std::size_t i = 0; i < colours; ++i)
        for (std::size_t part = 0; part < 3; ++part) {
          const std::size_t level = value(kColourMap, 0, part * colours + i) >> 8;
          table += kHex[level >> 4 & 15];
          table += kHex[level & 15];
        }
      return "/ColorSpace [/Indexed /DeviceRGB " + std::to_string(colours - 1) + " <" + table +
             ">]" + depth;
    }
    if (samples == 3) return "/ColorSpace /DeviceRGB" + depth;
    if (samples == 4) return "/ColorSpace /DeviceCMYK" + depth;
    const bool turned = fax ? photometric == 1 : photometric == 0;
    return std::string("/ColorSpace /DeviceGray") + (turned ? " /Decode [1 0]" : "") + depth;
  }

  // "" and no filter for what is not compressed; nothing for a compression that is not read.
  std::optional<std::string> filter(int width, int rows, std::size_t samples,
                                    std::size_t bits) const {
    const std::string columns = "/Columns " + std::to_string(width);
    const std::string predictor = value(kPredictor, 1) == 2
                                      ? " /DecodeParms << /Predictor 2 /Colors " +
                                            std::to_string(samples) + " /BitsPerComponent " +
                                            std::to_string(bits) + " " + columns + " >>"
                                      : "";
    const auto fax = [&](const char* k, const char* more) {
      return " /Filter /CCITTFaxDecode /DecodeParms << /K " + std::string(k) + " " + columns +
             " /Rows " + std::to_string(rows) + more + " >>";
    };
    switch (value(kCompression, 1)) {
      case 1:
        return "";
      case 2:
        return fax("0", " /EncodedByteAlign true /EndOfBlock false");
      case 3:
        return fax((value(kFaxOptions, 0) & 1) != 0 ? "1" : "0",
                   " /EndOfLine true /EndOfBlock false");
      case 4:
        return fax("-1", " /EndOfBlock false");
      case 5:
        return " /Filter /LZWDecode" + predictor;
      case 7:
        return " /Filter /DCTDecode";
      case 8:
      case 32946:
        return " /Filter /FlateDecode" + predictor;
      case 32773:
        return " /Filter /RunLengthDecode";
      default:
        return std::nullopt;
    }
  }

  static void reverse_bits(std::string& data) {
    for (char& c : data) {
      auto byte = static_cast<unsigned char>(c);
      byte = static_cast<unsigned char>((byte & 0xF0) >> 4 | (byte & 0x0F) << 4);
      byte = static_cast<unsigned char>((byte & 0xCC) >> 2 | (byte & 0x33) << 2);
      byte = static_cast<unsigned char>((byte & 0xAA) >> 1 | (byte & 0x55) << 1);
      c = static_cast<char>(byte);
    }
  }

  // The tables that all strips share go behind the first marker of each.
  std::string with_jpeg_tables(std::string strip) const {
    const auto found = entries_.find(kJpegTables);
    if (found == entries_.end() || found->second.count < 4 || strip.size() < 2) return strip;
    if (found->second.place > bytes_.size()) return strip;
    const std::string_view tables = bytes_.substr(found->second.place, found->second.count);
    if (tables.size() < 4) return strip;
    return strip.substr(0, 2) + std::string(tables.substr(2, tables.size() - 4)) + strip.substr(2);
  }

  std::string strip_data(std::size_t index) const {
    const std::size_t from = value(kStripOffsets, bytes_.size(), index);
    const std::size_t size = value(kStripSizes, bytes_.size(), index);
    if (from >= bytes_.size()) return "";
    std::string data(bytes_.substr(from, size));
    if (value(kFillOrder, 1) == 2) reverse_bits(data);
    return value(kCompression, 1) == 7 ? with_jpeg_tables(std::move(data)) : data;
  }

  std::optional<PicturePage> read_page(std::string& refused) const {
    const std::size_t samples = value(kSamples, 1);
    const std::size_t bits = value(kBits, 1);
    const std::size_t photometric = value(kPhotometric, 1);
    PicturePage page;
    page.width = static_cast<int>(std::min<std::size_t>(value(kWidth, 0), 1'000'000));
    page.height = static_cast<int>(std::min<std::size_t>(value(kHeight, 0), 1'000'000));
    page.dots_per_inch = resolution();
    const std::size_t orientation = value(kOrientation, 1);
    page.quarters = orientation == 3 ? 2 : orientation == 6 ? 1 : orientation == 8 ? 3 : 0;
    const bool plain = photometric <= 1 || photometric == 3;
    const bool fits = (plain && samples == 1) ||
                      ((photometric == 2 || photometric == 6) && samples == 3) ||
                      (photometric == 5 && samples == 4);
    if (page.width < 1 || page.height < 1) {
      refused = "the TIFF picture is damaged or cut short: a whole copy is needed";
      return std::nullopt;
    }
    if (!fits || bits > 8 || value(kPlanar, 1) != 1 || entries_.count(kTileWidth) != 0 ||
        !filter(1, 1, samples, bits)) {
      refused =
          "the TIFF picture is tiled, transparent or compressed in a way that is not read: a "
          "copy as PNG or PDF is needed";
      return std::nullopt;
    }
    const std::size_t rows = std::clamp<std::size_t>(value(kRowsPerStrip, 1'000'000), 1, 1'000'000);
    for (std::size_t i = 0; i * rows < static_cast<std::size_t>(page.height); ++i) {
      if (page.pieces.size() >= kMaxPieces) break;
      const int top = static_cast<int>(i * rows);
      const int height = std::min(static_cast<int>(rows), page.height - top);
      page.pieces.push_back({page.width, height, top,
                             colours(samples, bits) + *filter(page.width, height, samples, bits),
                             strip_data(i)});
    }
    return page;
  }

  std::string_view bytes_;
  bool little_;
  std::map<unsigned, Entry> entries_;
};

}  // namespace

std::vector<PicturePage> tiff_pages(std::string_view bytes, std::string& refused) {
  return TiffReader(bytes).read(refused);
}

}  // namespace verilot
