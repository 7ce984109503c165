#include "examine/result_row.h"

#include <re2/re2.h>

#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

std::string unit_of(const Cell& cell) {
  for (const Quantity& number : cell.numbers)
    if (!number.unit_printed.empty()) return number.unit_printed;
  return "";
}

// Digits behind the decimal sign of a number as printed; nothing where it has an exponent.
std::optional<int> places_of(const Quantity& number) {
  static const RE2 form(R"(^[^0-9]*[0-9][0-9 ]*(?:[.,]([0-9]+))?(?:[^0-9eE.,]|$))");
  static const RE2 exponent(R"([0-9]\s*(?:[eE][+-]?[0-9]|x\s*10)|billion|million)");
  std::string fraction;
  if (RE2::PartialMatch(number.printed, exponent)) return std::nullopt;
  if (!RE2::PartialMatch(number.printed, form, &fraction)) return std::nullopt;
  return static_cast<int>(fraction.size());
}

// Half away from zero, on the digits themselves.
std::optional<Decimal> rounded(const Decimal& value, int places) {
  std::string text = value.to_string();
  if (text.find('e') != std::string::npos) return std::nullopt;
  const std::size_t point = text.find('.');
  if (point == std::string::npos || text.size() - point - 1 <= static_cast<std::size_t>(places))
    return value;
  const bool up = text[point + 1 + static_cast<std::size_t>(places)] >= '5';
  text.resize(point + 1 + static_cast<std::size_t>(places));
  if (text.back() == '.') text.pop_back();
  if (!up) return Decimal::parse(text);
  std::size_t at = text.size();
  while (at > 0) {
    char& digit = text[--at];
    if (digit == '.') continue;
    if (digit == '-') break;
    if (digit != '9') {
      ++digit;
      return Decimal::parse(text);
    }
    digit = '0';
  }
  text.insert(text[0] == '-' ? 1 : 0, "1");
  return Decimal::parse(text);
}

}  // namespace

ResultRow read_row(const Evidence& evidence, NodeId test, const CellGrammar& grammar) {
  ResultRow row;
  row.nature = nature_of(text_of(evidence, test, "analyte").value_or(""));
  row.status = read_cell(text_of(evidence, test, "printed_status").value_or(""), grammar);
  row.result = read_cell(text_of(evidence, test, "result").value_or(""), grammar);
  if (is_none(evidence, test, "result") && row.status.kind == Cell::Kind::word)
    row.result = row.status;
  row.limit = read_cell(text_of(evidence, test, "limit").value_or(""), grammar);
  Cell& limit = row.limit;
  if (limit.folded == "none") limit = Cell{};  // in a column of limits: there is none
  row.limit_known = is_known(evidence, test, "limit");
  const std::string unit = text_of(evidence, test, "unit").value_or("");
  give_unit(row.result, unit, grammar.units);
  give_unit(limit, unit, grammar.units);
  // Cells of one row without a unit of their own mean the unit of the other.
  give_unit(row.result, unit_of(limit), grammar.units);
  give_unit(limit, unit_of(row.result), grammar.units);
  row.criterion = read_criterion(limit, row.nature);
  return row;
}

// The decimal sign is decided once for a certificate.
bool certificate_uses_comma(const Evidence& evidence, const std::vector<NodeId>& tests) {
  std::vector<std::string> cells;
  for (const NodeId test : tests) {
    if (evidence.kind(test) != NodeKind::object) continue;
    for (const char* key : {"result", "limit"})
      if (const auto text = text_of(evidence, test, key)) cells.push_back(normal_cell(*text));
  }
  return uses_decimal_comma(cells);
}

Judgement compare_row(const ResultRow& row) { return judge(row.result, row.criterion, row.nature); }

bool passes_when_rounded(const ResultRow& row) {
  const Criterion& criterion = row.criterion;
  if (row.result.kind != Cell::Kind::numbers || row.result.numbers.size() != 1 ||
      criterion.kind != Criterion::Kind::interval)
    return false;
  const Quantity& number = row.result.numbers[0];
  const Quantity& limit = criterion.high ? *criterion.high : *criterion.low;
  if (number.bound != Bound::exact || number.unit_printed != limit.unit_printed) return false;
  const std::optional<int> places = places_of(limit);
  if (!places || *places >= places_of(number).value_or(0)) return false;
  const std::optional<Decimal> value = rounded(number.value, *places);
  if (!value) return false;
  Cell shorter = row.result;
  shorter.numbers[0].value = *value;
  return judge(shorter, criterion, row.nature).outcome == Judgement::Outcome::pass;
}

Judgement judge_row(const ResultRow& row) {
  const bool word = row.result.kind == Cell::Kind::word;
  Judgement judgement = compare_row(row);
  // A limit that nobody read may still be there; only a failing word is sure without it.
  const bool needs_limit = !row.limit_known && judgement.outcome != Judgement::Outcome::fail &&
                           !(word && row.nature == Nature::safety);
  if (needs_limit && row.result.kind != Cell::Kind::blank && row.result.word != "not_tested" &&
      row.result.word != "pending")
    return {Judgement::Outcome::unknown, "the limit is not known"};
  const bool says_fail = row.status.kind == Cell::Kind::word && row.status.word == "fail";
  if (judgement.outcome == Judgement::Outcome::pass && says_fail)
    return {Judgement::Outcome::unknown,
            "the result keeps its limit and the certificate says fail"};
  return judgement;
}

}  // namespace verilot
