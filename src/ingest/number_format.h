// ingest: a number of a workbook as its cell shows it.
//
//   show_number("0.95", "0%", false)        // text "95 %", full "0.95"
//   show_number("46054", "d-mmm", false)    // text "2026-02-01", date
//   show_number("1.2E+10", "General", ...)  // text "12000000000": never shortened
//
// Formats that are not understood (fractions, scaled thousands) show the number in full.
//
// Units:  days count from 1899-12-30, with the missing day of 1900, or from 1904-01-01.
// Source: ECMA-376 part 1, 18.8.30 (built-in formats) and 18.8.31 (codes).
#pragma once

#include <string>
#include <string_view>

namespace verilot {

struct ShownNumber {
  std::string text;
  std::string full;      // all digits, without the format; "" when the text is no number
  bool date = false;     // `text` is an ISO date
  bool time = false;     // a time of day or a duration: `text` is the number
  bool rounded = false;  // the format shows fewer digits than are stored
};

ShownNumber show_number(const std::string& stored, std::string_view format, bool from_1904);

// The code of a built-in format; "General" for one that has none.
std::string_view built_in_format(int id);

}  // namespace verilot
