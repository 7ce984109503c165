// A calendar date as printed, which may be partial: "2026-11" is the interval of its days.
//
//   auto d = parse_date("2026-11");   // 2026-11-01 to 2026-11-30
//   before(*d, as_of)                 // true, false, or nothing when the interval straddles
//
// Only ISO 8601 (2026, 2026-11, 2026-11-22, a time after T is cut) is read here; readers of
// documents turn other printed forms into this one. Dates that do not exist are refused.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace verilot {

struct Date {
  std::chrono::sys_days first{};
  std::chrono::sys_days last{};
  bool exact() const { return first == last; }
  friend bool operator==(const Date&, const Date&) = default;
};

std::optional<Date> parse_date(std::string_view iso);
std::string to_string(const Date&);  // the shortest ISO form: "2026-11", else "from..to"

// The last day of a partial date, for expiry and retest dates: a label "2026-11" is good through
// the end of November.
Date last_day(const Date&);

std::optional<bool> before(const Date& a, const Date& b);          // a < b
std::optional<bool> before_or_same(const Date& a, const Date& b);  // a <= b
std::optional<bool> same(const Date& a, const Date& b);

}  // namespace verilot
