#include "zones/posix_rule.h"

#include <chrono>

namespace verilot {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMaxTime = 167 * 3'600;  // RFC 8536, section 3.3.1

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::int64_t days_to(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

int year_of(std::int64_t seconds) {
  const auto days = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::seconds>(std::chrono::seconds(seconds)));
  return static_cast<int>(std::chrono::year_month_day(days).year());
}

std::int64_t nth_weekday(int year, unsigned month, unsigned week, unsigned weekday) {
  const std::chrono::year_month in{std::chrono::year(year), std::chrono::month(month)};
  const std::chrono::weekday wanted(weekday);
  const std::chrono::sys_days day = week == 5
                                        ? std::chrono::sys_days(in / wanted[std::chrono::last])
                                        : std::chrono::sys_days(in / wanted[week]);
  return day.time_since_epoch().count();
}

}  // namespace

// Reads the text from left to right; every step fails for good once one has failed.
class PosixRule::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool done() const { return !failed_ && rest_.empty(); }
  bool failed() const { return failed_; }
  bool sees_end() const { return rest_.empty(); }
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool accept(char c) {
    if (failed_ || next() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void name() {
    std::size_t length = 0;
    if (accept('<')) {
      length = rest_.find('>');
      if (length == std::string_view::npos) return fail();
      rest_.remove_prefix(length + 1);
    } else {
      while (length < rest_.size() && is_letter(rest_[length])) ++length;
      rest_.remove_prefix(length);
    }
    if (length < 3) fail();
  }

  unsigned number(unsigned from, unsigned to) {
    unsigned value = 0;
    if (!is_digit(next())) fail();
    for (; is_digit(next()) && value <= to; rest_.remove_prefix(1)) {
      value = value * 10 + static_cast<unsigned>(next() - '0');
    }
    if (value < from || value > to) fail();
    return failed_ ? from : value;
  }

  // [+-]hh[:mm[:ss]]
  std::int64_t time(unsigned max_hours) {
    const bool negative = accept('-');
    if (!negative) accept('+');
    std::int64_t seconds = std::int64_t{3'600} * number(0, max_hours);
    if (accept(':')) seconds += std::int64_t{60} * number(0, 59);
    if (accept(':')) seconds += number(0, 59);
    return negative ? -seconds : seconds;
  }

  Moment moment() {
    Moment made;
    if (!accept(',')) fail();
    if (accept('M')) {
      made.month = number(1, 12);
      if (!accept('.')) fail();
      made.week = number(1, 5);
      if (!accept('.')) fail();
      made.day = number(0, 6);
    } else if (accept('J')) {
      made.kind = Moment::Kind::day_without_29_february;
      made.day = number(1, 365);
    } else {
      made.kind = Moment::Kind::day;
      made.day = number(0, 365);
    }
    if (accept('/')) made.time = time(kMaxTime / 3'600);
    return made;
  }

 private:
  void fail() { failed_ = true; }

  std::string_view rest_;
  bool failed_ = false;
};

std::int64_t PosixRule::Moment::in_year(int year) const {
  std::int64_t days = 0;
  if (kind == Kind::weekday) {
    days = nth_weekday(year, month, week, day);
  } else if (kind == Kind::day) {
    days = days_to(year, 1, 1) + day;
  } else {
    const bool after_february = std::chrono::year(year).is_leap() && day >= 60;
    days = days_to(year, 1, 1) + day - 1 + (after_february ? 1 : 0);
  }
  return days * kDay + time;
}

// POSIX counts offsets to the west.
std::optional<PosixRule> PosixRule::parse(std::string_view text) {
  PosixRule rule;
  Reader reader(text);
  reader.name();
  rule.standard_ = -reader.time(24);
  if (reader.done()) return rule;
  rule.has_summer_ = true;
  reader.name();
  rule.summer_ = rule.standard_ + 3'600;
  if (reader.next() != ',') rule.summer_ = -reader.time(24);
  rule.begin_ = reader.moment();
  rule.end_ = reader.moment();
  return reader.done() ? std::optional(rule) : std::nullopt;
}

std::int64_t PosixRule::offset_at(std::int64_t seconds) const {
  if (!has_summer_) return standard_;
  const int year = year_of(seconds + standard_);
  const std::int64_t begin = begin_.in_year(year) - standard_;
  const std::int64_t end = end_.in_year(year) - summer_;
  const bool summer =
      begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
  return summer ? summer_ : standard_;
}

}  // namespace verilot
