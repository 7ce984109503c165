#include "ingest/printed_dates.h"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/certificates.h"

namespace verilot {
namespace {

TEST_CASE("iso_date: the forms certificates print") {
  struct Case {
    const char* printed;
    const char* expected;
  };
  const Case cases[] = {
      {"2026-03-09", "2026-03-09"},
      {"2026/03/09", "2026-03-09"},
      {"Jan 30, 2026", "2026-01-30"},
      {"January 3rd, 2026", "2026-01-03"},
      {"30-Jan-2026", "2026-01-30"},
      {"1 MARCH 2022", "2022-03-01"},
      {"26 Feb 22", "2022-02-26"},
      {"05/15/23 11:50:30", "2023-05-15"},
      {"1/25/2023, 5:00:00 AM", "2023-01-25"},
      {"14.02.2026", "2026-02-14"},
      {"11/2026", "2026-11"},
      {"Nov 2026", "2026-11"},
      {"2026-11", "2026-11"},
      {"31 Dez 2026", "2026-12-31"},
      {"Reported on 2026-03-09T10:00:00Z", "2026-03-09"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.printed);
    CHECK(iso_date(c.printed, DateOrder::month_first).value_or("(none)") == c.expected);
  }
}

TEST_CASE("iso_date: dates that do not exist and other texts give nothing") {
  for (const char* text : {"2026-02-30", "30 Feb 2026", "13/13/2026", "EXO-24117", "", "Pass"}) {
    CAPTURE(text);
    CHECK_FALSE(iso_date(text, DateOrder::month_first).has_value());
  }
}

// The collected forms of dates, where they are at hand. Dates within lot codes are no dates.
TEST_CASE("iso_date: the collected printed forms are read as the guide says") {
  const char* shared = std::getenv("VERILOT_SHARED");
  std::ifstream file(std::string(shared != nullptr ? shared : VERILOT_SOURCE_DIR "/../shared") +
                     "/coa/grammar-cases.tsv");
  if (!file) {
    MESSAGE("skipped: grammar-cases.tsv is not there");
    return;
  }
  int read = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("date\t") || line.find("lot code") != std::string::npos) continue;
    const std::size_t tab = line.find('\t', 5);
    const std::string printed = line.substr(5, tab - 5);
    const auto expected = nlohmann::json::parse(line.substr(tab + 1));
    CAPTURE(printed);
    const auto iso = iso_date(printed, DateOrder::unknown);
    if (expected["iso"].is_null()) {
      CHECK_FALSE(iso.has_value());
    } else {
      const std::string wanted = expected["iso"].get<std::string>();
      CHECK(wanted.find(iso.value_or("(none)")) != std::string::npos);
    }
    ++read;
  }
  CHECK(read > 10);
}

DateOrder order_of(const char* text) { return order_of_dates(text, testing::tables().certificate); }

TEST_CASE("order_of_dates: one date that only one order allows decides for all") {
  CHECK(order_of("05/06/2026 and 25/06/2026") == DateOrder::day_first);
  CHECK(order_of("05/06/2026 and 06/25/2026") == DateOrder::month_first);
  CHECK(order_of("25/06/2026 and 06/25/2026") == DateOrder::unknown);
}

TEST_CASE("order_of_dates: the same day written out decides") {
  CHECK(order_of("Released 6 May 2026, received 05/06/2026") == DateOrder::month_first);
  CHECK(order_of("Released 5 June 2026, received 05/06/2026") == DateOrder::day_first);
}

TEST_CASE("order_of_dates: words that tell the country decide, and two countries do not") {
  CHECK(order_of("05/06/2026, London, UK") == DateOrder::day_first);
  CHECK(order_of("05/06/2026, Framingham, MA 01701") == DateOrder::month_first);
  CHECK(order_of("05/06/2026, London, UK, and Framingham, MA 01701") == DateOrder::unknown);
}

TEST_CASE("order_of_dates: without evidence nobody knows, and no date is guessed") {
  CHECK(order_of("05/06/2026") == DateOrder::unknown);
  CHECK_FALSE(iso_date("05/06/2026", DateOrder::unknown).has_value());
  CHECK(why_ambiguous("05/06/2026", DateOrder::unknown) ==
        "day and month cannot be told apart (2026-05-06 or 2026-06-05)");
  CHECK(iso_date("05/05/2026", DateOrder::unknown) == "2026-05-05");
  CHECK(iso_date("25/06/2026", DateOrder::unknown) == "2026-06-25");
  CHECK(iso_date("05/06/2026", DateOrder::day_first) == "2026-06-05");
}

}  // namespace
}  // namespace verilot
