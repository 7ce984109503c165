#include "audits/forecast.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "audits/asked_registers.h"
#include "audits/kept_input.h"
#include "audits/kept_run.h"
#include "audits/outcome_changes.h"

namespace verilot {

namespace {

using Day = std::chrono::sys_days;

std::optional<Day> day_of(const std::string& iso) {
  if (iso.empty()) return std::nullopt;
  return parse_date(iso)->first;
}

// A copy that is fresh on the day of the run, and the first day on which it is too old.
struct AgeingCopy {
  std::string source, date;
  Day turns;
};

std::string words_of(const AgeingCopy& copy) {
  return "the copy of " + copy.date + " of " + copy.source + " is out of date";
}

// Whether the change is of an answer of this register.
bool is_about(const ChangedOutcome& change, const RegisterSlice& slice, const AgeingCopy& copy) {
  for (std::size_t i = 0; i < slice.answers.size(); ++i)
    if (slice.answers[i].source == copy.source &&
        change.subject == "registers[" + std::to_string(i) + "]")
      return true;
  return false;
}

// One item on its way through the days.
class ItemOutlook {
 public:
  ItemOutlook(Store& store, KeptRun& bench, const ItemState& state,
              const std::vector<AgeingCopy>& ageing)
      : bench_(bench), state_(state), clock_(day_of(state.next_change)) {
    was_ = kept_outcomes(store, state);
    if (state.registers.empty()) return;
    slice_ = kept_slice(store, state);
    for (const AgeingCopy& copy : ageing)
      if (rests_on(slice_, copy.source)) copies_.push_back(copy);
  }

  // The next day on which anything can turn.
  std::optional<Day> next() const {
    if (copies_.empty() || (clock_ && *clock_ < copies_.front().turns)) return clock_;
    return copies_.front().turns;
  }

  void judge(Day day, std::vector<Forecast>& all) {
    const std::string date = to_string(Date{day, day});
    std::optional<Outcomes> by_clock;  // what the day alone makes of it
    if (clock_ == day) by_clock = judged(date, slice_);
    const RegisterSlice fresh = slice_;
    const std::vector<AgeingCopy> turned = take_turned(day);
    Outcomes is = by_clock && turned.empty() ? *by_clock : judged(date, slice_);
    std::vector<ChangedOutcome> changes;
    add_changes(
        state_.item, was_, is, [](const OutcomeKey&) { return Cause::clock; }, changes);
    std::vector<Outcomes> alone;  // what each copy alone makes of it, where that is asked
    for (ChangedOutcome& change : changes) {
      const OutcomeKey key(change.rule, change.subject);
      std::vector<std::string> why;
      if (!by_clock || !same(*by_clock, is, key)) {
        if (turned.size() > 1 && alone.empty() && !about_one(change, turned))
          for (const AgeingCopy& copy : turned) alone.push_back(with(copy, fresh, date));
        why = reasons(change, turned, alone, is);
      }
      all.push_back({date, std::move(change), std::move(why)});
    }
    was_ = std::move(is);
  }

 private:
  // The copies that are too old from this day on; what they answered grows old.
  std::vector<AgeingCopy> take_turned(Day day) {
    std::vector<AgeingCopy> turned;
    for (; !copies_.empty() && copies_.front().turns == day; copies_.erase(copies_.begin())) {
      grow_old(slice_, copies_.front().source, copies_.front().date);
      turned.push_back(copies_.front());
    }
    return turned;
  }

  Outcomes judged(const std::string& date, const RegisterSlice& slice) {
    const DossierResult result = state_.registers.empty()
                                     ? bench_.result(bench_.run(), state_, date)
                                     : bench_.result(bench_.run(), state_, date, slice);
    clock_ = result.next_change;
    return outcomes_of(read_outcomes(outcome_record(result)));
  }

  Outcomes with(const AgeingCopy& copy, RegisterSlice slice, const std::string& date) {
    const std::optional<Day> clock = clock_;
    grow_old(slice, copy.source, copy.date);
    Outcomes outcomes = judged(date, slice);
    clock_ = clock;
    return outcomes;
  }

  bool about_one(const ChangedOutcome& change, const std::vector<AgeingCopy>& turned) const {
    return std::ranges::any_of(
        turned, [&](const AgeingCopy& copy) { return is_about(change, slice_, copy); });
  }

  // The copy whose answer it is; else those of which one alone turns it so; else all together.
  std::vector<std::string> reasons(const ChangedOutcome& change,
                                   const std::vector<AgeingCopy>& turned,
                                   const std::vector<Outcomes>& alone, const Outcomes& is) const {
    const OutcomeKey key(change.rule, change.subject);
    std::vector<std::string> together, single;
    for (std::size_t i = 0; i < turned.size(); ++i) {
      together.push_back(words_of(turned[i]));
      if (is_about(change, slice_, turned[i])) return {together.back()};
      if (i < alone.size() && same(alone[i], is, key)) single.push_back(together.back());
    }
    return single.empty() ? together : single;
  }

  KeptRun& bench_;
  const ItemState& state_;
  std::optional<Day> clock_;        // the next day that its result says turns it
  RegisterSlice slice_;             // as the copies are on the day that was judged
  std::vector<AgeingCopy> copies_;  // that it rests on and that are fresh, in the order of days
  Outcomes was_;
};

class Outlook {
 public:
  Outlook(Store& store, const RunRecord& run, int days)
      : store_(store), run_(run), last_(parse_date(run.as_of)->first + std::chrono::days(days)) {
    for (const RegisterCopy& copy : asked_registers(run).copies) {
      if (copy.stale) continue;
      const auto turns = bench().desk().out_of_date_from(copy.id, copy.date);
      if (turns && *turns <= last_) ageing_.push_back({copy.id, copy.date, *turns});
    }
    std::ranges::stable_sort(ageing_, {}, &AgeingCopy::turns);
  }

  std::vector<Forecast> take() {
    std::vector<ItemState> states;
    store_.each(run_, [&](const ItemState& state) {
      if (is_carried(run_, state)) return;  // the next run looks at it whatever its day
      const auto clock = day_of(state.next_change);
      if ((clock && *clock <= last_) || (!ageing_.empty() && !state.registers.empty()))
        states.push_back(state);
    });
    std::vector<Forecast> all;
    for (const ItemState& state : states) {
      ItemOutlook item(store_, bench(), state, ageing_);
      for (auto day = item.next(); day && *day <= last_; day = item.next()) item.judge(*day, all);
    }
    std::ranges::stable_sort(all, [](const Forecast& a, const Forecast& b) {
      return std::tie(a.day, a.why) < std::tie(b.day, b.why);
    });
    return all;
  }

 private:
  KeptRun& bench() {
    if (!bench_) bench_ = std::make_unique<KeptRun>(store_, run_);
    return *bench_;
  }

  Store& store_;
  const RunRecord& run_;
  const Day last_;
  std::vector<AgeingCopy> ageing_;
  std::unique_ptr<KeptRun> bench_;
};

}  // namespace

std::vector<Forecast> forecast(Store& store, const RunRecord& run, int days) {
  return Outlook(store, run, days).take();
}

}  // namespace verilot
