#include "audits/register_change.h"

#include <algorithm>
#include <map>

namespace verilot {

namespace {

std::map<std::string, std::string> copies_of(const RunRecord& run) {
  std::map<std::string, std::string> copies;
  for (const RegisterCopy& copy : asked_registers(run).copies) copies[copy.id] = copy.sha256;
  return copies;
}

RegisterSlice slice_of(Store& store, const ItemState& state) {
  return state.registers.empty() ? RegisterSlice{} : kept_slice(store, state);
}

// The answer about the same party of the same source.
const RegisterAnswer* counterpart(const RegisterAnswer& answer, const RegisterSlice& in) {
  const auto found = std::ranges::find_if(in.answers, [&](const RegisterAnswer& one) {
    return one.party == answer.party && one.source == answer.source;
  });
  return found == in.answers.end() ? nullptr : &*found;
}

}  // namespace

RegisterChange::RegisterChange(Store& store, const RunRecord& before, const RunRecord& after,
                               const ItemState& was, const ItemState& is) {
  if (was.registers == is.registers) return;
  before_ = slice_of(store, was);
  now_ = slice_of(store, is);
  const auto then = copies_of(before), today = copies_of(after);
  const auto same_copy = [&](const std::string& source) {
    const auto a = then.find(source), b = today.find(source);
    return a != then.end() && b != today.end() && a->second == b->second;
  };
  spoke_ = was.registers.empty() || is.registers.empty();
  if (!spoke_) look(same_copy);
}

// Whether it is another answer to the same question. About a party that is named otherwise now,
// what its name is near to is another question.
bool RegisterChange::says_otherwise(const RegisterAnswer& was, const RegisterAnswer& is) const {
  if (was == is || was.numbers != is.numbers) return false;
  if (before_.parties[was.party].name == now_.parties[is.party].name) return true;
  return was.entries != is.entries || was.stale != is.stale;
}

void RegisterChange::look(const SameCopy& same_copy) {
  for (const RegisterAnswer& was : before_.answers) {
    const RegisterAnswer* is = counterpart(was, now_);
    if (is == nullptr ? !of_same_parties() : !says_otherwise(was, *is)) continue;
    if (is != nullptr && same_copy(was.source) && was.stale != is->stale) {
      aged_sources_.insert(was.source);
    } else {
      spoke_ = true;
    }
  }
  for (const RegisterAnswer& is : now_.answers)
    spoke_ = spoke_ || (of_same_parties() && counterpart(is, before_) == nullptr);
}

RegisterSlice RegisterChange::aged_alone() const {
  RegisterSlice slice = before_;
  for (RegisterAnswer& answer : slice.answers)
    if (const RegisterAnswer* there = counterpart(answer, now_);
        there != nullptr && aged_sources_.contains(answer.source))
      answer = *there;
  return slice;
}

}  // namespace verilot
