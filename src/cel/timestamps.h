// Timestamps and durations as text and as calendar fields. No clock. Zones here are "UTC" or fixed
// offsets such as "+02:00"; zones with a name are in src/zones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/value.h"

namespace verilot::cel {

inline constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
inline constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

// RFC 3339, strictly: "2024-02-29T23:59:59.5Z", "...+02:00". Dates that do not exist are refused.
std::optional<Timestamp> parse_timestamp(std::string_view text);

// "1h30m", "-1.5s", "250ms", "0": the units h m s ms us ns.
std::optional<Duration> parse_duration(std::string_view text);

std::string to_text(Timestamp);  // RFC 3339 in UTC, without trailing zeros of the fraction
std::string to_text(Duration);   // "5400s", "0.000000001s"

// Nothing where the result is outside the years 1 to 9999, or outside int64 nanoseconds.
std::optional<Timestamp> add(Timestamp, Duration);
std::optional<Timestamp> subtract(Timestamp, Duration);
std::optional<Duration> subtract(Timestamp, Timestamp);

// Seconds east of UTC: "UTC", "Z", "+02:00", "-02:30", "02:00".
std::optional<std::int64_t> parse_zone(std::string_view zone);

struct CalendarFields {
  int year = 0;
  int month = 0;        // from 1
  int day = 0;          // of the month, from 1
  int day_of_year = 0;  // from 0
  int day_of_week = 0;  // from 0, Sunday
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int milliseconds = 0;
};
CalendarFields calendar_fields(Timestamp, std::int64_t seconds_east);

}  // namespace verilot::cel
