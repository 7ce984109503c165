#include "examine/sum.h"

#include <doctest/doctest.h>

#include <string>

using namespace verilot;

TEST_CASE("sum: decimals are added exactly") {
  struct Case {
    const char *a, *b, *total;
  };
  const Case cases[] = {{"7.2", "0.2", "7.4"},          {"0.1", "0.2", "0.3"},
                        {"1e9", "0.5", "1000000000.5"}, {"-3", "3", "0"},
                        {"0", "1e-9", "1e-9"},          {"99.95", "0.05", "100"}};
  for (const Case& c : cases) {
    CAPTURE(std::string(c.a));
    CHECK(sum(*Decimal::parse(c.a), *Decimal::parse(c.b)) == *Decimal::parse(c.total));
    CHECK(difference(*Decimal::parse(c.total), *Decimal::parse(c.b)) == *Decimal::parse(c.a));
  }
}

TEST_CASE("sum: what spans too many digits is refused") {
  CHECK_FALSE(sum(*Decimal::parse("1e90000"), *Decimal::parse("1")));
  CHECK_FALSE(sum(*Decimal::parse("1"), *Decimal::parse("1e-60")));
}
