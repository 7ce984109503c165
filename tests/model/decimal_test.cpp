#include "model/decimal.h"

#include <doctest/doctest.h>

namespace verilot {
namespace {

Decimal number(std::string_view text) {
  CAPTURE(text);
  const std::optional<Decimal> parsed = Decimal::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

TEST_CASE("decimal: equal values are equal however they were printed") {
  CHECK(number("0.50") == number("0.5"));
  CHECK(number("5e-1") == number("0.5"));
  CHECK(number("+.5") == number("0.5"));
  CHECK(number("5.") == number("5"));
  CHECK(number("1.5e9") == number("1500000000"));
  CHECK(number("007") == number("7"));
  CHECK(number("-0.0") == number("0"));
}

TEST_CASE("decimal: nothing is rounded to binary") {
  CHECK(number("0.1") * number("3") == number("0.3"));
  CHECK(number("9007199254740993") > number("9007199254740992"));
  CHECK(number("0.1000000000000000000000000000001") > number("0.1"));
  CHECK(number("0.3") * number("0.3") == number("0.09"));
}

TEST_CASE("decimal: numbers are ordered by value over signs and sizes") {
  const char* ascending[] = {"-1e100", "-2",   "-1.5", "-1e-9", "0",    "1e-9",
                             "0.049",  "0.05", "9",    "10",    "1e100"};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    CAPTURE(ascending[i]);
    CHECK(number(ascending[i]) < number(ascending[i + 1]));
    CHECK(number(ascending[i + 1]) > number(ascending[i]));
  }
}

TEST_CASE("decimal: huge numbers multiply and compare exactly") {
  const std::string nines(200, '9');
  CHECK(number(nines) * number(nines) > number(nines));
  CHECK(number("1e100000") > number("9e99999"));
  CHECK((number("1e100000") * number("1e-100000")) == number("1"));
  CHECK((number("-2") * number("-2.5")).to_string() == "5");
  CHECK((number("123456789123456789") * number("987654321987654321")).to_string() ==
        "121932631356500531347203169112635269");
}

TEST_CASE("decimal: 200 digits and an exponent of 100,000 are the limits") {
  CHECK(Decimal::parse(std::string(200, '7')));
  CHECK_FALSE(Decimal::parse(std::string(201, '7')));
  CHECK(Decimal::parse("1e100000"));
  CHECK(Decimal::parse("1e-100000"));
  CHECK_FALSE(Decimal::parse("1e100001"));
  CHECK_FALSE(Decimal::parse("1e-100001"));
  CHECK_FALSE(Decimal::parse("1e99999999999999999999999999"));
}

TEST_CASE("decimal: what is no plain number is refused") {
  for (const char* text : {"", "-", ".", "1.2.3", "1e", "1e+", "e5", "1,000", " 1", "1 ", "0x1f",
                           "inf", "nan", "--1", "1-", "\u0661"}) {
    CAPTURE(text);
    CHECK_FALSE(Decimal::parse(text));
  }
}

TEST_CASE("decimal: the printed form is plain where that is short") {
  const std::pair<const char*, const char*> cases[] = {
      {"0.50", "0.5"},    {"-0.5", "-0.5"},     {"12.30", "12.3"},      {"1000", "1000"},
      {"1e6", "1000000"}, {"1.2e11", "1.2e11"}, {"0.00001", "0.00001"}, {"1e-9", "1e-9"},
      {"0", "0"},         {"-0", "0"},
  };
  for (const auto& [text, shown] : cases) CHECK(number(text).to_string() == shown);
}

TEST_CASE("decimal: what to_string prints reads back to the same number") {
  for (const char* text : {"1e100000", "-3.25e-77", "0.000123", "98765432109876543210", "-12.5"}) {
    CAPTURE(text);
    CHECK(number(number(text).to_string()) == number(text));
  }
}

}  // namespace
}  // namespace verilot
