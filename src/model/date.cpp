#include "model/date.h"

#include <algorithm>

namespace verilot {

namespace {

using std::chrono::day;
using std::chrono::last;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

std::optional<int> digits(std::string_view text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string iso(sys_days days) {
  const year_month_day d(days);
  std::string y = std::to_string(static_cast<int>(d.year()));
  y.insert(0, std::string(4 - std::min<std::size_t>(4, y.size()), '0'));
  return y + "-" + two(static_cast<unsigned>(d.month())) + "-" +
         two(static_cast<unsigned>(d.day()));
}

bool is_time_of_day(std::string_view text) {
  return text.empty() || text[0] == 'T' || text[0] == 't' || text[0] == ' ';
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  const std::optional<int> y = digits(text, 4);
  if (!y || *y == 0) return std::nullopt;
  text.remove_prefix(4);
  const year years{*y};
  if (text.empty()) return Date{sys_days{years / 1 / 1}, sys_days{years / 12 / 31}};
  if (text[0] != '-') return std::nullopt;
  const std::optional<int> m = digits(text.substr(1), 2);
  if (!m) return std::nullopt;
  text.remove_prefix(3);
  const auto months = years / month{static_cast<unsigned>(*m)};
  if (!months.ok()) return std::nullopt;
  if (text.empty()) return Date{sys_days{months / 1}, sys_days{months / last}};
  if (text[0] != '-') return std::nullopt;
  const std::optional<int> d = digits(text.substr(1), 2);
  if (!d) return std::nullopt;
  text.remove_prefix(3);
  const year_month_day full = months / day{static_cast<unsigned>(*d)};
  if (!full.ok() || !is_time_of_day(text)) return std::nullopt;
  return Date{sys_days{full}, sys_days{full}};
}

std::string to_string(const Date& date) {
  const std::string from = iso(date.first);
  if (date.exact()) return from;
  for (const std::size_t length : {std::size_t{4}, std::size_t{7}}) {
    const std::string partial = from.substr(0, length);
    if (const std::optional<Date> same_days = parse_date(partial); same_days == date)
      return partial;
  }
  return from + ".." + iso(date.last);
}

Date last_day(const Date& date) { return {date.last, date.last}; }

std::optional<bool> before(const Date& a, const Date& b) {
  if (a.last < b.first) return true;
  if (a.first >= b.last) return false;
  return std::nullopt;
}

std::optional<bool> before_or_same(const Date& a, const Date& b) {
  const std::optional<bool> after = before(b, a);
  if (!after) return std::nullopt;
  return !*after;
}

std::optional<bool> same(const Date& a, const Date& b) {
  if (a.exact() && b.exact()) return a.first == b.first;
  if (a.last < b.first || b.last < a.first) return false;
  return std::nullopt;
}

}  // namespace verilot
