// Results against their limits, verdicts against results, what was not tested.
#include <algorithm>

#include "examine/certificate_checks.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

using Outcome = Judgement::Outcome;
using Kind = Criterion::Kind;

bool listed_as(const std::vector<std::string>& ids, const RowView& row) {
  return std::ranges::find(ids, row.analyte.text) != ids.end();
}

bool says_pass(const CertificateView& certificate, const ExamineContext& context) {
  return certificate.overall_status.known() &&
         is_word("pass", certificate.overall_status.text, context);
}

bool has_result(const RowView& row) {
  return row.cells.result.kind != Cell::Kind::blank && !row.says("not_tested") &&
         !row.says("pending") && !row.says("report_only");
}

// The names of the rows that are so, each once.
template <class Is>
std::vector<std::string> names_where(const CertificateView& certificate, Is is) {
  std::vector<std::string> names;
  for (const RowView& row : certificate.rows)
    if (is(row) && std::ranges::find(names, row.name()) == names.end()) names.push_back(row.name());
  return names;
}

bool verdict_only(const RowView& row) { return row.says("pass") || row.says("fail"); }

// "Heavy metals | | PASS": the verdict stands in its own column, beside an empty result.
bool verdict_alone(const RowView& row) { return row.no_result && !row.cells.status.word.empty(); }

// "7.8 - 6.8": nothing lies between.
bool is_crossed(const RowView& row) {
  const Criterion& criterion = row.cells.criterion;
  return criterion.low && criterion.high &&
         criterion.low->unit.unit_class == criterion.high->unit.unit_class &&
         base_number(*criterion.low) > base_number(*criterion.high);
}

bool says_fail(const CertificateView& certificate, const ExamineContext& context) {
  return certificate.overall_status.known() &&
         is_word("fail", certificate.overall_status.text, context);
}

// A verdict on the whole that no row bears out.
void check_overall(const CertificateView& certificate, Questions& questions) {
  const auto printed_fail = std::ranges::find_if(certificate.rows, [](const RowView& row) {
    return row.cells.status.word == "fail" || row.says("fail");
  });
  const std::string& verdict = certificate.overall_status.text;
  if (says_pass(certificate, questions.context()) && printed_fail != certificate.rows.end() &&
      compare_row(printed_fail->cells).outcome != Outcome::pass)
    questions.ask(
        "oos_as_pass", certificate,
        printed_fail->name() + " is printed as failed, and the certificate says '" + verdict + "'",
        printed_fail->node);
  const auto passes = [](const RowView& row) {
    return compare_row(row.cells).outcome == Outcome::pass;
  };
  if (says_fail(certificate, questions.context()) && certificate.complete &&
      !certificate.rows.empty() && std::ranges::all_of(certificate.rows, passes))
    questions.ask("status_contradiction", certificate,
                  "every result keeps its limit, and the certificate says '" + verdict + "'");
}

void check_verdict(const RowView& row, const CertificateView& certificate, Questions& questions) {
  if (verdict_only(row) || is_crossed(row)) return;
  const Outcome outcome = compare_row(row.cells).outcome;
  const bool row_passes = row.cells.status.word == "pass";
  const bool row_fails = row.cells.status.word == "fail";
  if (outcome == Outcome::fail && !row_fails) {
    if (!row_passes && !says_pass(certificate, questions.context())) return;
    questions.ask(
        passes_when_rounded(row.cells) ? "passes_when_rounded" : "oos_as_pass", certificate,
        shown(row) + (row_passes
                          ? " is printed as '" + row.status.text + "'"
                          : ", and the certificate says '" + certificate.overall_status.text + "'"),
        row.node);
  } else if (outcome == Outcome::pass && row_fails) {
    questions.ask("status_contradiction", certificate,
                  shown(row) + " is printed as '" + row.status.text + "'", row.node);
  }
}

void check_untested(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  const auto& required = context.tables.certificate_checks.required_analytes;
  const bool passes = says_pass(certificate, context);
  const auto open = names_where(certificate, [&](const RowView& row) {
    return row.says("pending") || (row.says("not_tested") && listed_as(required, row));
  });
  if (passes && !open.empty())
    questions.ask("pass_with_untested", certificate, "not done or pending: " + listed(open));
  const auto untested =
      names_where(certificate, [](const RowView& r) { return r.says("not_tested"); });
  if (!untested.empty() && !(passes && !open.empty()))
    questions.ask("panel_not_tested", certificate, listed(untested));
}

// A verdict where a number belongs: a panel in one word, or a test that gives a figure.
bool lacks_value(const RowView& row, const ExamineContext& context) {
  if (!verdict_only(row) && !verdict_alone(row)) return false;
  if (verdict_only(row) && row.entry != nullptr && row.entry->plausible &&
      !row.entry->unit_classes.empty())
    return true;
  const std::string& id = row.analyte.text;
  return id.ends_with("_group") || id == "residual_solvent" ||
         has_word("panel", row.name(), context);
}

void check_pass_without_limit(const CertificateView& certificate, Questions& questions) {
  const bool overall = says_pass(certificate, questions.context());
  const auto open = names_where(certificate, [&](const RowView& row) {
    const bool no_limit =
        row.limit.none() || (row.limit.known() && row.cells.criterion.kind == Kind::none);
    const bool number =
        row.cells.result.kind == Cell::Kind::numbers || row.cells.result.kind == Cell::Kind::range;
    return no_limit && number && (overall || row.cells.status.word == "pass");
  });
  const auto numbers = std::ranges::count_if(certificate.rows, [](const RowView& row) {
    return row.cells.result.kind == Cell::Kind::numbers;
  });
  // A certificate that judges most rows and only reports some is in order.
  const bool rows_say_so = std::ranges::any_of(certificate.rows, [](const RowView& row) {
    return row.cells.status.word == "pass" && row.limit.none() && row.number() != nullptr;
  });
  if (open.empty()) return;
  if (rows_say_so || open.size() * 2 > static_cast<std::size_t>(numbers))
    questions.ask("pass_without_limits", certificate, listed(open));
}

void check_missing_limits(const CertificateView& certificate, Questions& questions) {
  const auto with_result = names_where(certificate, has_result);
  if (!certificate.complete || with_result.empty()) return;
  const auto bare = names_where(
      certificate, [](const RowView& row) { return has_result(row) && row.limit.none(); });
  const auto any_limit =
      std::ranges::any_of(certificate.rows, [](const RowView& row) { return row.limit.known(); });
  const auto& required = questions.context().tables.certificate_checks.required_analytes;
  const auto needed = names_where(certificate, [&](const RowView& row) {
    return has_result(row) && row.limit.none() && listed_as(required, row) &&
           row.cells.nature != Nature::safety;
  });
  if (!any_limit && bare.size() == with_result.size()) {
    if (certificate.has_statement("limit_line")) return;
    questions.ask("limit_missing", certificate, listed(bare));
  } else if (!needed.empty()) {
    questions.ask("limit_missing", certificate, listed(needed));
  }
}

bool harmful(const RowView& row) {
  return row.cells.nature == Nature::contaminant || row.cells.nature == Nature::safety;
}

// Whether a limit of the class of the analyte's range lies beyond what can be.
bool beyond(const Quantity& limit, const PlausibleRange& range, bool is_low) {
  if (limit.unit.unit_class != range.unit.unit_class) return false;
  const double value = base_number(limit);
  const double factor = number_of(range.unit.factor);
  // An upper limit above all that can be forbids nothing, and a lower one cannot be met.
  return value > number_of(range.high) * factor && (is_low || range.unit.ucum == "1");
}

void check_limit(const RowView& row, const CertificateView& certificate, Questions& questions) {
  const Criterion& criterion = row.cells.criterion;
  if (criterion.kind != Kind::interval || !row.limit.known()) return;
  const bool zero = criterion.high && !criterion.low && criterion.high->value.is_zero() &&
                    row.analyte.text.starts_with("metal_");
  const bool crossed = is_crossed(row);
  const PlausibleRange* range =
      row.entry != nullptr && row.entry->plausible ? &*row.entry->plausible : nullptr;
  const bool out = range != nullptr && ((criterion.low && beyond(*criterion.low, *range, true)) ||
                                        (criterion.high && beyond(*criterion.high, *range, false)));
  if (zero || crossed || out)
    questions.ask("limit_implausible", certificate, row.name() + " has the limit " + row.limit.text,
                  row.node);
}

// "< 0.5" against a limit of 0.5; 0.5 against a limit of 0.5.
void check_edge(const RowView& row, const CertificateView& certificate, Questions& questions) {
  const Criterion& criterion = row.cells.criterion;
  const Quantity* number = row.number();
  if (number == nullptr || criterion.kind != Kind::interval) return;
  for (const auto& limit : {criterion.high, criterion.low}) {
    if (!limit || limit->unit.unit_class != number->unit.unit_class) continue;
    if (base_number(*limit) != base_number(*number) || limit->value.is_zero()) continue;
    const bool censored = number->bound == Bound::below || number->bound == Bound::at_most;
    if (compare_row(row.cells).outcome == Outcome::fail) continue;
    return questions.ask(censored ? "censored_at_limit" : "at_limit", certificate, shown(row),
                         row.node);
  }
}

}  // namespace

void check_verdicts(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  for (const RowView& row : certificate.rows) check_verdict(row, certificate, questions);
  check_overall(certificate, questions);
  check_untested(certificate, questions);
  const auto words =
      names_where(certificate, [&](const RowView& row) { return lacks_value(row, context); });
  if (!words.empty()) questions.ask("panel_without_values", certificate, listed(words));
  check_pass_without_limit(certificate, questions);
}

void check_limits(const CertificateView& certificate, Questions& questions) {
  check_missing_limits(certificate, questions);
  const auto reported = names_where(certificate, [](const RowView& row) {
    return harmful(row) && row.cells.criterion.kind == Kind::report;
  });
  if (!reported.empty()) questions.ask("limit_report_only", certificate, listed(reported));
  for (const RowView& row : certificate.rows) {
    check_limit(row, certificate, questions);
    check_edge(row, certificate, questions);
  }
}

}  // namespace verilot
