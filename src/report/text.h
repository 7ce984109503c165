// report: words on lines of a given width.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace verilot {

// The columns the text takes on a terminal, counted as its code points.
std::size_t columns(std::string_view text);

// Control characters and escape sequences of foreign text become spaces.
std::string printable(std::string_view text);

// `text` cut to `width` columns, with "..." at its end when something was cut.
std::string cut(std::string_view text, std::size_t width);
std::string padded(std::string_view text, std::size_t width);

// "1 page", "2 pages".
std::string counted(std::size_t count, std::string_view one);

// `text` broken at spaces: the first line starts with `first`, the others with as many spaces; a
// word longer than the line is broken.
std::string wrapped(std::string_view first, std::string_view text, std::size_t width);

}  // namespace verilot
