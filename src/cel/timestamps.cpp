#include "cel/timestamps.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace verilot::cel {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from left to right; every step fails for good once one has failed.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    if (rest_.size() < count) failed_ = true;
    for (std::size_t i = 0; i < count && !failed_; ++i) {
      if (!is_digit(rest_[i])) failed_ = true;
      value = value * 10 + (rest_[i] - '0');
    }
    if (!failed_) rest_.remove_prefix(count);
    return failed_ ? 0 : value;
  }

  bool accept(char c) {
    if (failed_ || rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char upper, char lower) {
    if (!accept(upper) && !accept(lower)) failed_ = true;
  }

  void expect(char c) { expect(c, c); }

  // The digits after a decimal point, as billionths.
  std::int32_t billionths() {
    std::int32_t value = 0;
    int count = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++count) {
      if (count < 9) value = value * 10 + (rest_.front() - '0');
    }
    if (count == 0 || count > 9) failed_ = true;
    for (int i = count; i < 9; ++i) value *= 10;
    return value;
  }

  void fail() { failed_ = true; }
  bool ok() const { return !failed_; }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

std::int64_t offset_seconds(Reader& reader, bool east) {
  const int hours = reader.digits(2);
  reader.expect(':');
  const int minutes = reader.digits(2);
  if (hours > 23 || minutes > 59) reader.fail();
  const std::int64_t seconds = hours * 3600 + minutes * 60;
  return east ? seconds : -seconds;
}

bool in_range(std::int64_t seconds) { return seconds >= kFirstSecond && seconds <= kLastSecond; }

std::optional<Timestamp> checked(Timestamp time) {
  return in_range(time.seconds) ? std::optional(time) : std::nullopt;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
constexpr Unit kUnits[] = {{"ns", 1},
                           {"us", 1'000},
                           {"\xC2\xB5s", 1'000},
                           {"ms", 1'000'000},
                           {"s", 1'000'000'000},
                           {"m", 60'000'000'000},
                           {"h", 3'600'000'000'000}};

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

const Unit* take_unit(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && !is_digit(text[count]) && text[count] != '.') ++count;
  const std::string_view name = text.substr(0, count);
  text.remove_prefix(count);
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

// The fraction of a unit, below one nanosecond cut off.
std::int64_t fraction_nanos(std::string_view digits, std::int64_t unit_nanos) {
  __extension__ using Wide = __int128;
  Wide value = 0;
  Wide scale = 1;
  for (const char digit : digits.substr(0, 18)) {
    value = value * 10 + (digit - '0');
    scale *= 10;
  }
  return static_cast<std::int64_t>(value * unit_nanos / scale);
}

// One number with its unit, added to `total`, which counts below zero: int64 reaches further there.
bool take_part(std::string_view& text, std::int64_t& total) {
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    fraction = take_digits(text);
  }
  if (whole.empty() && fraction.empty()) return false;
  const Unit* unit = take_unit(text);
  if (unit == nullptr) return false;
  std::int64_t count = 0;
  if (!whole.empty() &&
      std::from_chars(whole.data(), whole.data() + whole.size(), count).ec != std::errc()) {
    return false;
  }
  std::int64_t nanos = 0;
  return !__builtin_mul_overflow(count, unit->nanos, &nanos) &&
         !__builtin_sub_overflow(total, nanos, &total) &&
         !__builtin_sub_overflow(total, fraction_nanos(fraction, unit->nanos), &total);
}

// ".5" of 500,000,000 nanoseconds; empty for none.
std::string fraction_text(std::int64_t nanos) {
  if (nanos == 0) return "";
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, ".%09d", static_cast<int>(nanos));
  std::string text = buffer;
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const int year = reader.digits(4);
  reader.expect('-');
  const auto month = static_cast<unsigned>(reader.digits(2));
  reader.expect('-');
  const auto day = static_cast<unsigned>(reader.digits(2));
  reader.expect('T', 't');
  const int hours = reader.digits(2);
  reader.expect(':');
  const int minutes = reader.digits(2);
  reader.expect(':');
  const int seconds = reader.digits(2);
  const std::int32_t nanos = reader.accept('.') ? reader.billionths() : 0;
  std::int64_t offset = 0;
  if (reader.accept('+')) {
    offset = offset_seconds(reader, true);
  } else if (reader.accept('-')) {
    offset = offset_seconds(reader, false);
  } else {
    reader.expect('Z', 'z');
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!reader.done() || !date.ok() || hours > 23 || minutes > 59 || seconds > 59) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return checked({days * kSecondsPerDay + hours * 3600 + minutes * 60 + seconds - offset, nanos});
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  if (text == "0") return Duration{0};
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    if (!take_part(text, total)) return std::nullopt;
  }
  if (!negative && __builtin_sub_overflow(std::int64_t{0}, total, &total)) return std::nullopt;
  return Duration{total};
}

std::string to_text(Timestamp time) {
  const CalendarFields fields = calendar_fields(time, 0);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d", fields.year, fields.month,
                fields.day, fields.hours, fields.minutes, fields.seconds);
  return buffer + fraction_text(time.nanos) + "Z";
}

std::string to_text(Duration duration) {
  const std::int64_t seconds = duration.nanos / kNanosPerSecond;
  const std::int64_t nanos = duration.nanos % kNanosPerSecond;
  const std::string sign = duration.nanos < 0 ? "-" : "";
  return sign + std::to_string(seconds < 0 ? -seconds : seconds) +
         fraction_text(nanos < 0 ? -nanos : nanos) + "s";
}

std::optional<Timestamp> add(Timestamp time, Duration duration) {
  const std::int64_t carry = floor_divide(duration.nanos, kNanosPerSecond);
  std::int64_t nanos = time.nanos + (duration.nanos - carry * kNanosPerSecond);
  std::int64_t seconds = time.seconds + carry;
  if (nanos >= kNanosPerSecond) {
    nanos -= kNanosPerSecond;
    ++seconds;
  }
  return checked({seconds, static_cast<std::int32_t>(nanos)});
}

std::optional<Timestamp> subtract(Timestamp time, Duration duration) {
  if (duration.nanos == INT64_MIN) {
    const std::optional<Timestamp> almost = add(time, {INT64_MAX});
    return almost ? add(*almost, {1}) : std::nullopt;
  }
  return add(time, {-duration.nanos});
}

std::optional<Duration> subtract(Timestamp a, Timestamp b) {
  std::int64_t nanos = 0;
  if (__builtin_mul_overflow(a.seconds - b.seconds, kNanosPerSecond, &nanos) ||
      __builtin_add_overflow(nanos, std::int64_t{a.nanos} - b.nanos, &nanos)) {
    return std::nullopt;
  }
  return Duration{nanos};
}

std::optional<std::int64_t> parse_zone(std::string_view zone) {
  if (zone == "UTC" || zone == "Z" || zone == "GMT") return 0;
  Reader reader(zone);
  const bool west = reader.accept('-');
  if (!west) reader.accept('+');
  const std::int64_t seconds = offset_seconds(reader, !west);
  return reader.done() ? std::optional(seconds) : std::nullopt;
}

CalendarFields calendar_fields(Timestamp time, std::int64_t seconds_east) {
  const std::int64_t local = time.seconds + seconds_east;
  const std::int64_t day_number = floor_divide(local, kSecondsPerDay);
  const auto of_day = static_cast<int>(local - day_number * kSecondsPerDay);
  const std::chrono::sys_days days{std::chrono::days(day_number)};
  const std::chrono::year_month_day date(days);
  const std::chrono::sys_days new_year = date.year() / std::chrono::January / 1;
  CalendarFields fields;
  fields.year = static_cast<int>(date.year());
  fields.month = static_cast<int>(static_cast<unsigned>(date.month()));
  fields.day = static_cast<int>(static_cast<unsigned>(date.day()));
  fields.day_of_year = static_cast<int>((days - new_year).count());
  fields.day_of_week = static_cast<int>(std::chrono::weekday(days).c_encoding());
  fields.hours = of_day / 3600;
  fields.minutes = of_day / 60 % 60;
  fields.seconds = of_day % 60;
  fields.milliseconds = time.nanos / 1'000'000;
  return fields;
}

}  // namespace verilot::cel
