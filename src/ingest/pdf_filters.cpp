#include "ingest/pdf_filters.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace verilot {
namespace {

std::string inflated(std::string_view data, std::size_t most, bool& cut) {
  std::string out;
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  std::array<char, 65536> buffer;
  int status = Z_OK;
  while (status == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t got = buffer.size() - stream.avail_out;
    if (got == 0 && status != Z_STREAM_END) break;
    if (out.size() + got > most) {
      cut = true;
      break;
    }
    out.append(buffer.data(), got);
  }
  inflateEnd(&stream);
  return out;
}

std::string from_ascii85(std::string_view data) {
  std::string out;
  std::uint32_t group = 0;
  int count = 0;
  for (const char c : data) {
    if (c == '~') break;
    if (c == 'z' && count == 0) {
      out.append(4, '\0');
      continue;
    }
    if (c < '!' || c > 'u') continue;
    group = group * 85 + static_cast<std::uint32_t>(c - '!');
    if (++count < 5) continue;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(group >> shift & 0xFF);
    group = 0;
    count = 0;
  }
  if (count < 2) return out;
  for (int i = count; i < 5; ++i) group = group * 85 + 84;
  for (int i = 0; i < count - 1; ++i) out += static_cast<char>(group >> (24 - 8 * i) & 0xFF);
  return out;
}

std::string from_hex(std::string_view data) {
  std::string out;
  int half = -1;
  for (const char c : data) {
    if (c == '>') break;
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    int digit = -1;
    if (lower >= '0' && lower <= '9') digit = lower - '0';
    if (lower >= 'a' && lower <= 'f') digit = lower - 'a' + 10;
    if (digit < 0) continue;
    if (half < 0) {
      half = digit;
    } else {
      out += static_cast<char>(half * 16 + digit);
      half = -1;
    }
  }
  if (half >= 0) out += static_cast<char>(half * 16);
  return out;
}

int paeth(int left, int above, int corner) {
  const int estimate = left + above - corner;
  const int by_left = std::abs(estimate - left);
  const int by_above = std::abs(estimate - above);
  const int by_corner = std::abs(estimate - corner);
  if (by_left <= by_above && by_left <= by_corner) return left;
  return by_above <= by_corner ? above : corner;
}

// Rows that each begin with the number of a PNG filter.
std::string without_png_rows(const std::string& data, const PdfFilter& filter) {
  const std::size_t pixel =
      std::max<std::size_t>(1, static_cast<std::size_t>(filter.colors * filter.bits + 7) / 8);
  const std::size_t row = static_cast<std::size_t>(
      (static_cast<long long>(filter.columns) * filter.colors * filter.bits + 7) / 8);
  std::string out;
  if (row == 0 || pixel > row) return out;
  std::string above(row, '\0');
  for (std::size_t at = 0; at + 1 < data.size(); at += row + 1) {
    std::string line = data.substr(at + 1, row);
    const int kind = data[at];
    for (std::size_t i = 0; i < line.size(); ++i) {
      const int left = i >= pixel ? static_cast<unsigned char>(line[i - pixel]) : 0;
      const int up = static_cast<unsigned char>(above[i]);
      const int corner = i >= pixel ? static_cast<unsigned char>(above[i - pixel]) : 0;
      const int add = kind == 1   ? left
                      : kind == 2 ? up
                      : kind == 3 ? (left + up) / 2
                      : kind == 4 ? paeth(left, up, corner)
                                  : 0;
      line[i] = static_cast<char>(static_cast<unsigned char>(line[i]) + add);
    }
    out += line;
    line.resize(row, '\0');
    above = std::move(line);
  }
  return out;
}

}  // namespace

Unfiltered unfiltered(std::string_view data, const std::vector<PdfFilter>& filters,
                      std::size_t most) {
  Unfiltered result;
  if (data.size() > most) {
    result.cut = true;
    data = data.substr(0, most);
  }
  result.bytes.assign(data);
  for (const PdfFilter& filter : filters) {
    if (filter.name == "FlateDecode" || filter.name == "Fl") {
      result.bytes = inflated(result.bytes, most, result.cut);
      if (filter.predictor >= 10) result.bytes = without_png_rows(result.bytes, filter);
      if (filter.predictor == 2) result.known = false;
    } else if (filter.name == "ASCII85Decode" || filter.name == "A85") {
      result.bytes = from_ascii85(result.bytes);
    } else if (filter.name == "ASCIIHexDecode" || filter.name == "AHx") {
      result.bytes = from_hex(result.bytes);
    } else {
      result.known = false;
    }
    if (!result.known) break;
  }
  return result;
}

}  // namespace verilot
