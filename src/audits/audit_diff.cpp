#include "audits/audit_diff.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "audits/kept_run.h"

namespace verilot {

namespace {

using Key = std::pair<std::string, std::string>;  // rule, subject
using Outcomes = std::map<Key, KeptOutcome>;

Outcomes outcomes_of(const OutcomeRecord& record) {
  Outcomes outcomes;
  for (const KeptOutcome& one : record.live) outcomes.emplace(Key(one.rule, one.subject), one);
  return outcomes;
}

// The same outcome in the eyes of a reader: its words may differ.
bool same(const Outcomes& a, const Outcomes& b, const Key& key) {
  const auto one = a.find(key), other = b.find(key);
  if (one == a.end() || other == b.end()) return (one == a.end()) == (other == b.end());
  return one->second.outcome == other->second.outcome &&
         one->second.severity == other->second.severity;
}

// What was found, waived or not.
bool same_underneath(const Outcomes& a, const Outcomes& b, const Key& key) {
  const auto one = a.find(key), other = b.find(key);
  if (one == a.end() || other == b.end()) return (one == a.end()) == (other == b.end());
  const KeptOutcome &first = one->second, &second = other->second;
  return first.waived.value_or(first.outcome) == second.waived.value_or(second.outcome) &&
         first.severity == second.severity;
}

// A finding on both sides, waived on one of them.
bool by_waiver(const Outcomes& a, const Outcomes& b, const Key& key) {
  const auto one = a.find(key), other = b.find(key);
  return one != a.end() && other != b.end() &&
         (one->second.outcome == Outcome::waived) != (other->second.outcome == Outcome::waived);
}

std::optional<KeptOutcome> at(const Outcomes& outcomes, const Key& key) {
  const auto found = outcomes.find(key);
  if (found == outcomes.end()) return std::nullopt;
  return found->second;
}

Outcomes judged(KeptRun& bench, const RunRecord& of, const ItemState& state,
                const std::string& day) {
  return outcomes_of(read_outcomes(outcome_record(bench.result(of, state, day))));
}

// Whether the same copies were asked, some of which the later day found too old.
bool same_copies(const RunRecord& before, const RunRecord& after) {
  const auto stale_in = [](const RunRecord& run, std::vector<std::string>& copies) {
    std::string stale;
    const nlohmann::json said = nlohmann::json::parse(run.registers, nullptr, false);
    if (!said.is_object()) return stale;
    for (const auto& copy : said.value("copies", nlohmann::json::array())) {
      copies.push_back(copy.value("id", "") + " " + copy.value("sha256", ""));
      if (copy.value("stale", false)) stale += copies.back();
    }
    return stale;
  };
  std::vector<std::string> old_copies, new_copies;
  return stale_in(before, old_copies) != stale_in(after, new_copies) && old_copies == new_copies;
}

// The causes of one item's changes; each way of judging it is tried once, when it is asked for.
class Causes {
 public:
  Causes(Store& store, KeptRun& before, KeptRun& after, const ItemState& old_state,
         const ItemState& new_state, const Outcomes& now)
      : store_(store),
        before_(before),
        after_(after),
        old_(old_state),
        new_(new_state),
        now_(now) {}

  Cause of(const Key& key) {
    const RunRecord &was = before_.run(), &is = after_.run();
    if (was.as_of != is.as_of && gives(clock_, key, before_, was, old_, is.as_of))
      return Cause::clock;
    if (was.about != is.about && gives(law_, key, after_, was, old_, was.as_of)) return Cause::law;
    if (by_registers() && gives(registers_, key, before_, was, with_new_registers(), was.as_of))
      return same_copies(was, is) ? Cause::clock : Cause::registers;
    if (old_.input != new_.input && gives(data_, key, before_, is, new_, was.as_of))
      return Cause::data;
    return was.software != is.software ? Cause::software : Cause::several;
  }

 private:
  // Where the parties are the same, it is the registers that speak otherwise of them.
  bool by_registers() {
    if (old_.registers == new_.registers) return false;
    if (old_.registers.empty() || new_.registers.empty()) return true;
    return read_slice(store_.content(old_.registers)).parties ==
           read_slice(store_.content(new_.registers)).parties;
  }

  ItemState with_new_registers() const {
    ItemState state = old_;
    state.registers = new_.registers;
    return state;
  }

  bool gives(std::optional<Outcomes>& tried, const Key& key, KeptRun& bench, const RunRecord& of,
             const ItemState& state, const std::string& day) {
    if (!tried) tried = judged(bench, of, state, day);
    return same_underneath(*tried, now_, key);
  }

  Store& store_;
  KeptRun &before_, &after_;
  const ItemState &old_, &new_;
  const Outcomes& now_;
  std::optional<Outcomes> clock_, law_, data_, registers_;
};

void add_changes(const std::string& item, const Outcomes& was, const Outcomes& is,
                 const std::function<Cause(const Key&)>& cause,
                 std::vector<ChangedOutcome>& changes) {
  std::map<Key, bool> keys;
  for (const auto& [key, outcome] : was) keys[key];
  for (const auto& [key, outcome] : is) keys[key];
  for (const auto& [key, unused] : keys)
    if (!same(was, is, key))
      changes.push_back({item, key.first, key.second, at(was, key), at(is, key),
                         by_waiver(was, is, key) ? Cause::waiver : cause(key)});
}

// What alone differs between two judgements of an item; nothing where several things do.
std::optional<Cause> only_cause(const RunRecord& before, const RunRecord& after,
                                const ItemState& was, const ItemState& is) {
  std::vector<Cause> differing;
  if (before.as_of != after.as_of) differing.push_back(Cause::clock);
  const bool software = before.software != after.software;
  if (software) differing.push_back(Cause::software);
  if (before.about != after.about || (before.basis != after.basis && !software))
    differing.push_back(Cause::law);
  if (was.input != is.input) differing.push_back(Cause::data);
  if (was.registers != is.registers && !(same_copies(before, after) && before.as_of != after.as_of))
    differing.push_back(Cause::registers);
  if (was.waivers != is.waivers || differing.size() != 1) return std::nullopt;
  return differing.front();
}

Outcomes kept(Store& store, const std::optional<ItemState>& state) {
  return state ? outcomes_of(read_outcomes(store.content(state->result))) : Outcomes{};
}

}  // namespace

std::string_view to_string(Cause cause) {
  switch (cause) {
    case Cause::clock:
      return "date passed";
    case Cause::law:
      return "law changed";
    case Cause::data:
      return "data changed";
    case Cause::registers:
      return "register changed";
    case Cause::waiver:
      return "waiver";
    case Cause::software:
      return "software changed";
    case Cause::item_new:
      return "new item";
    case Cause::item_gone:
      return "item gone";
    case Cause::several:
      break;
  }
  return "several causes";
}

std::vector<ChangedOutcome> diff_runs(Store& store, const RunRecord& before,
                                      const RunRecord& after) {
  std::vector<ChangedOutcome> changes;
  std::unique_ptr<KeptRun> old_bench, new_bench;
  for (const std::string& item : store.changed(before, after)) {
    const auto was = store.state(before, item), is = store.state(after, item);
    if (was && is && was->result == is->result) continue;
    const Outcomes old_outcomes = kept(store, was), new_outcomes = kept(store, is);
    if (!was || !is) {
      const Cause cause = was ? Cause::item_gone : Cause::item_new;
      add_changes(
          item, old_outcomes, new_outcomes, [&](const Key&) { return cause; }, changes);
      continue;
    }
    if (const auto only = only_cause(before, after, *was, *is)) {
      add_changes(
          item, old_outcomes, new_outcomes, [&](const Key&) { return *only; }, changes);
      continue;
    }
    if (!old_bench) {
      old_bench = std::make_unique<KeptRun>(store, before);
      new_bench = std::make_unique<KeptRun>(store, after);
    }
    Causes causes(store, *old_bench, *new_bench, *was, *is, new_outcomes);
    add_changes(
        item, old_outcomes, new_outcomes, [&](const Key& key) { return causes.of(key); }, changes);
  }
  return changes;
}

std::vector<Forecast> forecast(Store& store, const RunRecord& run, int days) {
  const auto first = parse_date(run.as_of)->first;
  const auto last = first + std::chrono::days(days);
  std::vector<Forecast> all;
  std::unique_ptr<KeptRun> bench;
  std::vector<ItemState> turning;
  store.each(run, [&](const ItemState& state) {
    if (!state.next_change.empty() && parse_date(state.next_change)->first <= last)
      turning.push_back(state);
  });
  for (const ItemState& state : turning) {
    if (!bench) bench = std::make_unique<KeptRun>(store, run);
    Outcomes was = kept(store, state);
    for (auto day = parse_date(state.next_change)->first; day <= last;) {
      const std::string date = to_string(Date{day, day});
      const DossierResult result = bench->result(run, state, date);
      Outcomes is = outcomes_of(read_outcomes(outcome_record(result)));
      std::vector<ChangedOutcome> changes;
      add_changes(
          state.item, was, is, [](const Key&) { return Cause::clock; }, changes);
      for (ChangedOutcome& change : changes) all.push_back({date, std::move(change)});
      was = std::move(is);
      if (!result.next_change) break;
      day = *result.next_change;
    }
  }
  std::ranges::stable_sort(all, {}, &Forecast::day);
  return all;
}

DossierResult judge_again(Store& store, const RunRecord& run, const ItemState& state,
                          const Date& as_of) {
  return KeptRun(store, run).result(run, state, to_string(as_of));
}

Replay replay(Store& store, const RunRecord& run, const std::string& item) {
  Replay replayed;
  KeptRun bench(store, run);
  const auto again = [&](const ItemState& state) {
    ++replayed.items;
    if (outcome_record(bench.result(run, state, run.as_of)) != store.content(state.result))
      replayed.different.push_back(state.item);
  };
  if (item.empty()) {
    store.each(run, again);
  } else if (const auto state = store.state(run, item)) {
    again(*state);
  }
  return replayed;
}

}  // namespace verilot
