// yaml: what every text file must be before it is parsed: UTF-8 of a bounded size.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/problem.h"

namespace verilot {

// The text without a byte order mark; bytes that are not UTF-8 are reported with their line and
// column and replaced by U+FFFD, so that the rest can still be read. Nothing (and a problem) for
// UTF-16, a text with NUL bytes, an empty text or one larger than `max_bytes`.
std::optional<std::string> checked_utf8(std::string_view text, std::size_t max_bytes,
                                        const std::string& file, Problems&);

// The length of the UTF-8 sequence at the start of `text`, 0 when it is not one.
std::size_t utf8_length(std::string_view text);

// The code point as UTF-8.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace verilot
