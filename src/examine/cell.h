// A cell of a certificate as a number, a range or a word.
//
//   Cell cell = read_cell("5.2 x 10^9 particles/mL", {.units = units, .words = words});
//   cell.kind == Cell::Kind::numbers; cell.numbers[0].value
//
// Grammar: [operator] mantissa [x 10^n] [unit], lists of these ("5.25 mg; 5.20 mg"), ranges
//          ("50-200 nm"), value and tolerance ("7.2 +- 0.2"), words of the table of results.
// Errors: what fits nothing is Kind::text, never a guess.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/quantity.h"
#include "model/tables.h"

namespace verilot {

struct Cell {
  enum class Kind {
    blank,    // nothing, a dash, "n/a"
    numbers,  // one number, or replicates
    range,    // numbers[0] to numbers[1]
    word,     // `word` is its role: "pass", "absent", "not_detected", ...
    text,
  };

  Kind kind = Kind::blank;
  std::vector<Quantity> numbers;
  std::optional<Decimal> tolerance;  // of one number, in its own unit
  bool percent_tolerance = false;    // the tolerance is per cent of the number
  std::string word;
  std::string limit_word;          // of a text, as a limit: "absent", "report"
  std::optional<Quantity> amount;  // tested amount: "not detected in 1 g"
  std::string folded;              // lower case, one space between words
};

struct CellGrammar {
  const UnitTable& units;
  const CertificateWords& words;
  bool decimal_comma = false;  // 4,100 is 4.1 in this document, not 4100
};

Cell read_cell(std::string_view printed, const CellGrammar&);

// Whether a comma is the decimal sign in a document that prints these cells.
bool uses_decimal_comma(const std::vector<std::string>& cells);

// The unit for numbers that carry none: a column of its own, or the other cell of the row.
void give_unit(Cell&, std::string_view unit_printed, const UnitTable&);

}  // namespace verilot
