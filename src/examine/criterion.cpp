#include "examine/criterion.h"

#include "examine/sum.h"

namespace verilot {

namespace {

bool harmful(Nature nature) { return nature == Nature::contaminant || nature == Nature::safety; }

void set_bare_number(Criterion& criterion, const Quantity& number, Nature nature) {
  if (harmful(nature)) {
    criterion.high = number;
    return;
  }
  criterion.kind = Criterion::Kind::unclear;
  criterion.why = nature == Nature::assay ? "the limit is a nominal value without a tolerance"
                                          : "the limit is a number without a direction";
}

void set_one_number(Criterion& criterion, const Quantity& number, Nature nature) {
  switch (number.bound) {
    case Bound::below:
    case Bound::at_most:
      criterion.high = number;
      criterion.high_included = number.bound == Bound::at_most;
      return;
    case Bound::above:
    case Bound::at_least:
      criterion.low = number;
      criterion.low_included = number.bound == Bound::at_least;
      return;
    case Bound::exact:
    case Bound::approximate:
      set_bare_number(criterion, number, nature);
      return;
  }
}

void set_tolerance(Criterion& criterion, const Cell& cell) {
  const Quantity& middle = cell.numbers[0];
  Decimal width = *cell.tolerance;
  if (cell.percent_tolerance) width = width * middle.value * *Decimal::parse("0.01");
  const std::optional<Decimal> low = difference(middle.value, width);
  const std::optional<Decimal> high = sum(middle.value, width);
  if (!low || !high) {
    criterion.kind = Criterion::Kind::unclear;
    criterion.why = "the tolerance is out of range";
    return;
  }
  criterion.low = criterion.high = middle;
  criterion.low->value = *low;
  criterion.high->value = *high;
}

void set_word(Criterion& criterion, const Cell& cell, Nature nature) {
  criterion.amount = cell.amount;
  if (cell.word == "absent" || cell.word == "not_detected") {
    criterion.kind = Criterion::Kind::absent;
  } else if (cell.word == "present") {
    // "Detected" as an action limit means that presence fails; a marker has to be there.
    criterion.kind = harmful(nature) ? Criterion::Kind::absent : Criterion::Kind::present;
  } else if (cell.word == "report_only") {
    criterion.kind = Criterion::Kind::report;
  } else if (cell.word == "not_tested" || cell.word == "pending") {
    criterion.kind = Criterion::Kind::none;
  } else {
    criterion.kind = Criterion::Kind::words;
  }
}

void set_text(Criterion& criterion, const std::string& limit_word) {
  criterion.kind = Criterion::Kind::words;
  if (limit_word == "absent") criterion.kind = Criterion::Kind::absent;
  if (limit_word == "report") criterion.kind = Criterion::Kind::report;
}

}  // namespace

Criterion read_criterion(const Cell& cell, Nature nature) {
  Criterion criterion;
  criterion.folded = cell.folded;
  switch (cell.kind) {
    case Cell::Kind::blank:
      return criterion;
    case Cell::Kind::word:
      set_word(criterion, cell, nature);
      return criterion;
    case Cell::Kind::text:
      set_text(criterion, cell.limit_word);
      return criterion;
    case Cell::Kind::range:
      criterion.kind = Criterion::Kind::interval;
      criterion.low = cell.numbers[0];
      criterion.high = cell.numbers[1];
      return criterion;
    case Cell::Kind::numbers:
      break;
  }
  criterion.kind = Criterion::Kind::interval;
  if (cell.numbers.size() != 1) {
    criterion.kind = Criterion::Kind::words;  // several limits in one cell: which is whose?
  } else if (cell.tolerance) {
    set_tolerance(criterion, cell);
  } else {
    set_one_number(criterion, cell.numbers[0], nature);
  }
  return criterion;
}

}  // namespace verilot
