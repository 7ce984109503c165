// packs: quantities and calendar dates as values of the rule language.
//
// Both compare in three values: a comparison that the printed precision leaves open is unknown.
#pragma once

#include <chrono>
#include <optional>

#include "cel/function_registry.h"
#include "cel/value.h"
#include "model/date.h"
#include "model/quantity.h"

namespace verilot {

inline constexpr std::string_view kQuantityType = "quantity";
inline constexpr std::string_view kDateType = "date";

cel::Value quantity_value(Quantity);
cel::Value date_value(Date);

// The first day on which a comparison with the day that judges comes out otherwise; until then all
// of them stay as they are, and so does what was decided by them.
struct ClockWatch {
  std::optional<std::chrono::sys_days> next;
  void note(std::chrono::sys_days day) {
    if (!next || day < *next) next = day;
  }
};

// `as_of`: a date whose comparisons are noted. The watch must outlive the value.
cel::Value clock_value(Date as_of, ClockWatch&);

// nullptr when the value is of another type.
const Quantity* as_quantity(const cel::Value&);
const Date* as_date(const cel::Value&);

// Names equal without case, spaces, punctuation and legal forms.
bool same_name(const std::string& a, const std::string& b);

// quantity(), contained_in(), same_measure(), date(), plus_days(), plus_months(), days_between(),
// similar().
void add_domain_functions(cel::FunctionRegistry&, const UnitTable&);

}  // namespace verilot
