#include "examine/cell.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "examine/criterion.h"
#include "sample_tables.h"

using namespace verilot;

namespace {

std::string shared_folder() {
  const char* folder = std::getenv("VERILOT_SHARED");
  return folder != nullptr ? folder : VERILOT_SOURCE_DIR "/../shared";
}

bool decimal_is(const Decimal& value, const nlohmann::json& expected) {
  return value == *Decimal::parse(expected.get<std::string>());
}

constexpr std::pair<const char*, Bound> kBounds[] = {
    {"=", Bound::exact}, {"<", Bound::below},     {"<=", Bound::at_most},
    {">", Bound::above}, {">=", Bound::at_least}, {"~", Bound::approximate}};

bool number_fits(const Cell& cell, const nlohmann::json& expected) {
  if (cell.kind != Cell::Kind::numbers || cell.numbers.size() != 1) return false;
  const Quantity& number = cell.numbers[0];
  for (const auto& [sign, bound] : kBounds)
    if (expected.at("op") == sign && number.bound != bound) return false;
  if (expected.contains("unc") &&
      (!cell.tolerance || !decimal_is(*cell.tolerance, expected.at("unc"))))
    return false;
  if (expected.contains("u") != !number.unit_printed.empty()) return false;
  return decimal_is(number.value, expected.at("v"));
}

bool word_fits(const Cell& cell, const nlohmann::json& expected) {
  const auto type = expected.at("t").get<std::string>();
  if (type == "censored") return cell.word == "not_detected";
  if (type == "verdict") return cell.word == expected.at("v").get<std::string>();
  if (type == "none") return cell.kind == Cell::Kind::blank || cell.kind == Cell::Kind::word;
  return cell.word == expected.at("v").get<std::string>() || cell.word == "not_detected";
}

bool numbers_fit(const Cell& cell, const nlohmann::json& values) {
  if (cell.numbers.size() != values.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!decimal_is(cell.numbers[i].value, values[i])) return false;
  return true;
}

bool result_fits(const Cell& cell, const nlohmann::json& expected) {
  const auto type = expected.at("t").get<std::string>();
  if (type == "num") return number_fits(cell, expected);
  if (type == "replicates") return numbers_fit(cell, expected.at("v"));
  if (type == "range")
    return cell.kind == Cell::Kind::range &&
           numbers_fit(cell, {expected.at("lo"), expected.at("hi")});
  if (type == "pair") return numbers_fit(cell, {expected.at("a"), expected.at("b")});
  if (type == "text" || type == "text_with_number" || type == "suspect" || type == "uncertainty")
    return cell.kind == Cell::Kind::text;
  return word_fits(cell, expected);
}

bool interval_fits(const Criterion& c, const nlohmann::json& expected) {
  const auto type = expected.at("t").get<std::string>();
  if (c.kind != Criterion::Kind::interval) return false;
  if (type == "max")
    return c.high && !c.low && decimal_is(c.high->value, expected.at("v")) &&
           c.high_included == expected.at("incl").get<bool>();
  if (type == "min")
    return c.low && !c.high && decimal_is(c.low->value, expected.at("v")) &&
           c.low_included == expected.at("incl").get<bool>();
  return c.low && c.high && decimal_is(c.low->value, expected.at("lo")) &&
         decimal_is(c.high->value, expected.at("hi"));
}

bool limit_fits(const Criterion& c, const nlohmann::json& expected) {
  const auto type = expected.at("t").get<std::string>();
  if (type == "max" || type == "min" || type == "range") return interval_fits(c, expected);
  if (type == "absent") return c.kind == Criterion::Kind::absent;
  if (type == "report") return c.kind == Criterion::Kind::report;
  if (type == "none") return c.kind == Criterion::Kind::none;
  // References, texts, labels and compounds cannot be compared with a number.
  return c.kind == Criterion::Kind::words || c.kind == Criterion::Kind::unclear ||
         (type == "nominal" && c.kind == Criterion::Kind::interval);
}

// Cells that need more than the cell itself: a legend, the section, an image of the page.
const std::set<std::string> kNeedContext = {"NR (serology)", "NR", "105 CFU/g (superscript 5)",
                                            "Complete", "TNTC"};

}  // namespace

TEST_CASE("cell: the collected printed forms are read as the guide says") {
  std::ifstream file(shared_folder() + "/coa/grammar-cases.tsv");
  if (!file) {
    MESSAGE("skipped: grammar-cases.tsv is not there");
    return;
  }
  const Tables tables = test::sample_tables();
  std::string line;
  int read = 0;
  while (std::getline(file, line)) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::string kind = line.substr(0, first);
    const std::string printed = line.substr(first + 1, second - first - 1);
    if ((kind != "result" && kind != "spec") || kNeedContext.count(printed) != 0) continue;
    const auto expected = nlohmann::json::parse(line.substr(second + 1));
    CAPTURE(printed);
    const Cell cell =
        read_cell(printed, {tables.units, tables.certificate, uses_decimal_comma({printed})});
    const bool fits = kind == "result"
                          ? result_fits(cell, expected)
                          : limit_fits(read_criterion(cell, Nature::contaminant), expected);
    CHECK(fits);
    ++read;
  }
  CHECK(read > 100);
}

TEST_CASE("cell: marks and empty neighbours do not count") {
  const Tables tables = test::sample_tables();
  const CellGrammar grammar{tables.units, tables.certificate};
  CHECK(read_cell("0.06 %*", grammar).numbers.at(0).unit.ucum == "%");
  CHECK(read_cell("722.750mg -", grammar).numbers.at(0).unit_printed == "mg");
  CHECK(read_cell("ND*", grammar).word == "not_detected");
  CHECK(read_cell("\u2014", grammar).kind == Cell::Kind::blank);
}

TEST_CASE("cell: a unit from its own column is given to numbers without one") {
  const Tables tables = test::sample_tables();
  Cell cell = read_cell("< 0.05", {tables.units, tables.certificate});
  give_unit(cell, "EU/ml", tables.units);
  CHECK(cell.numbers.at(0).unit.unit_class == "endotoxin concentration");
  give_unit(cell, "EU/mg", tables.units);
  CHECK(cell.numbers.at(0).unit.ucum == "[iU]/mL");
}
