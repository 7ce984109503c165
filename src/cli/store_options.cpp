#include "cli/store_options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <ostream>

#include "cli/state_folder.h"

namespace verilot {

void StoreOption::add(CLI::App& app) {
  app.add_option("--store", where,
                 "A file of SQLite, or postgresql://user@host:port/database (default: "
                 "audits.db in the state folder)")
      ->envname("VERILOT_STORE");
}

std::string StoreOption::place() const {
  return where.empty() ? state_folder("") + "/audits.db" : where;
}

std::string StoreOption::file() const {
  const std::string chosen = place();
  return chosen.find("://") == std::string::npos ? chosen : "";
}

std::unique_ptr<Store> StoreOption::open(std::ostream* notes) const {
  auto store = std::make_unique<Store>(place());
  if (notes != nullptr && !store->migrated().empty()) *notes << store->migrated() << "\n";
  return store;
}

bool StoreOption::is_there() const {
  std::error_code none;
  return file().empty() || std::filesystem::exists(file(), none);
}

std::unique_ptr<Store> StoreOption::open_kept(std::ostream* notes) const {
  if (!file().empty()) require_path(file(), "`verilot audit run` makes a store, --store names one");
  return open(notes);
}

std::string utc_now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::hh_mm_ss time(now - day);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_string(Date{day, day}), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

RunRecord chosen_run(Store& store, const std::string& word) {
  std::vector<RunRecord> finished;
  for (const RunRecord& run : store.runs())
    if (run.state == "complete") finished.push_back(run);
  if (word == "last" && !finished.empty()) return finished.back();
  if (word == "previous" && !finished.empty()) {
    for (std::size_t i = finished.size() - 1; i-- > 0;)
      if (finished[i].inventory == finished.back().inventory) return finished[i];
  }
  for (const RunRecord& run : finished)
    if (std::to_string(run.id) == word) return run;
  throw UsageError("no finished run '" + word + "'; `verilot audit list` names them");
}

}  // namespace verilot
