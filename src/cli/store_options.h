// cli: which store a command works on.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "cli/command.h"
#include "store/store.h"

namespace verilot {

// --store, then VERILOT_STORE, then audits.db in the state folder.
struct StoreOption {
  std::string where;

  void add(CLI::App&);
  std::string file() const;  // "" for a server
  // Throws StoreError. `notes` is told where the schema was brought up to date.
  std::unique_ptr<Store> open(std::ostream* notes = nullptr) const;
  bool is_there() const;  // a database is taken to be there
  // Of what is only read; throws NoInputError where there is no such file.
  std::unique_ptr<Store> open_kept(std::ostream* notes = nullptr) const;

 private:
  std::string place() const;
};

// Now, by the clock of the machine, for records alone: "2026-11-22T08:00:00Z".
std::string utc_now();

// The number of a run, or "last" and "previous" of the finished ones. Throws UsageError.
RunRecord chosen_run(Store&, const std::string& word);

}  // namespace verilot
