// Check digits of identifiers.
//
//   check_digits_right(CheckAlgorithm::mod97, "529900NNUPAGGOMPXZ", "31")  // true
//
// Characters: 0-9 count 0 to 9, A-Z 10 to 35, * 36; any other makes the digits wrong.
// Source: GS1 General Specifications; ISO/IEC 7810 (Luhn); ISO/IEC 7064 (97-10, 37-2).
#pragma once

#include <string_view>

#include "model/supply_tables.h"

namespace verilot {

bool check_digits_right(CheckAlgorithm, std::string_view body, std::string_view check);

}  // namespace verilot
