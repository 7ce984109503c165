// audits: what became otherwise, between two runs, in what registers say of one item.
//
//   RegisterChange change(store, before, after, old_state, new_state);
//   if (change.spoke()) ...       // a copy that is another one says something else
//   if (change.aged()) ...        // a copy that was asked both times is too old by now
//
// Errors: StoreError where the store has no such answers, or damaged ones.
#pragma once

#include <functional>
#include <set>

#include "audits/asked_registers.h"

namespace verilot {

class RegisterChange {
 public:
  RegisterChange(Store&, const RunRecord& before, const RunRecord& after, const ItemState& was,
                 const ItemState& is);

  bool spoke() const { return spoke_; }
  bool aged() const { return !aged_sources_.empty(); }
  // Else an answer may be another one because it is about somebody else.
  bool of_same_parties() const { return before_.parties == now_.parties; }

  const RegisterSlice& before() const { return before_; }
  const RegisterSlice& now() const { return now_; }
  // As before, but for the copies that became too old.
  RegisterSlice aged_alone() const;

 private:
  using SameCopy = std::function<bool(const std::string& source)>;
  bool says_otherwise(const RegisterAnswer& was, const RegisterAnswer& is) const;
  void look(const SameCopy&);

  RegisterSlice before_, now_;
  std::set<std::string> aged_sources_;
  bool spoke_ = false;
};

}  // namespace verilot
