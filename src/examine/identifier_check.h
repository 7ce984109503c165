// One number held against its scheme: form, check digits, year.
//
//   IdentifierCheck check = check_identifier("HWUPKR0MPOU8FGXBT349", lei, recognisers);
//   check.well_formed == true; check.check_right == false;
//   check.fault == "the check digits are wrong; characters 19 and 20 may have changed places"
//
// Errors: a number that fits nothing is not well-formed, never repaired; what may have been meant
//         stands in the fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "examine/examine.h"

namespace verilot {

struct IdentifierCheck {
  std::optional<bool> well_formed;  // nothing where the form alone does not tell
  std::optional<bool> check_right;  // nothing where there is no check digit to check
  std::string fault;                // "" where nothing is wrong
  std::optional<int> year;          // that the number carries
};

// Upper case, without the label and the separators of the scheme.
std::string plain_identifier(std::string_view stated, const IdentifierScheme&, Recognisers&);

// Of a number as plain_identifier() gives it.
IdentifierCheck check_identifier(const std::string& plain, const IdentifierScheme&, Recognisers&);

// Whether the number is meant as one of the scheme where other codes may stand as well.
bool has_shape(const std::string& plain, const IdentifierScheme&, Recognisers&);

}  // namespace verilot
