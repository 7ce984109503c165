#include "cel/utf8.h"

#include <algorithm>

namespace verilot::cel {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point = 0;
  std::size_t length = 0;  // 0 where the bytes are no code point
};

unsigned octet(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

Decoded decode_one(std::string_view text, std::size_t offset) {
  const unsigned first = octet(text, offset);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || offset + length > text.size()) return {};
  char32_t code_point = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = octet(text, offset + i);
    if ((next & 0xC0U) != 0x80U) return {};
    code_point = (code_point << 6U) | (next & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code_point < kSmallest[length] || !is_scalar(code_point)) return {};
  return {code_point, length};
}

}  // namespace

bool is_scalar(char32_t code_point) {
  return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const Decoded decoded = decode_one(text, offset);
    if (decoded.length == 0) return std::nullopt;
    out.push_back(decoded.code_point);
    offset += decoded.length;
  }
  return out;
}

std::u32string decode_utf8_lossy(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const Decoded decoded = decode_one(text, offset);
    out.push_back(decoded.length == 0 ? kReplacement : decoded.code_point);
    offset += std::max<std::size_t>(decoded.length, 1);
  }
  return out;
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto push = [&out](char32_t octet_value) { out.push_back(static_cast<char>(octet_value)); };
  const auto push_rest = [&](unsigned shift) { push(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point < 0x80) {
    push(code_point);
  } else if (code_point < 0x800) {
    push(0xC0U | (code_point >> 6U));
    push_rest(0);
  } else if (code_point < 0x10000) {
    push(0xE0U | (code_point >> 12U));
    push_rest(6);
    push_rest(0);
  } else {
    push(0xF0U | (code_point >> 18U));
    push_rest(12);
    push_rest(6);
    push_rest(0);
  }
}

std::string encode_utf8(std::u32string_view code_points) {
  std::string out;
  out.reserve(code_points.size());
  for (const char32_t code_point : code_points) append_utf8(out, code_point);
  return out;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace verilot::cel
