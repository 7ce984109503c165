#include "audits/audit_diff.h"

#include <algorithm>
#include <chrono>

#include "audits/asked_registers.h"
#include "audits/kept_run.h"
#include "audits/outcome_changes.h"

namespace verilot {

namespace {

Outcomes judged(KeptRun& bench, const RunRecord& of, const ItemState& state,
                const std::string& day) {
  return outcomes_of(read_outcomes(outcome_record(bench.result(of, state, day))));
}

// Whether the same copies were asked, some of which the later day found too old.
bool same_copies(const RunRecord& before, const RunRecord& after) {
  const auto stale_in = [](const RunRecord& run, std::vector<std::string>& copies) {
    std::string stale;
    for (const RegisterCopy& copy : asked_registers(run).copies) {
      copies.push_back(copy.id + " " + copy.sha256);
      if (copy.stale) stale += copies.back();
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

  Cause of(const OutcomeKey& key) {
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
    return kept_slice(store_, old_).parties == kept_slice(store_, new_).parties;
  }

  ItemState with_new_registers() const {
    ItemState state = old_;
    state.registers = new_.registers;
    return state;
  }

  bool gives(std::optional<Outcomes>& tried, const OutcomeKey& key, KeptRun& bench,
             const RunRecord& of, const ItemState& state, const std::string& day) {
    if (!tried) tried = judged(bench, of, state, day);
    return same_underneath(*tried, now_, key);
  }

  Store& store_;
  KeptRun &before_, &after_;
  const ItemState &old_, &new_;
  const Outcomes& now_;
  std::optional<Outcomes> clock_, law_, data_, registers_;
};

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
    const Outcomes old_outcomes = kept_outcomes(store, was),
                   new_outcomes = kept_outcomes(store, is);
    if (!was || !is) {
      const Cause cause = was ? Cause::item_gone : Cause::item_new;
      add_changes(
          item, old_outcomes, new_outcomes, [&](const OutcomeKey&) { return cause; }, changes);
      continue;
    }
    if (const auto only = only_cause(before, after, *was, *is)) {
      add_changes(
          item, old_outcomes, new_outcomes, [&](const OutcomeKey&) { return *only; }, changes);
      continue;
    }
    if (!old_bench) {
      old_bench = std::make_unique<KeptRun>(store, before);
      new_bench = std::make_unique<KeptRun>(store, after);
    }
    Causes causes(store, *old_bench, *new_bench, *was, *is, new_outcomes);
    add_changes(
        item, old_outcomes, new_outcomes, [&](const OutcomeKey& key) { return causes.of(key); },
        changes);
  }
  return changes;
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
