// UTF-8 as the lexer and the text functions need it. Indices of CEL count code points.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace verilot::cel {

// The code points of `text`; nothing where the bytes are not valid UTF-8 (RFC 3629).
std::optional<std::u32string> decode_utf8(std::string_view text);

// The code points of `text`, with U+FFFD for every byte that is not part of one.
std::u32string decode_utf8_lossy(std::string_view text);

std::string encode_utf8(std::u32string_view code_points);
void append_utf8(std::string& out, char32_t code_point);

// The bytes that begin a code point: its length where the text is valid.
std::size_t count_code_points(std::string_view text);

bool is_scalar(char32_t code_point);

}  // namespace verilot::cel
