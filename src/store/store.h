// store: audit runs, what each found, and what it was found from.
//
//   Store store("audits.db");
//   RunRecord run = store.begin({.as_of = "2026-11-22", .inventory = "stock", ...});
//   store.put(run, changed_items);                        // as often as needed
//   store.finish(run, ...);
//
// The results of a run are kept as changes: an item's state holds from the run that found it up to
// the run that found another one, so that a night on which nothing changed costs nothing. Inputs,
// packs and results are kept once each, under the SHA-256 of their bytes.
//
// A run that was cut off stays `running`, with all that was put; begin() with the same parameters
// takes it up again, with others it is undone first. Nothing is seen of a run before it is
// finished, except by itself.
//
// Errors: StoreError. A store of a later schema is not touched; one of an earlier schema is brought
//         up to date by the migrations in migrations.cpp.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>

#include "store/database.h"

namespace verilot {

struct RunRecord {
  long id = 0;
  std::string inventory;  // its name
  std::string as_of;      // ISO date
  std::string state;      // running, complete
  std::string basis;      // digest of what judged: software, rules, options
  std::string about;      // JSON: where the inventory is, packs with their hashes, options
  std::string software;
  std::string started, finished;  // ISO, as the caller's clock has it
  std::string summary;            // JSON: counts; "" while running
  std::string registers = {};     // JSON: the copies that were asked; "" for none
};

// Counts of an item's outcomes, and of all items of a run: live, advisory and waived ones apart.
struct Tally {
  enum Place {
    critical_fail,
    high_fail,
    medium_fail,
    low_fail,
    critical_open,
    high_open,
    medium_open,
    low_open,
    advisory,
    waived,
    errors,
    problems,
    kPlaces
  };
  std::array<long, kPlaces> counts{};
  long& operator[](std::size_t place) { return counts[place]; }
  long operator[](std::size_t place) const { return counts[place]; }
  friend bool operator==(const Tally&, const Tally&) = default;
};

// What is known of one item after a run.
struct ItemState {
  std::string item;
  std::string stamp;        // names, sizes and times of its files; "" for a line that names none
  std::string input;        // digest of its bytes or, with a stamp, of the list of its files
  std::string packs;        // digest of the packs it was judged under
  std::string result;       // digest under which the result is kept
  std::string next_change;  // ISO date; "" when the clock never changes it
  Tally tally{};
  long since = 0;              // the run that found it; set by the store
  std::string dossier = {};    // the id that its dossier has
  std::string waivers = {};    // digest of those that it was judged with, "" for none
  std::string registers = {};  // digest of what registers said, "" where none were kept
  std::string line = {};       // of the inventory at which it was judged; "" for a folder
};

struct Content {
  std::string digest;
  std::string bytes;
};

class Store {
 public:
  explicit Store(const std::string& where);

  Database& database() { return database_; }

  RunRecord begin(const RunRecord&);
  // Of these items what the last finished run, or this one already, knows.
  std::map<std::string, ItemState> known(const RunRecord&, const std::vector<std::string>& items);
  void put(const RunRecord&, const std::vector<ItemState>&);
  void keep(const std::vector<Content>&);
  bool has(const std::string& digest);
  // How many items have a state after this run, and the sum of their counts.
  std::size_t count(const RunRecord&);
  Tally total(const RunRecord&);
  // Ends the state of every item that `there` says is in the inventory no more.
  std::size_t end_missing(const RunRecord&, const std::function<bool(const std::string&)>& there);
  void finish(const RunRecord&);

  std::vector<RunRecord> runs(const std::string& inventory = "");
  std::optional<RunRecord> run(long id);
  // The state after a run, in the order of items.
  void each(const RunRecord&, const std::function<void(const ItemState&)>&);
  std::optional<ItemState> state(const RunRecord&, const std::string& item);
  // The first item whose dossier has this id.
  std::optional<ItemState> state_of_dossier(const RunRecord&, const std::string& dossier);
  // Items whose state differs between two runs of one inventory.
  std::vector<std::string> changed(const RunRecord& before, const RunRecord& after);
  std::string content(const std::string& digest);
  // Takes out runs before `id`, as far as no later one rests on them, and what nothing names.
  std::size_t prune(const std::string& inventory, long id);

 private:
  void migrate();

  Database database_;
};

}  // namespace verilot
