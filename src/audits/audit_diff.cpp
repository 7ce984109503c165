#include "audits/audit_diff.h"

#include <nlohmann/json.hpp>

#include "audits/kept_input.h"
#include "audits/kept_run.h"
#include "audits/outcome_changes.h"
#include "audits/register_change.h"

namespace verilot {

namespace {

// What a run judged by, without where its inventory lay.
std::string laws_of(const RunRecord& run) {
  nlohmann::json about = nlohmann::json::parse(run.about);
  about.erase("path");
  about.erase("programs");
  return about.dump();
}

bool same_software(const RunRecord& before, const RunRecord& after) {
  const auto programs = [](const RunRecord& run) {
    return nlohmann::json::parse(run.about).value("programs", nlohmann::json());
  };
  return before.software == after.software && programs(before) == programs(after);
}

// What alone differs between two judgements of an item; nothing where several things do.
std::optional<Cause> only_cause(const RunRecord& before, const RunRecord& after,
                                const ItemState& was, const ItemState& is,
                                const RegisterChange& registers) {
  std::vector<Cause> differing;
  if (before.as_of != after.as_of) differing.push_back(Cause::clock);
  const bool software = !same_software(before, after);
  if (software) differing.push_back(Cause::software);
  if (laws_of(before) != laws_of(after) || (before.basis != after.basis && !software))
    differing.push_back(Cause::law);
  if (was.input != is.input) differing.push_back(Cause::data);
  if (registers.spoke()) differing.push_back(Cause::registers);
  if (was.waivers != is.waivers || differing.size() != 1) return std::nullopt;
  return differing.front();
}

// The causes of one item's changes; each way of judging it is tried once, when it is asked for.
class Causes {
 public:
  Causes(KeptRun& before, KeptRun& after, const ItemState& old_state, const ItemState& new_state,
         const RegisterChange& registers, const Outcomes& now)
      : before_(before),
        after_(after),
        old_(old_state),
        new_(new_state),
        registers_(registers),
        now_(now) {}

  Cause of(const OutcomeKey& key) {
    const RunRecord &was = before_.run(), &is = after_.run();
    if (was.as_of != is.as_of && gives(clock_, key, before_, was, old_, is.as_of))
      return Cause::clock;
    if (laws_of(was) != laws_of(is) && gives(law_, key, after_, was, old_, was.as_of))
      return Cause::law;
    if (registers_.aged() && gives(aged_, key, old_, registers_.aged_alone())) return Cause::clock;
    if (old_.input != new_.input && by_data(key)) return Cause::data;
    if (registers_.spoke() && gives(spoken_, key, old_, registers_.now())) return Cause::registers;
    return same_software(was, is) ? Cause::several : Cause::software;
  }

 private:
  // By the data alone, whatever registers said meanwhile.
  bool by_data(const OutcomeKey& key) {
    if (registers_.spoke() || registers_.aged())
      return gives(data_, key, new_, registers_.before());
    return gives(data_, key, before_, after_.run(), new_, before_.run().as_of);
  }

  bool gives(std::optional<Outcomes>& tried, const OutcomeKey& key, KeptRun& bench,
             const RunRecord& of, const ItemState& state, const std::string& day) {
    if (!tried) tried = outcomes_in(bench.result(of, state, day));
    return same_underneath(*tried, now_, key);
  }

  // By the rules and on the day of the run before.
  bool gives(std::optional<Outcomes>& tried, const OutcomeKey& key, const ItemState& state,
             const RegisterSlice& slice) {
    const RunRecord &of = &state == &old_ ? before_.run() : after_.run(), &then = before_.run();
    ItemState unasked = state;
    unasked.registers.clear();
    if (!tried)
      tried = outcomes_in(slice == RegisterSlice{} ? before_.result(of, unasked, then.as_of)
                                                   : before_.result(of, state, then.as_of, slice));
    return same_underneath(*tried, now_, key);
  }

  static Outcomes outcomes_in(const DossierResult& result) {
    return outcomes_of(read_outcomes(outcome_record(result)));
  }

  KeptRun &before_, &after_;
  const ItemState &old_, &new_;
  const RegisterChange& registers_;
  const Outcomes& now_;
  std::optional<Outcomes> clock_, law_, aged_, spoken_, data_;
};

// The runs that are looked back at, each unpacked once.
class Benches {
 public:
  explicit Benches(Store& store) : store_(store) {}

  KeptRun& of(const RunRecord& run) {
    auto& bench = benches_[run.id];
    if (!bench) bench = std::make_unique<KeptRun>(store_, run);
    return *bench;
  }

  // The run that judged what this one only carried on.
  const RunRecord& judging(const RunRecord& run, const ItemState& state) {
    if (!is_carried(run, state)) return run;
    if (!runs_) runs_ = store_.runs(run.inventory);
    for (auto one = runs_->rbegin(); one != runs_->rend(); ++one) {
      if (one->id >= run.id || one->state != "complete") continue;
      const auto then = store_.state(*one, state.item);
      if (then && then->result == state.result && !is_carried(*one, *then)) return *one;
    }
    return run;
  }

 private:
  Store& store_;
  std::map<long, std::unique_ptr<KeptRun>> benches_;
  std::optional<std::vector<RunRecord>> runs_;
};

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
  Benches benches(store);
  for (const std::string& item : store.changed(before, after)) {
    const auto was = store.state(before, item), is = store.state(after, item);
    if (was && is && was->result == is->result) continue;
    const Outcomes old_outcomes = kept_outcomes(store, was),
                   new_outcomes = kept_outcomes(store, is);
    const auto add = [&](const auto& cause) {
      add_changes(item, old_outcomes, new_outcomes, cause, changes);
    };
    if (!was || !is) {
      add([&](const OutcomeKey&) { return was ? Cause::item_gone : Cause::item_new; });
      continue;
    }
    const RunRecord& judged = benches.judging(before, *was);
    const RegisterChange registers(store, judged, after, *was, *is);
    if (const auto only = only_cause(judged, after, *was, *is, registers)) {
      add([&](const OutcomeKey&) { return *only; });
      continue;
    }
    Causes causes(benches.of(judged), benches.of(after), *was, *is, registers, new_outcomes);
    add([&](const OutcomeKey& key) { return causes.of(key); });
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
    if (is_carried(run, state)) return void(++replayed.carried);
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
