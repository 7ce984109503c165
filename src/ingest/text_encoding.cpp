#include "ingest/text_encoding.h"

#include <algorithm>
#include <array>

#include "ingest/certificate_reader.h"
#include "ingest/text_fold.h"
#include "yaml/utf8.h"

namespace verilot {
namespace {

constexpr std::size_t kSample = 8'192;
constexpr std::size_t kStart = 600;

unsigned char byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// The windows-1252 index of the WHATWG Encoding Standard, 0x80 to 0x9F; 0 where nothing is defined.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t point = byte;
    if (byte >= 0x80 && byte < 0xA0) point = kWindows1252[byte - 0x80];
    append_utf8(text, point == 0 && byte != 0 ? U'\uFFFD' : point);
  }
  return text;
}

enum class Order { little, big };

// UTF-16 by its mark, or by the NULs that every second byte of Western text is.
std::optional<Order> utf16_order(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return Order::little;
  if (bytes.starts_with("\xFE\xFF")) return Order::big;
  std::array<std::size_t, 2> nuls = {0, 0};
  const std::size_t length = std::min(bytes.size(), kSample);
  for (std::size_t i = 0; i < length; ++i) nuls[i % 2] += bytes[i] == '\0';
  if (length < 4) return std::nullopt;
  const std::size_t many = length / 5;
  if (nuls[1] > many && nuls[0] * 20 < nuls[1]) return Order::little;
  if (nuls[0] > many && nuls[1] * 20 < nuls[0]) return Order::big;
  return std::nullopt;
}

bool is_utf32(std::string_view bytes) {
  return bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4)) ||
         bytes.starts_with(std::string_view("\0\0\xFE\xFF", 4));
}

// Half a surrogate pair becomes U+FFFD, and `broken` counts it.
std::string from_utf16(std::string_view bytes, Order order, std::size_t& broken) {
  const auto unit = [&](std::size_t i) {
    const char32_t first = byte_at(bytes, i);
    const char32_t second = byte_at(bytes, i + 1);
    return order == Order::little ? first | second << 8 : first << 8 | second;
  };
  std::string text;
  text.reserve(bytes.size());
  std::size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    char32_t point = unit(i);
    if (i == 0 && point == 0xFEFF) continue;
    if (point >= 0xD800 && point < 0xE000) {
      const bool pair =
          point < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
      if (pair) {
        point = 0x10000 + ((point - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
        i += 2;
      } else {
        point = 0xFFFD;
        ++broken;
      }
    }
    append_utf8(text, point);
  }
  broken += i < bytes.size();
  return text;
}

// Letters, digits, space and the common signs of code page 037.
bool is_ebcdic_sign(unsigned char c) {
  const unsigned char low = c & 0x0F;
  const unsigned char high = c >> 4;
  if (high == 0xF) return low <= 9;
  if (high == 0x8 || high == 0x9 || high == 0xC || high == 0xD) return low >= 1 && low <= 9;
  if (high == 0xA || high == 0xE) return low >= 2 && low <= 9;
  constexpr std::string_view kOthers =
      "\x40\x4B\x4C\x4D\x5C\x5D\x5E\x60\x61\x6B\x6C\x6D\x6E\x7A\x7D\x7E\x7F\x05\x0D\x15\x25";
  return kOthers.find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_ebcdic(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, kSample);
  std::size_t signs = 0;
  std::size_t high = 0;
  for (const char c : sample) {
    signs += is_ebcdic_sign(static_cast<unsigned char>(c));
    high += static_cast<unsigned char>(c) >= 0x80;
  }
  return sample.size() >= 16 && signs * 10 >= sample.size() * 9 && high * 5 >= sample.size() * 2;
}

bool has_control_bytes(std::string_view bytes) {
  const auto controls = std::ranges::count_if(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' &&
           byte != 0x1A;
  });
  return static_cast<std::size_t>(controls) * 100 > bytes.size();
}

struct HighBytes {
  std::size_t sequences = 0;  // of UTF-8, longer than a byte
  std::size_t broken = 0;     // bytes that belong to none
  std::size_t in_rows = 0;    // broken ones beside another: words of another alphabet
};

HighBytes count_high_bytes(std::string_view bytes) {
  HighBytes count;
  bool before = false;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = utf8_length(bytes.substr(i));
    count.sequences += length > 1;
    count.broken += length == 0;
    count.in_rows += length == 0 && before;
    before = length == 0;
    i += std::max<std::size_t>(length, 1);
  }
  return count;
}

// The encoding an XML declaration names, folded; "" when there is none.
std::string declared_encoding(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, 200);
  if (!start.starts_with("<?xml")) return "";
  const std::string_view declaration = start.substr(0, start.find("?>"));
  const std::size_t key = declaration.find("encoding=");
  if (key == std::string_view::npos || key + 10 >= declaration.size()) return "";
  const char quote = declaration[key + 9];
  return folded(declaration.substr(key + 10, declaration.find(quote, key + 10) - key - 10));
}

bool is_western(const std::string& encoding) {
  constexpr std::array kNames = {"",       "utf 8",  "iso 8859 1", "iso 8859 15", "windows 1252",
                                 "cp1252", "latin1", "latin 1",    "us ascii",    "ascii"};
  return std::ranges::find(kNames, encoding) != kNames.end();
}

std::nullopt_t refuse(const std::string& file, std::string message, Problems& problems) {
  problems.push_back({ProblemLevel::error, in_file(file), std::move(message)});
  return std::nullopt;
}

std::optional<std::string> decode_utf16(std::string_view bytes, Order order,
                                        const std::string& file, Problems& problems) {
  std::size_t broken = 0;
  const std::string text = from_utf16(bytes, order, broken);
  if (broken > 0)
    problems.push_back({ProblemLevel::error, in_file(file),
                        "is UTF-16 with half characters in it; ask for the file again"});
  return checked_utf8(text, kMaxFileBytes * 2, file, problems);
}

}  // namespace

std::optional<std::string> decoded_text(std::string_view bytes, const std::string& file,
                                        Problems& problems) {
  if (bytes.size() > kMaxFileBytes || bytes.empty() || is_utf32(bytes))
    return checked_utf8(bytes, kMaxFileBytes, file, problems);
  if (const auto order = utf16_order(bytes)) return decode_utf16(bytes, *order, file, problems);
  if (is_ebcdic(bytes))
    return refuse(file, "is EBCDIC, the text of mainframes; save it as UTF-8", problems);
  if (bytes.find('\0') != std::string_view::npos)
    return checked_utf8(bytes, kMaxFileBytes, file, problems);
  if (has_control_bytes(bytes))
    return refuse(file, "holds bytes that no text has; save it as UTF-8 text", problems);
  const HighBytes high = count_high_bytes(bytes);
  // Far more whole sequences than broken bytes: damaged UTF-8, not another encoding.
  if (high.broken == 0 || high.sequences > high.broken)
    return checked_utf8(bytes, kMaxFileBytes, file, problems);
  const std::string declared = declared_encoding(bytes);
  if (!is_western(declared))
    return refuse(file, "is written in " + declared + ", which is not read; save it as UTF-8",
                  problems);
  if (high.in_rows >= 8 && high.in_rows * 2 > high.broken)
    return refuse(file, "is in an encoding that cannot be told; save it as UTF-8", problems);
  problems.push_back({ProblemLevel::note, in_file(file), "is not UTF-8; read as Windows-1252"});
  return checked_utf8(from_windows_1252(bytes), kMaxFileBytes * 3, file, problems);
}

std::string start_of_text(std::string_view bytes) {
  std::string text(bytes.substr(0, 2 * kStart));
  std::size_t broken = 0;
  if (const auto order = utf16_order(text); order && !is_utf32(text))
    text = from_utf16(text, *order, broken);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  return start == std::string::npos ? "" : text.substr(start, kStart);
}

}  // namespace verilot
