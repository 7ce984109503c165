// Printed text in one plain form, so that grammars need not know typography.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

std::string_view trimmed(std::string_view);
std::string lower_ascii(std::string_view);

// Dashes, comparison and multiplication signs, superscripts after 10 and spaces in ASCII; marks
// such as a trailing asterisk cut: "5.2×10⁹*" to "5.2x10^9".
std::string normal_cell(std::string_view printed);

// As normal_cell, in lower case, with single spaces and without a final full stop.
std::string folded_cell(std::string_view printed);

// Nothing, a dash, "n/a": the cell says nothing.
bool is_blank_cell(std::string_view folded);

}  // namespace verilot
