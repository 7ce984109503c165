#include "packs/domain_values.h"

#include <doctest/doctest.h>

#include "cel/program.h"
#include "model/tables.h"

namespace verilot {
namespace {

struct NoVariables final : cel::Activation {
  std::optional<cel::Value> find(std::string_view) const override { return std::nullopt; }
};

std::string shown(const std::string& expression) {
  UnitTable units;
  units.add("EU/mL", {"[iU]/mL", "endotoxin concentration", *Decimal::parse("1")});
  units.add("EU/L", {"[iU]/L", "endotoxin concentration", *Decimal::parse("0.001")});
  units.add("%", {"%", "ratio", *Decimal::parse("1")});
  units.add("EU", {"[iU]", "endotoxin", *Decimal::parse("1")});
  units.add("[iU]", {"[iU]", "endotoxin", *Decimal::parse("1")});
  units.add("mL", {"mL", "volume", *Decimal::parse("1")});
  units.add("uL", {"uL", "volume", *Decimal::parse("0.001")});
  cel::FunctionRegistry functions = cel::standard_functions();
  add_domain_functions(functions, units);
  cel::Environment environment;
  environment.functions = &functions;
  const cel::Compiled compiled = cel::compile(expression, environment);
  if (!compiled.program)
    return compiled.issues.empty() ? "no program" : compiled.issues.front().message;
  return cel::to_display(compiled.program->evaluate(NoVariables{}));
}

TEST_CASE("rule language: quantities convert within a class and stay open across classes") {
  CHECK(shown(R"(quantity("500 EU/L") == quantity("0.50 EU/mL"))") == "true");
  CHECK(shown(R"(quantity("< 0.25 EU/mL") < quantity("0.25 EU/mL"))") == "true");
  CHECK(shown(R"(quantity("0.3 EU/mL") <= quantity("0.25 EU/mL"))") == "false");
  CHECK(shown(R"(quantity("0.3 EU/mL") >= quantity("0.25 EU/mL"))") == "true");
  CHECK(shown(R"(quantity("< 1 EU/mL") < quantity("0.25 EU/mL"))").starts_with("unknown"));
  CHECK(shown(R"(quantity("1 %") < quantity("1 EU/mL"))").starts_with("unknown"));
  CHECK(shown(R"(quantity("1 %") != quantity("1 %"))") == "false");
  CHECK(shown(R"(quantity("much"))").find("'much' is no quantity") != std::string::npos);
}

TEST_CASE("rule language: a volume holds its concentration times itself") {
  const auto held = [](const std::string& per_volume, const std::string& volume,
                       const std::string& rest) {
    return shown("contained_in(quantity('" + per_volume + "'), quantity('" + volume + "')) " +
                 rest);
  };
  CHECK(held("90 EU/mL", "5 mL", "== quantity('450 EU')") == "true");
  CHECK(held("90 EU/mL", "5000 uL", "<= quantity('350 EU')") == "false");
  CHECK(held("< 0.05 EU/mL", "5 mL", "<= quantity('350 EU')") == "true");
  CHECK(held("< 90 EU/mL", "5 mL", "<= quantity('350 EU')").starts_with("unknown"));
  CHECK(held("> 90 EU/mL", "5 mL", "<= quantity('350 EU')") == "false");
  CHECK(held("> 90 EU/mL", "< 5 mL", "<= quantity('350 EU')").starts_with("unknown"));
  CHECK(held("90 EU/L", "5 mL", "<= quantity('350 EU')").starts_with("unknown"));
  CHECK(held("90 %", "5 mL", "<= quantity('350 EU')").starts_with("unknown"));
}

TEST_CASE("rule language: quantities of one unit class have the same measure") {
  CHECK(shown("same_measure(quantity('5 %'), quantity('1 %'))") == "true");
  CHECK(shown("same_measure(quantity('5 EU/mL'), quantity('1 %'))") == "false");
  CHECK(shown("same_measure(quantity('5 foo'), quantity('1 foo'))") == "false");
}

TEST_CASE("rule language: dates compare in three values") {
  CHECK(shown(R"(date("2026-11-22") < date("2026-12"))") == "true");
  CHECK(shown(R"(date("2026-11-22") == date("2026-11-22"))") == "true");
  CHECK(shown(R"(date("2026-11-22") < date("2026-11"))").starts_with("unknown"));
  CHECK(shown(R"(date("2026-02-30") < date("2026-11"))")
            .find("'2026-02-30' is not a date that exists") != std::string::npos);
}

TEST_CASE("rule language: calendar arithmetic keeps to the calendar") {
  CHECK(shown(R"(date("2024-01-31").plus_months(1) == date("2024-02-29"))") == "true");
  CHECK(shown(R"(date("2026-03-31").plus_months(-1) == date("2026-02-28"))") == "true");
  CHECK(shown(R"(date("2026-12-31").plus_days(1) == date("2027-01-01"))") == "true");
  CHECK(shown(R"(days_between(date("2026-11-01"), date("2026-11-22")))") == "21");
  CHECK(shown(R"(days_between(date("2026-11-22"), date("2026-11-01")))") == "-21");
  CHECK(shown(R"(days_between(date("2026-11"), date("2026-12-01")))").starts_with("unknown"));
  CHECK(shown(R"(date("2026-11-22").plus_days(9223372036854775807))")
            .find("more days than a calendar holds") != std::string::npos);
  CHECK(
      shown(R"(date("2026-11-22").plus_months(99999))").find("more months than a calendar holds") !=
      std::string::npos);
}

TEST_CASE("rule language: names are similar without case, punctuation and legal form") {
  CHECK(same_name("Helix Bioprep, LLC", "HELIX-BIOPREP"));
  CHECK(same_name("Calder Hair Clinic Ltd.", "calder hair clinic"));
  CHECK(same_name("S.A. Medica", "medica"));
  CHECK_FALSE(same_name("Helix Bioprep", "Helix Bioprep Trading"));
  CHECK_FALSE(same_name("Inca", "a"));
  CHECK(shown(R"(similar("A Ltd", "a"))") == "true");
  CHECK(shown(R"(similar(null, "a"))") == "false");
  CHECK(shown(R"(similar(null, null))") == "false");
}

TEST_CASE("rule language: a name of nothing but a legal form is like no other") {
  CHECK_FALSE(same_name("Ltd", "GmbH"));
  CHECK_FALSE(same_name("", ""));
  CHECK_FALSE(same_name("...", "Inc."));
}

}  // namespace
}  // namespace verilot
