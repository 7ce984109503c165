#include "ingest/table_tests.h"

#include <algorithm>
#include <optional>

#include "ingest/doubts.h"
#include "ingest/printed_marks.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

using Columns = std::vector<TestColumn>;
using Rows = std::vector<TestRow>;

std::optional<std::size_t> column_of(const Columns& columns, std::string_view role) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].role == role) return i;
  }
  return std::nullopt;
}

bool is_result(const TestColumn& column) {
  return column.role == "result" || column.role == "unit value";
}

bool is_dash(std::string_view text) {
  return text == "-" || text == "–" || text == "—" || text == "--";
}

bool is_empty(const Rows& rows, std::size_t column) {
  return std::ranges::all_of(rows,
                             [&](const TestRow& row) { return row.cells[column].text.empty(); });
}

// Every cell a verdict: "PASS" under "Result" beside the level that was found.
bool only_verdicts(const Rows& rows, std::size_t column, const Lexicon& lexicon) {
  return !is_empty(rows, column) && std::ranges::all_of(rows, [&](const TestRow& row) {
    const std::string& text = row.cells[column].text;
    const std::string role = lexicon.result_role(text);
    return text.empty() || role == "pass" || role == "fail" || role == "not_tested";
  });
}

void tell_verdicts_from_results(Columns& columns, const Rows& rows, const Lexicon& lexicon) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto results = std::ranges::count_if(columns, is_result);
    if (results > 1 && columns[i].role == "result" && only_verdicts(rows, i, lexicon) &&
        !column_of(columns, "status")) {
      columns[i].role = "status";
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (is_result(columns[i]) && is_empty(rows, i)) columns[i].role = "ignore";
  }
}

std::size_t count_values(const Rows& rows, std::size_t column, const Lexicon& lexicon) {
  return static_cast<std::size_t>(std::ranges::count_if(
      rows, [&](const TestRow& row) { return lexicon.is_value(row.cells[column].text); }));
}

// "Standard" beside "Requirement": of several columns of limits the one that holds limits is it,
// and one without a single value names methods.
void tell_methods_from_limits(Columns& columns, const Rows& rows, const Lexicon& lexicon) {
  std::optional<std::size_t> best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].role != "limit") continue;
    const std::size_t values = count_values(rows, i, lexicon);
    if (!best || values > most) best = i;
    most = std::max(most, values);
  }
  for (std::size_t i = 0; best && most > 0 && i < columns.size(); ++i) {
    if (columns[i].role != "limit" || i == *best || count_values(rows, i, lexicon) > 0) continue;
    columns[i].role = column_of(columns, "method") ? "ignore" : "method";
  }
}

// "27.1 mg" split at the unit that ends it; nothing when no unit does.
struct Amount {
  std::string number;
  std::string unit;
};
std::optional<Amount> amount_of(const std::string& cell, const Lexicon& lexicon) {
  for (std::size_t at = 1; at < cell.size(); ++at) {
    if ((cell[at] & 0xC0) == 0x80) continue;
    const std::string number = squeezed(std::string_view(cell).substr(0, at));
    const std::string unit = squeezed(std::string_view(cell).substr(at));
    if (lexicon.is_unit(unit) && lexicon.is_number(number)) return Amount{number, unit};
  }
  return std::nullopt;
}

// The unit that all amounts of a column carry, where other cells of it are words without a unit:
// then the unit belongs to the column, and "ND" has it too.
std::string unit_of_cells(const Rows& rows, std::size_t column, const Lexicon& lexicon) {
  std::string unit;
  bool words = false;
  int amounts = 0;
  for (const TestRow& row : rows) {
    const std::string& text = row.cells[column].text;
    if (text.empty()) continue;
    const auto amount = amount_of(text, lexicon);
    if (!amount) {
      if (lexicon.is_number(text)) return "";
      words = words || lexicon.result_role(text) == "not_detected";
      continue;
    }
    ++amounts;
    if (unit.empty()) unit = amount->unit;
    if (unit != amount->unit) return "";
  }
  return words && amounts >= 2 ? unit : "";
}

// Amounts of a package depend on its size; what they are made of comes first.
bool is_per_package(const std::string& unit) {
  const std::size_t slash = unit.find('/');
  if (slash == std::string::npos) return false;
  const std::string per = folded(std::string_view(unit).substr(slash + 1));
  return per.starts_with("unit") || per.starts_with("serving") || per.starts_with("package") ||
         per.starts_with("container") || per.starts_with("piece");
}

struct ResultColumn {
  std::size_t index = 0;
  std::string unit;
};

std::optional<ResultColumn> choose_result(const Columns& columns, const Rows& rows,
                                          const Lexicon& lexicon) {
  std::optional<ResultColumn> best;
  int most = -1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!is_result(columns[i])) continue;
    std::string unit = columns[i].unit;
    if (unit.empty()) unit = unit_of_cells(rows, i, lexicon);
    const bool unit_known = lexicon.is_unit(unit) || (unit.empty() && column_of(columns, "unit"));
    const int rank = (columns[i].role == "result" ? 4 : 0) + (is_per_package(unit) ? 0 : 2) +
                     (unit_known ? 1 : 0);
    if (rank > most) {
      most = rank;
      best = ResultColumn{i, unit};
    }
  }
  return best;
}

std::optional<Printed> printed(const TestRow& row, std::optional<std::size_t> column) {
  if (!column || row.cells[*column].text.empty()) return std::nullopt;
  return row.cells[*column];
}

std::optional<Printed> limit_of(const TestRow& row, const Columns& columns) {
  if (const auto limit = printed(row, column_of(columns, "limit"))) return limit;
  return limit_between(printed(row, column_of(columns, "minimum")),
                       printed(row, column_of(columns, "maximum")));
}

// "Purity [NLT 98.5 %]", "Appearance [white powder]": the limit stands behind the name.
void take_limit_of_name(CertificateTest& test, const Lexicon& lexicon) {
  if (test.limit || !test.analyte.text.ends_with(']')) return;
  const std::size_t open = test.analyte.text.rfind('[');
  if (open == std::string::npos || open < 2) return;
  const std::string inside = squeezed(
      std::string_view(test.analyte.text).substr(open + 1, test.analyte.text.size() - open - 2));
  if (inside.empty() || lexicon.is_unit(inside) || !lexicon.method_id(inside, "").empty()) return;
  test.limit = Printed{inside, test.analyte.where};
  test.analyte.text = squeezed(std::string_view(test.analyte.text).substr(0, open));
}

void set_limits_of_method(CertificateTest& test, const TestRow& row, const Columns& columns) {
  test.detection_limit = printed(row, column_of(columns, "detection_limit"));
  test.quantitation_limit = printed(row, column_of(columns, "quantitation_limit"));
  for (auto* limit : {&test.detection_limit, &test.quantitation_limit})
    if (*limit && ((*limit)->text == "N/A" || is_dash((*limit)->text))) limit->reset();
  if (const auto both = printed(row, column_of(columns, "both_limits"))) {
    const std::size_t slash = both->text.find('/');
    if (slash == std::string::npos) return;
    test.detection_limit = Printed{squeezed(both->text.substr(0, slash)), both->where, both->doubt};
    test.quantitation_limit =
        Printed{squeezed(both->text.substr(slash + 1)), both->where, both->doubt};
  }
}

std::optional<Printed> date_of(const TestRow& row, std::optional<std::size_t> column,
                               DateOrder order) {
  auto date = printed(row, column);
  if (!date) return std::nullopt;
  const auto iso = iso_date(date->text, order);
  if (!iso) return std::nullopt;
  date->text = *iso;
  return date;
}

void set_result(CertificateTest& test, const TestRow& row, const Columns& columns,
                const std::optional<ResultColumn>& chosen, const Lexicon& lexicon) {
  test.unit = printed(row, column_of(columns, "unit"));
  if (test.unit && is_dash(test.unit->text)) test.unit.reset();
  if (!chosen) return;
  test.result = printed(row, chosen->index);
  if (!test.result) return;
  // "95 %" beside "%": the unit is said twice.
  if (const auto amount = amount_of(test.result->text, lexicon);
      amount && test.unit && identity_of(amount->unit) == identity_of(test.unit->text))
    test.result->text = amount->number;
  const auto limit = column_of(columns, "limit");
  if (chosen->unit.empty() && !test.unit && limit && !columns[*limit].unit.empty() &&
      !amount_of(test.result->text, lexicon)) {
    test.unit = Printed{columns[*limit].unit, test.result->where};  // both are in one unit
  }
  const std::string word = lexicon.result_role(test.result->text);
  if (word == "absent" || word == "pass" || word == "fail") return;  // no amount, no unit
  // "Not detected" beside the limit "Detected": present or not, and no amount either.
  const std::string against = limit ? lexicon.result_role(row.cells[*limit].text) : std::string();
  if (word == "not_detected" &&
      (against == "present" || against == "absent" || against == "not_detected"))
    return;
  if (!chosen->unit.empty() && !test.unit) {
    test.unit = Printed{chosen->unit, test.result->where};
    // "99.4%" under "Purity (%)": the unit is said twice.
    const auto amount = amount_of(test.result->text, lexicon);
    if (amount && identity_of(amount->unit) == identity_of(chosen->unit)) {
      test.result->text = amount->number;
    } else if (amount) {
      test.unit.reset();  // the cell knows better than the header: "mg" in a column of mg/g
    }
  }
}

// "pH at 25 °C" says where it was measured, not in what.
bool names_condition(const std::string& name, const std::string& unit) {
  const std::size_t at = name.rfind(unit);
  if (at == std::string::npos) return false;
  const std::string before = squeezed(std::string_view(name).substr(0, at));
  return !before.empty() && before.back() >= '0' && before.back() <= '9';
}

// "Endotoxin (EU/mL) | 0.12": the name says the unit that no column has.
void take_unit_of_name(CertificateTest& test, const Lexicon& lexicon) {
  if (test.unit || !test.result) return;
  const bool bare = lexicon.is_number(test.result->text) ||
                    lexicon.result_role(test.result->text) == "not_detected";
  const std::string unit = lexicon.column(test.analyte.text).unit;
  if (folded(unit) == "ph") return;  // "ACD-A pH" is what is measured
  // "Penicillin G" ends in no unit; one stands in brackets, behind a comma, or shows itself.
  const bool set_off = test.analyte.text.find_first_of("([,") != std::string::npos ||
                       unit.find('/') != std::string::npos || unit == "%";
  if (!set_off) return;
  if (bare && !unit.empty() && unit != test.analyte.text &&
      !names_condition(test.analyte.text, unit)) {
    test.unit = Printed{unit, test.analyte.where};
    const std::string bracket = "(" + unit + ")";
    std::string& name = test.analyte.text;
    if (name.ends_with(bracket) && name.size() > bracket.size())
      name = squeezed(std::string_view(name).substr(0, name.size() - bracket.size()));
  }
}

// "Heavy metals µg/g · ICP-MS": a heading that names the unit of the rows below it.
std::string unit_of_heading(const std::string& section, const Lexicon& lexicon) {
  std::string found;
  for (const std::string& word : split_words(section)) {
    std::string unit = word;
    while (!unit.empty() && (unit.front() == '(' || unit.front() == '[')) unit.erase(0, 1);
    while (!unit.empty() &&
           (unit.back() == ')' || unit.back() == ']' || unit.back() == ',' || unit.back() == ';'))
      unit.pop_back();
    const bool telling =
        unit.find('/') != std::string::npos || unit == "%" || unit == "ppm" || unit == "ppb";
    if (!telling || !lexicon.is_unit(unit)) continue;
    if (!found.empty() && found != unit) return "";
    found = unit;
  }
  return found;
}

void take_unit_of_heading(CertificateTest& test, const Lexicon& lexicon) {
  if (test.unit || !test.result) return;
  const bool bare = lexicon.is_number(test.result->text) ||
                    lexicon.result_role(test.result->text) == "not_detected";
  if (!bare) return;
  const std::string unit = unit_of_heading(test.section, lexicon);
  if (!unit.empty()) test.unit = Printed{unit, test.where};
}

// Numbers alone are marks of a scale, not a name.
bool names_something(const std::string& name) {
  return std::ranges::any_of(name, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
  });
}

bool says_nothing(const CertificateTest& test) {
  const bool result = test.result && !is_dash(test.result->text);
  return !result && !test.printed_status && !test.limit;
}

// What stands in columns whose headings say nothing, or name a sample without saying which.
std::vector<Printed> strays_in(const TestRow& row, const Columns& columns) {
  std::vector<Printed> strays;
  for (std::size_t i = 0; i < columns.size() && i < row.cells.size(); ++i)
    if ((columns[i].role.empty() || columns[i].role == "sample") && !row.cells[i].text.empty())
      strays.push_back(row.cells[i]);
  return strays;
}

// "Heavy metal analysis | ICP-MS" between the rows of a table.
bool is_heading_with_method(const CertificateTest& test, const Lexicon& lexicon) {
  return !test.result && !test.printed_status && test.limit &&
         !lexicon.is_value(test.limit->text) && !lexicon.method_id(test.limit->text, "").empty();
}

}  // namespace

std::optional<Printed> limit_between(std::optional<Printed> low, std::optional<Printed> high) {
  if (low && is_dash(low->text)) low.reset();
  if (high && is_dash(high->text)) high.reset();
  if (low && high) {
    const std::string& doubt = low->doubt.empty() ? high->doubt : low->doubt;
    return Printed{low->text + " to " + high->text, low->where, doubt};
  }
  if (low) low->text = "NLT " + low->text;
  if (high) high->text = "NMT " + high->text;
  return low ? low : high;
}

void recognise(CertificateTest& test, const Lexicon& lexicon) {
  NamedMethod named = lexicon.split_method(test.analyte.text);
  // Beside a method of its own the bracket tells names apart: "HIV (NAT)", "HIV (CMIA)".
  const bool kept = test.method.has_value();
  if (!named.method.empty() && !kept) {
    if (!test.method) test.method = Printed{named.method, test.analyte.where};
    while (named.analyte.ends_with(',') || named.analyte.ends_with(' ')) named.analyte.pop_back();
    test.analyte.text = named.analyte;
  }
  test.analyte_id = lexicon.analyte_id(test.analyte.text);
  if (test.analyte_id.empty() && test.result) {
    std::string unit = test.unit ? test.unit->text : "";
    if (const auto amount = amount_of(test.result->text, lexicon); unit.empty() && amount)
      unit = amount->unit;
    test.analyte_id = lexicon.analyte_by_unit(test.analyte.text, unit);
  }
  if (test.method) test.method_id = lexicon.method_id(test.method->text, test.analyte_id);
}

std::vector<CertificateTest> tests_of(Columns columns, const Rows& rows, const Lexicon& lexicon,
                                      DateOrder order) {
  std::vector<CertificateTest> tests;
  tell_verdicts_from_results(columns, rows, lexicon);
  tell_methods_from_limits(columns, rows, lexicon);
  const auto chosen = choose_result(columns, rows, lexicon);
  const auto name = column_of(columns, "analyte");
  if (!name) return tests;
  for (const TestRow& row : rows) {
    CertificateTest test;
    test.section = row.section;
    test.where = row.where;
    test.analyte = row.cells[*name];
    while (test.analyte.text.ends_with(':')) test.analyte.text.pop_back();
    if (!names_something(test.analyte.text) || test.analyte.text.size() > 200) continue;
    test.method = printed(row, column_of(columns, "method"));
    test.limit = limit_of(row, columns);
    test.printed_status = printed(row, column_of(columns, "status"));
    if (test.printed_status) test.printed_status->text = without_mark(test.printed_status->text);
    test.started = date_of(row, column_of(columns, "started"), order);
    test.completed = date_of(row, column_of(columns, "completed"), order);
    set_result(test, row, columns, chosen, lexicon);
    take_unit_of_name(test, lexicon);
    if (!column_of(columns, "unit")) take_unit_of_heading(test, lexicon);
    set_limits_of_method(test, row, columns);
    take_limit_of_name(test, lexicon);
    if (test.limit) test.limit->text = lexicon.bare_limit(test.limit->text);
    doubt_beside(test, strays_in(row, columns), column_of(columns, "limit").has_value(), lexicon);
    if (says_nothing(test) || is_heading_with_method(test, lexicon)) continue;
    recognise(test, lexicon);
    doubt_cells(test, lexicon);
    tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace verilot
