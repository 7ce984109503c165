#include "cel/functions.h"
#include "cel/timestamps.h"
#include "zones/zone.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

using Part = int CalendarFields::*;

// Seconds east of UTC: of "+02:00" always, of "Europe/Madrid" at that time.
std::optional<std::int64_t> zone_offset(const std::string& zone, Timestamp time) {
  if (std::optional<std::int64_t> fixed = parse_zone(zone)) return fixed;
  const Zone* found = find_zone(zone);
  return found == nullptr ? std::nullopt : std::optional(found->offset_at(time.seconds));
}

// One function for each accessor, with and without a time zone.
template <Part kPart, int kFrom>
Value part(Arguments a) {
  std::int64_t seconds_east = 0;
  if (a.size() == 2) {
    const std::optional<std::int64_t> zone = zone_offset(a[1].as_text(), a[0].as_timestamp());
    if (!zone) {
      return Value::error("unknown time zone " + to_display(a[1]) +
                          ": write \"UTC\", an offset such as \"+02:00\" or a name such as "
                          "\"Europe/Madrid\"");
    }
    seconds_east = *zone;
  }
  return Value::integer(calendar_fields(a[0].as_timestamp(), seconds_east).*kPart - kFrom);
}

constexpr std::int64_t kMilli = 1'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;

Value duration_hours(Arguments a) {
  return Value::integer(a[0].as_duration().nanos / (3600 * kSecond));
}
Value duration_minutes(Arguments a) {
  return Value::integer(a[0].as_duration().nanos / (60 * kSecond));
}
Value duration_seconds(Arguments a) { return Value::integer(a[0].as_duration().nanos / kSecond); }
// The portion after the seconds, not the whole duration.
Value duration_milliseconds(Arguments a) {
  return Value::integer(a[0].as_duration().nanos % kSecond / kMilli);
}

struct Accessor {
  std::string_view name;
  Value (*call)(Arguments);
};

constexpr Accessor kOfTimestamp[] = {
    {"getFullYear", part<&CalendarFields::year, 0>},
    {"getMonth", part<&CalendarFields::month, 1>},
    {"getDate", part<&CalendarFields::day, 0>},
    {"getDayOfMonth", part<&CalendarFields::day, 1>},
    {"getDayOfYear", part<&CalendarFields::day_of_year, 0>},
    {"getDayOfWeek", part<&CalendarFields::day_of_week, 0>},
    {"getHours", part<&CalendarFields::hours, 0>},
    {"getMinutes", part<&CalendarFields::minutes, 0>},
    {"getSeconds", part<&CalendarFields::seconds, 0>},
    {"getMilliseconds", part<&CalendarFields::milliseconds, 0>},
};

constexpr Accessor kOfDuration[] = {
    {"getHours", duration_hours},
    {"getMinutes", duration_minutes},
    {"getSeconds", duration_seconds},
    {"getMilliseconds", duration_milliseconds},
};

void add_accessor(FunctionRegistry& registry, const Accessor& accessor,
                  std::vector<Type> parameters) {
  registry.add({.name = std::string(accessor.name),
                .receiver_style = true,
                .parameters = std::move(parameters),
                .result = Type::of(Kind::integer),
                .call = accessor.call});
}

}  // namespace

void add_time_functions(FunctionRegistry& registry) {
  for (const Accessor& accessor : kOfTimestamp) {
    add_accessor(registry, accessor, {Type::of(Kind::timestamp)});
    add_accessor(registry, accessor, {Type::of(Kind::timestamp), Type::of(Kind::text)});
  }
  for (const Accessor& accessor : kOfDuration) {
    add_accessor(registry, accessor, {Type::of(Kind::duration)});
  }
}

}  // namespace verilot::cel
