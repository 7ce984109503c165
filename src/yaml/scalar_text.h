// yaml: how one value is written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/yaml_source.h"

namespace verilot {

// Columns, one a code point.
std::size_t width_of(std::string_view text);

// On one line, as it was written where that was one.
std::string on_one_line(const SourceNode& scalar);

// On one line, without quotes where it can be.
std::string shortest(const std::string& text);

// Whether its words may be broken over lines without a change.
bool can_fold(std::string_view text);
// Words in lines of at most `width` columns; a longer word has a line of its own. The lines of a
// condition begin with its operators, the outer ones first, where they can.
std::vector<std::string> folded(std::string_view text, std::size_t width);

// Whether a text of several lines can stand under "|" or "|-".
bool can_be_literal(std::string_view text);

}  // namespace verilot
