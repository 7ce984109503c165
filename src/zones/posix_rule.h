// The rule of a zone for every year, as POSIX writes it: "EST5EDT,M3.2.0,M11.1.0".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace verilot {

class PosixRule {
 public:
  static std::optional<PosixRule> parse(std::string_view text);
  std::int64_t offset_at(std::int64_t seconds) const;

 private:
  // A moment of every year, in seconds of local time.
  struct Moment {
    enum class Kind { weekday, day_without_29_february, day };
    Kind kind = Kind::weekday;
    unsigned month = 1;
    unsigned week = 1;  // 5 is the last
    unsigned day = 0;   // of the week, from Sunday; or of the year
    std::int64_t time = 7'200;
    std::int64_t in_year(int year) const;
  };
  class Reader;

  std::int64_t standard_ = 0;
  std::int64_t summer_ = 0;
  bool has_summer_ = false;
  Moment begin_;
  Moment end_;
};

}  // namespace verilot
