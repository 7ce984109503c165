#include "model/quantity.h"

#include <doctest/doctest.h>

#include <vector>

namespace verilot {
namespace {

UnitTable sample_units() {
  UnitTable units;
  const auto unit = [](const char* ucum, const char* unit_class, const char* factor) {
    return Unit{ucum, unit_class, *Decimal::parse(factor)};
  };
  units.add("EU/mL", unit("[iU]/mL", "endotoxin concentration", "1"));
  units.add("IU / mL", unit("[iU]/mL", "endotoxin concentration", "1"));
  units.add("EU/L", unit("[iU]/L", "endotoxin concentration", "0.001"));
  units.add("EU/mg", unit("[iU]/mg", "endotoxin mass", "1"));
  units.add("mg", unit("mg", "mass", "1"));
  units.add("Mg", unit("Mg", "mass", "1000000000"));
  units.add("\u00b5g", unit("ug", "mass", "0.001"));
  units.add("%", unit("%", "ratio", "1"));
  return units;
}

Quantity amount(std::string_view text) {
  static const UnitTable units = sample_units();
  CAPTURE(text);
  const std::optional<Quantity> parsed = parse_quantity(text, units);
  REQUIRE(parsed);
  return *parsed;
}

constexpr std::optional<bool> kOpen = std::nullopt;

TEST_CASE("parse_quantity: operator, exponent, thousands and unit are read") {
  struct Case {
    const char* text;
    Bound bound;
    const char* value;
    const char* unit;
  };
  const Case cases[] = {
      {"0.5 EU/mL", Bound::exact, "0.5", "EU/mL"},
      {"  <0.25EU/mL ", Bound::below, "0.25", "EU/mL"},
      {"<=5%", Bound::at_most, "5", "%"},
      {"\u2264 5 %", Bound::at_most, "5", "%"},
      {"\u2265 5 %", Bound::at_least, "5", "%"},
      {">= 5 %", Bound::at_least, "5", "%"},
      {"> 5 %", Bound::above, "5", "%"},
      {"~ 5 %", Bound::approximate, "5", "%"},
      {"\u2248 5 %", Bound::approximate, "5", "%"},
      {"1,250,000", Bound::exact, "1250000", ""},
      {"1.2 x 10^11", Bound::exact, "1.2e11", ""},
      {"1.2 \u00d7 1011", Bound::exact, "1.2e11", ""},
      {"3e9 mg", Bound::exact, "3e9", "mg"},
      {"2.5 billion", Bound::exact, "2.5e9", ""},
      {"-4 mg", Bound::exact, "-4", "mg"},
      {"5 x 10\u22123 mg", Bound::exact, "0.005", "mg"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Quantity q = amount(c.text);
    CHECK(q.bound == c.bound);
    CHECK(q.value == *Decimal::parse(c.value));
    CHECK(q.unit_printed == c.unit);
  }
}

TEST_CASE("parse_quantity: the printed text is kept as it was") {
  CHECK(amount(" 0.50 EU/mL ").printed == "0.50 EU/mL");
  CHECK(amount("5").unit.unit_class == "number");
}

TEST_CASE("parse_quantity: what is no number with a unit is nothing") {
  const UnitTable units = sample_units();
  for (const char* text :
       {"", "EU/mL", "No growth", "<", "1,23 mg", "12,34,567", "5 10 mg", ",5", "-", "< = 5 %"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_quantity(text, units));
  }
  CHECK_FALSE(parse_quantity("5 " + std::string(41, 'x'), units));
}

TEST_CASE("unit table: spaces never count, case only where two units differ by it") {
  const UnitTable units = sample_units();
  CHECK(units.find("eu / ml")->ucum == "[iU]/mL");
  CHECK(units.find("iu/ML")->ucum == "[iU]/mL");
  CHECK(units.find("mg")->ucum == "mg");
  CHECK(units.find("Mg")->ucum == "Mg");
  CHECK_FALSE(units.find("MG"));
  CHECK_FALSE(units.find("furlong"));
}

TEST_CASE("quantity: units of one class convert exactly") {
  CHECK(equal(amount("500 EU/L"), amount("0.5 EU/mL")) == true);
  CHECK(less(amount("499.999999999999999999 EU/L"), amount("0.5 EU/mL")) == true);
  CHECK(equal(amount("1 IU/mL"), amount("1.00 EU/mL")) == true);
  CHECK(equal(amount("1000 \u00b5g"), amount("1 mg")) == true);
}

TEST_CASE("quantity: other classes and unknown units compare with nothing") {
  for (const auto& [a, b] : {std::pair{"1 EU/mL", "1 EU/mg"},
                             {"1 furlong", "1 furlong"},
                             {"1", "1 %"},
                             {"1 mg", "1 furlong"}}) {
    CAPTURE(a);
    CHECK(less(amount(a), amount(b)) == kOpen);
    CHECK(less_or_equal(amount(a), amount(b)) == kOpen);
    CHECK(equal(amount(a), amount(b)) == kOpen);
  }
  CHECK(amount("1 furlong").unit.unit_class == "");
  CHECK(amount("1 furlong").unit_printed == "furlong");
}

TEST_CASE("quantity: a printed bound decides only what holds for every value within it") {
  struct Case {
    const char *a, *b;
    std::optional<bool> less, less_or_equal, equal;
  };
  const Case cases[] = {
      {"0.4", "0.5", true, true, false},     {"0.5", "0.5", false, true, true},
      {"0.6", "0.5", false, false, false},   {"<0.25", "0.5", true, true, false},
      {"<0.5", "0.5", true, true, false},    {"<=0.5", "0.5", kOpen, true, kOpen},
      {"<1", "0.5", kOpen, kOpen, kOpen},    {">0.5", "0.5", false, false, false},
      {">=0.5", "0.5", false, kOpen, kOpen}, {">0.1", "0.5", kOpen, kOpen, kOpen},
      {"<0.5", "<0.5", kOpen, kOpen, kOpen}, {"<1", ">2", true, true, false},
      {">2", "<1", false, false, false},     {"<1", ">1", true, true, false},
      {"<=1", ">=1", kOpen, true, kOpen},    {"~0.1", "0.5", kOpen, kOpen, kOpen},
  };
  for (const Case& c : cases) {
    CAPTURE(c.a);
    CAPTURE(c.b);
    CHECK(less(amount(c.a), amount(c.b)) == c.less);
    CHECK(less_or_equal(amount(c.a), amount(c.b)) == c.less_or_equal);
    CHECK(equal(amount(c.a), amount(c.b)) == c.equal);
  }
}

// Every pair of bounds on a small grid: an answer must hold for each pair of true values.
TEST_CASE("quantity: no comparison contradicts a pair of values that the bounds allow") {
  const char* operators[] = {"", "<", "<=", ">", ">="};
  const auto allows = [](const Quantity& q, const Decimal& value) {
    switch (q.bound) {
      case Bound::exact:
        return value == q.value;
      case Bound::below:
        return value < q.value;
      case Bound::at_most:
        return value <= q.value;
      case Bound::above:
        return value > q.value;
      case Bound::at_least:
        return value >= q.value;
      case Bound::approximate:
        return true;
    }
    return true;
  };
  std::vector<Decimal> grid;
  for (const char* point : {"0", "0.5", "1", "1.5", "2", "2.5", "3"})
    grid.push_back(*Decimal::parse(point));
  for (const char* left : operators)
    for (const char* right : operators)
      for (const char* x : {"1", "2"})
        for (const char* y : {"1", "2"}) {
          const Quantity a = amount(std::string(left) + x), b = amount(std::string(right) + y);
          CAPTURE(a.printed);
          CAPTURE(b.printed);
          bool some_less = false, all_less = true, some_equal = false, all_equal = true;
          for (const Decimal& p : grid)
            for (const Decimal& q : grid) {
              if (!allows(a, p) || !allows(b, q)) continue;
              (p < q ? some_less : all_less) = p < q;
              (p == q ? some_equal : all_equal) = p == q;
            }
          if (const auto answer = less(a, b)) CHECK((*answer ? all_less : !some_less));
          if (const auto answer = equal(a, b)) CHECK((*answer ? all_equal : !some_equal));
        }
}

}  // namespace
}  // namespace verilot
