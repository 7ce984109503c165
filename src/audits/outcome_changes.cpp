#include "audits/outcome_changes.h"

namespace verilot {

namespace {

// A finding on both sides, waived on one of them.
bool by_waiver(const Outcomes& a, const Outcomes& b, const OutcomeKey& key) {
  const auto one = a.find(key), other = b.find(key);
  return one != a.end() && other != b.end() &&
         (one->second.outcome == Outcome::waived) != (other->second.outcome == Outcome::waived);
}

std::optional<KeptOutcome> at(const Outcomes& outcomes, const OutcomeKey& key) {
  const auto found = outcomes.find(key);
  if (found == outcomes.end()) return std::nullopt;
  return found->second;
}

}  // namespace

Outcomes outcomes_of(const OutcomeRecord& record) {
  Outcomes outcomes;
  for (const KeptOutcome& one : record.live)
    outcomes.emplace(OutcomeKey(one.rule, one.subject), one);
  return outcomes;
}

bool same(const Outcomes& a, const Outcomes& b, const OutcomeKey& key) {
  const auto one = a.find(key), other = b.find(key);
  if (one == a.end() || other == b.end()) return (one == a.end()) == (other == b.end());
  return one->second.outcome == other->second.outcome &&
         one->second.severity == other->second.severity;
}

bool same_underneath(const Outcomes& a, const Outcomes& b, const OutcomeKey& key) {
  const auto one = a.find(key), other = b.find(key);
  if (one == a.end() || other == b.end()) return (one == a.end()) == (other == b.end());
  const KeptOutcome &first = one->second, &second = other->second;
  return first.waived.value_or(first.outcome) == second.waived.value_or(second.outcome) &&
         first.severity == second.severity;
}

void add_changes(const std::string& item, const Outcomes& was, const Outcomes& is,
                 const std::function<Cause(const OutcomeKey&)>& cause,
                 std::vector<ChangedOutcome>& changes) {
  std::map<OutcomeKey, bool> keys;
  for (const auto& [key, outcome] : was) keys[key];
  for (const auto& [key, outcome] : is) keys[key];
  for (const auto& [key, unused] : keys)
    if (!same(was, is, key))
      changes.push_back({item, key.first, key.second, at(was, key), at(is, key),
                         by_waiver(was, is, key) ? Cause::waiver : cause(key)});
}

Outcomes kept_outcomes(Store& store, const std::optional<ItemState>& state) {
  return state ? outcomes_of(read_outcomes(store.content(state->result))) : Outcomes{};
}

}  // namespace verilot
