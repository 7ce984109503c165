#include "examine/judge.h"

#include <optional>

#include "examine/printed.h"

namespace verilot {

namespace {

using Outcome = Judgement::Outcome;

Judgement unknown(std::string reason) { return {Outcome::unknown, std::move(reason)}; }

// The values a printed number allows, in the base unit of its class. An end that is missing is
// open without end.
struct Interval {
  std::optional<Decimal> low, high;
  bool low_included = true, high_included = true;
};

bool same_unit(const Quantity& a, const Quantity& b) {
  if (!a.unit.unit_class.empty() || !b.unit.unit_class.empty())
    return a.unit.unit_class == b.unit.unit_class;
  return folded_cell(a.unit_printed) == folded_cell(b.unit_printed);
}

Decimal base_value(const Quantity& quantity) {
  return quantity.unit.unit_class.empty() ? quantity.value : quantity.value * quantity.unit.factor;
}

Interval interval_of(const Quantity& quantity) {
  const Decimal value = base_value(quantity);
  switch (quantity.bound) {
    case Bound::below:
      return {std::nullopt, value, true, false};
    case Bound::at_most:
      return {std::nullopt, value};
    case Bound::above:
      return {value, std::nullopt, false, true};
    case Bound::at_least:
      return {value, std::nullopt};
    case Bound::exact:
    case Bound::approximate:
      return {value, value};
  }
  return {};
}

// Whether `a` as an upper end lies below or on `b` as an upper end.
bool high_within(const Interval& a, const Interval& b) {
  if (!b.high) return true;
  if (!a.high) return false;
  return *a.high < *b.high || (*a.high == *b.high && (b.high_included || !a.high_included));
}

bool low_within(const Interval& a, const Interval& b) {
  if (!b.low) return true;
  if (!a.low) return false;
  return *a.low > *b.low || (*a.low == *b.low && (b.low_included || !a.low_included));
}

// Whether every value of `a` is above every value of `b`.
bool above(const Interval& a, const Interval& b) {
  if (!a.low || !b.high) return false;
  return *a.low > *b.high || (*a.low == *b.high && !(a.low_included && b.high_included));
}

Judgement compare(const Interval& result, const Interval& allowed) {
  // A measured amount is never negative: "< 0.05" reaches down to zero, which no upper limit
  // forbids, and a lower limit leaves it open.
  if (high_within(result, allowed) && low_within(result, allowed)) return {Outcome::pass, ""};
  if (above(result, allowed) || above(allowed, result)) return {Outcome::fail, ""};
  return unknown("the result is given only as a bound that reaches across the limit");
}

Judgement judge_number(const Quantity& number, const Criterion& criterion) {
  const Quantity& limit = criterion.low ? *criterion.low : *criterion.high;
  if (!same_unit(number, limit) || (criterion.high && !same_unit(number, *criterion.high)))
    return unknown("the units of result and limit (" +
                   (number.unit_printed.empty() ? "none" : number.unit_printed) + ", " +
                   (limit.unit_printed.empty() ? "none" : limit.unit_printed) +
                   ") cannot be compared");
  Interval allowed;
  if (criterion.low) allowed.low = base_value(*criterion.low);
  if (criterion.high) allowed.high = base_value(*criterion.high);
  allowed.low_included = criterion.low_included;
  allowed.high_included = criterion.high_included;
  return compare(interval_of(number), allowed);
}

// One value that fails, fails the row; one that cannot be told leaves it open.
Judgement all_of(const std::vector<Judgement>& judgements) {
  Judgement all{Outcome::pass, ""};
  for (const Judgement& each : judgements) {
    if (each.outcome == Outcome::fail) return each;
    if (each.outcome == Outcome::unknown) all = each;
  }
  return all;
}

Judgement judge_range(const Cell& result, const Criterion& criterion) {
  const Judgement low = judge_number(result.numbers[0], criterion);
  const Judgement high = judge_number(result.numbers[1], criterion);
  return all_of({low, high});
}

Judgement judge_absence(const Quantity& number) {
  if (number.value.is_negative()) return unknown("a negative amount");
  const bool bounded_above = number.bound == Bound::below || number.bound == Bound::at_most;
  if (bounded_above && !number.value.is_zero())
    return unknown("the result is given only as an upper bound; the limit is absence");
  const bool zero =
      number.value.is_zero() && number.bound != Bound::above && number.bound != Bound::at_least;
  return {zero ? Outcome::pass : Outcome::fail, ""};
}

Judgement judge_numbers(const Cell& result, const Criterion& criterion) {
  switch (criterion.kind) {
    case Criterion::Kind::none:
      return unknown("no limit is printed");
    case Criterion::Kind::report:
      return {Outcome::open, ""};
    case Criterion::Kind::words:
      return unknown("a number cannot be compared with a limit in words");
    case Criterion::Kind::unclear:
      return unknown(criterion.why);
    case Criterion::Kind::interval:
      if (result.kind == Cell::Kind::range) return judge_range(result, criterion);
      break;
    case Criterion::Kind::absent:
    case Criterion::Kind::present:
      break;
  }
  std::vector<Judgement> judgements;
  for (const Quantity& number : result.numbers) {
    if (criterion.kind == Criterion::Kind::interval) {
      judgements.push_back(judge_number(number, criterion));
      continue;
    }
    Judgement absence = judge_absence(number);
    if (criterion.kind == Criterion::Kind::present && absence.outcome != Outcome::unknown)
      absence.outcome = absence.outcome == Outcome::pass ? Outcome::fail : Outcome::pass;
    judgements.push_back(absence);
  }
  return all_of(judgements);
}

// "Not detected in 1 g" does not meet "absence in 10 g".
bool amount_suffices(const Cell& result, const Criterion& criterion) {
  if (!criterion.amount || !result.amount) return true;
  return same_unit(*result.amount, *criterion.amount) &&
         base_value(*result.amount) >= base_value(*criterion.amount);
}

Judgement judge_found(bool found, const Cell& result, const Criterion& criterion, Nature nature) {
  switch (criterion.kind) {
    case Criterion::Kind::absent:
      if (!found && !amount_suffices(result, criterion))
        return unknown("the tested amount is smaller than the limit asks for");
      return {found ? Outcome::fail : Outcome::pass, ""};
    case Criterion::Kind::present:
      return {found ? Outcome::pass : Outcome::fail, ""};
    case Criterion::Kind::interval:
      if (found) return unknown("the limit is a number and the result a word");
      return {criterion.low && !criterion.low->value.is_zero() ? Outcome::fail : Outcome::pass, ""};
    case Criterion::Kind::report:
      return {Outcome::open, ""};
    case Criterion::Kind::none:
    case Criterion::Kind::words:
    case Criterion::Kind::unclear:
      break;
  }
  // What makes an injection unsafe needs no printed criterion to be wrong.
  if (nature == Nature::safety) return {found ? Outcome::fail : Outcome::pass, ""};
  return unknown(criterion.kind == Criterion::Kind::none
                     ? "no limit is printed"
                     : "the limit is in words that were not understood");
}

bool below_quantitation(const std::string& folded) {
  for (const char* word : {"loq", "blq", "bql", "rl", "quantif", "quantit", "reporting"})
    if (folded.find(word) != std::string::npos) return true;
  return false;
}

Judgement judge_word(const Cell& result, const Criterion& criterion, Nature nature) {
  if (result.word == "fail") return {Outcome::fail, ""};
  if (result.word == "pass") {
    if (criterion.kind == Criterion::Kind::report) return {Outcome::open, ""};
    if (criterion.kind == Criterion::Kind::none) return unknown("a verdict without a criterion");
    return {Outcome::pass, ""};
  }
  if (result.word == "not_tested") return unknown("not tested");
  if (result.word == "pending") return unknown("the result is pending");
  if (result.word == "present") return judge_found(true, result, criterion, nature);
  if (result.word == "not_detected" && below_quantitation(result.folded))
    return unknown("below a quantitation limit that is not stated");
  if (result.word == "absent" || result.word == "not_detected")
    return judge_found(false, result, criterion, nature);
  return unknown("the result is only reported");
}

}  // namespace

Judgement judge(const Cell& result, const Criterion& criterion, Nature nature) {
  switch (result.kind) {
    case Cell::Kind::blank:
      return unknown("no result is printed");
    case Cell::Kind::word:
      return judge_word(result, criterion, nature);
    case Cell::Kind::numbers:
    case Cell::Kind::range:
      return judge_numbers(result, criterion);
    case Cell::Kind::text:
      break;
  }
  const bool literal = !result.folded.empty() && result.folded == criterion.folded;
  if (literal && criterion.kind == Criterion::Kind::words) return {Outcome::pass, ""};
  return unknown("a result in words that was not compared with its limit");
}

}  // namespace verilot
