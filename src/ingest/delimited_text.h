// ingest: text in columns (CSV), as its cells with their places.
//
//   DelimitedText text = parse_delimited(bytes, "coa.csv");
//
// The separator is comma, semicolon or tab, whichever parts the text best; quotes double inside
// quotes; line ends are LF, CRLF or CR; a byte order mark is skipped.
//
// Errors: an open quote at the end is a problem at the line where it began.
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

DelimitedText parse_delimited(std::string_view bytes, const std::string& file);

}  // namespace verilot
