// What a bare number or a word means for an analyte: a limit for a contaminant is a maximum, a word
// such as "negative" decides a safety test even where no criterion is printed.
#pragma once

#include <string_view>

namespace verilot {

enum class Nature {
  other,        // a bare number beside it is neither limit nor nominal
  assay,        // a bare number is the nominal value
  contaminant,  // a bare number is a maximum; "detected" under a limit means presence fails
  safety,       // as a contaminant, and its word alone decides: sterility, mycoplasma
  identity,     // "positive", "detected" is what is asked for
};

// By the identifier of rules/tables/analytes.yaml.
Nature nature_of(std::string_view analyte_id);

}  // namespace verilot
