// ingest: text in columns (CSV), as its cells with their places.
//
//   DelimitedText text = parse_delimited(text, "coa.csv");
//
// The separator is comma, semicolon, tab or bar, whichever parts the text best; quotes double
// inside quotes; line ends are LF, CRLF or CR. The text is UTF-8 (text_encoding.h).
//
// Errors: an open quote at the end is a problem at the line where it began.
// Limits: 20,000 rows, 400,000 cells; a text of more than 200 columns is refused whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/certificate.h"

namespace verilot {

struct DelimitedText {
  std::vector<std::vector<Printed>> rows;  // pointer is the cell ("C7"): its column, its line
  std::vector<Problem> problems;
};

DelimitedText parse_delimited(std::string_view text, const std::string& file);

}  // namespace verilot
