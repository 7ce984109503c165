// cli: which store a command works on.
#pragma once

#include <memory>
#include <string>

#include "store/store.h"

namespace CLI {
class App;
}

namespace verilot {

// --store, then VERILOT_STORE, then audits.db in the state folder (VERILOT_STATE_DIR, else
// $XDG_STATE_HOME/verilot, else ~/.local/state/verilot).
struct StoreOption {
  std::string where;

  void add(CLI::App&);
  std::unique_ptr<Store> open() const;  // throws StoreError
};

// Now, by the clock of the machine, for records alone: "2026-11-22T08:00:00Z".
std::string utc_now();

// The number of a run, or "last" and "previous" of the finished ones. Throws UsageError.
RunRecord chosen_run(Store&, const std::string& word);

}  // namespace verilot
