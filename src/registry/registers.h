// registry: what the kept copies of public registers say of an identifier or a name.
//
//   Registers registers(sources, fold, store, *parse_date("2026-11-22"));
//   for (const LookUp& answer : registers.look_up("fei", "3012345678"))
//     if (answer.result == LookUp::Result::found) use(answer.entries, answer.copy.date);
//
// One answer for each register that knows such identifiers. Every answer names the copy it rests
// on, its day, its hash and whether it was too old at `as_of`; no clock is read.
//
//   found      entries are there; look at `copy.stale` before relying on their being current
//   not_found  the copy is complete and fresh, and has none: absence is shown
//   unknown    no copy, a stale one, an extract, or a question that the register was not asked
//
// Threads may share it. Errors: a copy that is damaged makes its answers unknown, and says so.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "registry/entry_file.h"
#include "registry/snapshot_store.h"
#include "registry/source.h"

namespace verilot {

// A copy as it stands at a day.
struct CopyState {
  std::string source, title;
  bool there = false;
  std::string date, source_date, sha256;
  std::uint64_t entries = 0;
  bool complete = false;
  int age_days = 0;
  bool stale = false;
  bool damaged = false;
  std::string why;  // stale, incomplete or not there: the reason in words
};

struct LookUp {
  enum class Result { found, not_found, unknown };
  Result result = Result::unknown;
  CopyState copy;
  std::vector<RegisterEntry> entries;
  std::string why;  // of an unknown result
};

std::string to_string(LookUp::Result);

// The first day on which a copy of `copy` is too old.
std::chrono::sys_days out_of_date_from(const RegisterSource&, const Date& copy);

CopyState state_of(const RegisterSource&, const std::optional<Snapshot>&, const Date& as_of);

// The entries of a copy, from the file made of them or, where that is missing, from its parts.
// A fault in words and no sound file where they are damaged.
EntryFile entries_of(const SnapshotStore&, const RegisterSource&, const Snapshot&,
                     const RegisterSources&, const NameFold&, std::string& fault);

class Registers {
 public:
  Registers(const RegisterSources&, const NameFold&, const SnapshotStore&, const Date& as_of);

  std::vector<LookUp> look_up(const std::string& kind, const std::string& value) const;
  // The same name, folded; nothing near it (register_screen.h).
  std::vector<LookUp> with_name(const std::string& name) const;
  // Nothing for a source that there is not.
  std::optional<CopyState> snapshot(const std::string& source) const;
  std::vector<CopyState> snapshots() const;

  // Every entry, for register_screen.h.
  struct Place {
    std::uint32_t source = 0, entry = 0;
  };
  void each(const std::function<void(Place, const CopyState&, const RegisterEntry&)>&) const;
  const CopyState& copy_at(Place place) const { return held_[place.source].state; }
  RegisterEntry entry_at(Place place) const {
    return held_[place.source].entries.entry(place.entry);
  }

 private:
  struct Held {
    const RegisterSource* source;
    CopyState state;
    EntryFile entries;
    std::vector<std::string> asked, absent;  // plain identifiers of the questions answered
  };
  static LookUp answer(const Held&, const std::vector<std::uint32_t>& found);
  static void settle_asked(const Held&, const std::string& plain, LookUp&);

  const RegisterSources& sources_;
  const NameFold& fold_;
  std::vector<Held> held_;
};

}  // namespace verilot
