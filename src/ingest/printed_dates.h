// ingest: dates as documents print them, to ISO 8601.
//
//   iso_date("Jan 30, 2026", DateOrder::month_first)   ->  "2026-01-30"
//   iso_date("05/06/2026", order_of_dates(text, words)) ->  day or month first, as the rest shows
//
// Dates that do not exist give nothing, nor does 05/06/2026 where nothing shows which comes first.
// Month and year alone give a partial date: "2026-11".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/tables.h"

namespace verilot {

enum class DateOrder { month_first, day_first, unknown };

// The order of numeric dates in a document: decided by one that only one order allows, else by one
// that is written out as well, else by words that tell the country. Unknown without any of these,
// or when they contradict one another.
DateOrder order_of_dates(std::string_view document, const CertificateWords&);

// The first date in the text.
std::optional<std::string> iso_date(std::string_view text, DateOrder);

// Why the first date in the text, which exists, cannot be told: "day and month ..."; "" when it
// can.
std::string why_ambiguous(std::string_view text, DateOrder);

// Whether the text has the form of a day, whether there is such a day or not: "2026-02-30",
// "31/02/2026", "30 Feb 2026"; "24 months" has not.
bool looks_like_date(std::string_view text);

}  // namespace verilot
