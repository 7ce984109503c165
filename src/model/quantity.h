// A measured or stated amount: a decimal as printed, a unit, and what its operator says.
//
//   const UnitTable units = ...;                    // rules/tables/units.yaml
//   auto q = parse_quantity("< 0.25 EU/mL", units);
//   compare(*q, limit)                              // less, or nothing when it cannot be told
//
// Units:  UCUM codes; a unit belongs to one class, and only units of one class convert, by an
//         exact decimal factor. EU/mL, EU/mg and EU/vial are three classes.
// Errors: an unknown unit is kept as printed, with an empty class: it compares with nothing.
// Source: UCUM; endotoxin units are [iU] there, because [EU] is the Ehrlich unit.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/decimal.h"

namespace verilot {

struct Unit {
  std::string ucum;        // canonical UCUM code of this unit: "[iU]/mL"
  std::string unit_class;  // "endotoxin concentration"; "" for an unknown unit
  Decimal factor;          // to the base unit of the class
  friend bool operator==(const Unit&, const Unit&) = default;
};

class UnitTable {
 public:
  // `spelling` is any printed form: "EU/ml", "EU / mL". Spaces do not count; case does, after an
  // exact match failed a match without case is tried where it is unambiguous.
  void add(std::string spelling, Unit unit);
  std::optional<Unit> find(std::string_view spelling) const;

 private:
  std::map<std::string, Unit, std::less<>> exact_;
  std::map<std::string, std::optional<Unit>, std::less<>> folded_;
};

// What a printed operator says about the true value.
enum class Bound { exact, approximate, below, at_most, above, at_least };

struct Quantity {
  std::string printed;  // the whole text as printed
  Bound bound = Bound::exact;
  Decimal value;
  std::string unit_printed;  // "" for a bare number
  Unit unit;                 // class "number" for a bare number
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// Number with optional operator, exponent (x10^9, e9, billion) and unit; nothing when the text is
// not of that form. A point is the decimal sign; commas in groups of three separate thousands.
std::optional<Quantity> parse_quantity(std::string_view text, const UnitTable& units);

// Nothing where the order cannot be told: other unit classes, or bounds that leave it open.
std::optional<bool> less(const Quantity& a, const Quantity& b);
std::optional<bool> less_or_equal(const Quantity& a, const Quantity& b);
std::optional<bool> equal(const Quantity& a, const Quantity& b);

}  // namespace verilot
