#include "zones/zone.h"

#include <doctest/doctest.h>

#include <string>

namespace verilot {
namespace {

constexpr std::int64_t kHour = 3'600;

std::int64_t offset(std::string_view rule, std::int64_t seconds) {
  const std::optional<PosixRule> parsed = PosixRule::parse(rule);
  REQUIRE_MESSAGE(parsed.has_value(), rule);
  return parsed->offset_at(seconds);
}

std::string big_endian(std::uint64_t value, int octets) {
  std::string out;
  for (int i = octets - 1; i >= 0; --i) {
    out.push_back(static_cast<char>(value >> (8 * static_cast<unsigned>(i)) & 0xFFU));
  }
  return out;
}

std::string header(std::uint32_t times, std::uint32_t types) {
  return "TZif2" + std::string(15, '\0') + std::string(12, '\0') + big_endian(times, 4) +
         big_endian(types, 4) + big_endian(0, 4);
}

std::string type(std::int64_t seconds) {
  return big_endian(static_cast<std::uint32_t>(seconds), 4) + std::string(2, '\0');
}

// One change at second 1000, from +1 h to -2 h.
std::string sample(const std::string& footer) {
  return header(0, 1) + type(0) + header(1, 2) + big_endian(1'000, 8) + std::string(1, '\1') +
         type(kHour) + type(-2 * kHour) + footer;
}

}  // namespace

TEST_CASE("zone: the offset before, between and after the changes of a file") {
  const std::optional<Zone> zone = Zone::parse(sample("\n\n"));
  REQUIRE(zone.has_value());
  CHECK(zone->offset_at(-5'000'000'000) == kHour);
  CHECK(zone->offset_at(999) == kHour);
  CHECK(zone->offset_at(1'000) == -2 * kHour);
  CHECK(zone->offset_at(5'000'000'000) == -2 * kHour);
}

TEST_CASE("zone: the rule at the end of a file holds after the last change") {
  const std::optional<Zone> zone = Zone::parse(sample("\nABC-3\n"));
  REQUIRE(zone.has_value());
  CHECK(zone->offset_at(999) == kHour);
  CHECK(zone->offset_at(1'000) == 3 * kHour);
}

TEST_CASE("zone: a file that is cut or wrong at any byte is refused or read, never more") {
  const std::string whole = sample("\nABC-3\n");
  for (std::size_t size = 0; size < whole.size() - 7; ++size) {
    CHECK_FALSE(Zone::parse(whole.substr(0, size)).has_value());
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char c : {'\xFF', '\0', '\x7F'}) {
      std::string changed = whole;
      changed[i] = c;
      if (const std::optional<Zone> zone = Zone::parse(changed)) zone->offset_at(2'000);
    }
  }
  CHECK_FALSE(Zone::parse("").has_value());
  CHECK_FALSE(Zone::parse("# tzdb data for Africa").has_value());
}

TEST_CASE("posix rule: summer time north and south of the equator") {
  // 2060-01-01T12:00:00Z and 2060-07-01T12:00:00Z
  constexpr std::int64_t kJanuary = 2'840'184'000;
  constexpr std::int64_t kJuly = 2'855'908'800;
  CHECK(offset("EST5EDT,M3.2.0,M11.1.0", kJanuary) == -5 * kHour);
  CHECK(offset("EST5EDT,M3.2.0,M11.1.0", kJuly) == -4 * kHour);
  CHECK(offset("AEST-10AEDT,M10.1.0,M4.1.0/3", kJanuary) == 11 * kHour);
  CHECK(offset("AEST-10AEDT,M10.1.0,M4.1.0/3", kJuly) == 10 * kHour);
  CHECK(offset("<+0545>-5:45", kJuly) == 5 * kHour + 45 * 60);
  CHECK(offset("IST-1GMT0,M10.5.0,M3.5.0/1", kJuly) == kHour);
}

TEST_CASE("posix rule: the hour of the change, to the second") {
  // 2024-03-10T07:00:00Z and 2024-11-03T06:00:00Z
  CHECK(offset("EST5EDT,M3.2.0,M11.1.0", 1'710'053'999) == -5 * kHour);
  CHECK(offset("EST5EDT,M3.2.0,M11.1.0", 1'710'054'000) == -4 * kHour);
  CHECK(offset("EST5EDT,M3.2.0,M11.1.0", 1'730'613'599) == -4 * kHour);
  CHECK(offset("EST5EDT,M3.2.0,M11.1.0", 1'730'613'600) == -5 * kHour);
}

TEST_CASE("posix rule: days of the year, with and without 29 February") {
  // 2024-03-01T00:00:00Z is day 60 from 0, and J60 is 1 March in every year.
  constexpr std::int64_t kMarch = 1'709'251'200;
  CHECK(offset("AAA0BBB,60/0,300/0", kMarch - 1) == 0);
  CHECK(offset("AAA0BBB,60/0,300/0", kMarch) == kHour);
  CHECK(offset("AAA0BBB,J60/0,J300/0", kMarch - 1) == 0);
  CHECK(offset("AAA0BBB,J60/0,J300/0", kMarch) == kHour);
}

TEST_CASE("posix rule: a text that is no rule is refused") {
  for (const char* text : {"", "E5", "EST", "EST5EDT", "EST25", "EST5EDT,M13.1.0,M1.1.0",
                           "EST5EDT,M3.6.0,M1.1.0", "EST5EDT,M3.2.0", "EST5EDT,J0,J5", "<EST5",
                           "EST5EDT,M3.2.0,M11.1.0x", "EST99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(PosixRule::parse(text).has_value());
  }
}

TEST_CASE("find zone: only names of the database lead to a file") {
  if (find_zone("Europe/Madrid") == nullptr) {
    MESSAGE("skipped: this system has no zone files");
    return;
  }
  CHECK(find_zone("Europe/Madrid") == find_zone("Europe/Madrid"));
  for (const char* name : {"", "Europe", "Europe/Nowhere", "../zoneinfo/UTC", "/etc/localtime",
                           "localtime", "posixrules", "right/UTC", "tzdata.zi", "europe/madrid "}) {
    CAPTURE(name);
    CHECK(find_zone(name) == nullptr);
  }
}

}  // namespace verilot
