#include "model/date.h"

#include <doctest/doctest.h>

namespace verilot {
namespace {

Date day(std::string_view text) {
  CAPTURE(text);
  const std::optional<Date> date = parse_date(text);
  REQUIRE(date);
  return *date;
}

constexpr std::optional<bool> kOpen = std::nullopt;

TEST_CASE("parse_date: a partial date is the interval of its days") {
  CHECK(day("2026-11") == Date{day("2026-11-01").first, day("2026-11-30").first});
  CHECK(day("2026") == Date{day("2026-01-01").first, day("2026-12-31").first});
  CHECK(day("2024-02") == Date{day("2024-02-01").first, day("2024-02-29").first});
  CHECK(day("2026-11-22").exact());
  CHECK_FALSE(day("2026-11").exact());
}

TEST_CASE("parse_date: a time of day is cut") {
  CHECK(day("2026-11-22T10:15:00Z") == day("2026-11-22"));
  CHECK(day("2026-11-22 10:15") == day("2026-11-22"));
}

TEST_CASE("parse_date: dates that do not exist are refused") {
  for (const char* text : {"2026-02-29", "2026-02-30", "2026-04-31", "2026-13", "2026-00",
                           "2026-11-00", "2026-11-32", "0000", "1900-02-29"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
  CHECK(parse_date("2024-02-29"));
  CHECK(parse_date("2000-02-29"));
}

TEST_CASE("parse_date: other forms are not guessed") {
  for (const char* text : {"", "26-11-22", "2026-1-2", "22/11/2026", "11-2026", "2026-11-", "2026-",
                           "20261122", "2026-11-22x", " 2026", "2026-11-2", "-2026", "20x6"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("date: the shortest form is printed") {
  for (const char* text : {"2026", "2026-11", "2026-11-22", "0099-01-02"})
    CHECK(to_string(day(text)) == text);
  CHECK(to_string(Date{day("2026-11-22").first, day("2026-12-03").first}) ==
        "2026-11-22..2026-12-03");
}

TEST_CASE("date: an expiry of a month is its last day") {
  CHECK(to_string(last_day(day("2026-11"))) == "2026-11-30");
  CHECK(to_string(last_day(day("2024-02"))) == "2024-02-29");
  CHECK(to_string(last_day(day("2026"))) == "2026-12-31");
}

TEST_CASE("date: a comparison that a partial date straddles is open") {
  struct Case {
    const char *a, *b;
    std::optional<bool> before, before_or_same, same;
  };
  const Case cases[] = {
      {"2026-11-21", "2026-11-22", true, true, false},
      {"2026-11-22", "2026-11-22", false, true, true},
      {"2026-11-23", "2026-11-22", false, false, false},
      {"2026-10", "2026-11-01", true, true, false},
      {"2026-11", "2026-11-22", kOpen, kOpen, kOpen},
      {"2026-11", "2026-11-01", false, kOpen, kOpen},
      {"2026-11", "2026-11-30", kOpen, true, kOpen},
      {"2026-11", "2026-11", kOpen, kOpen, kOpen},
      {"2026", "2027-01", true, true, false},
      {"2027", "2026-12-31", false, false, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.a);
    CAPTURE(c.b);
    CHECK(before(day(c.a), day(c.b)) == c.before);
    CHECK(before_or_same(day(c.a), day(c.b)) == c.before_or_same);
    CHECK(same(day(c.a), day(c.b)) == c.same);
  }
}

}  // namespace
}  // namespace verilot
