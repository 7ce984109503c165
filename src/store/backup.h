// store: all of a store in one file, the same for SQLite and PostgreSQL, and back from it.
//
//   back_up(store, "audits.backup", "0.6.0", "2026-11-22T02:00:00Z");
//   restore(check_backup("audits.backup"), "audits.backup", store);
//
// The file has the rows of every table as JSON arrays, one a line, with the names of the columns
// before them; backup_file.h says how it is packed and closed. It is of one moment, also while an
// audit is running, and of what that audit has put so far: restored, the same audit goes on.
//
// Memory: some megabytes, or the largest content of the store.
// Errors: StoreError; those of backup_file.h. A restore that fails leaves the store as it was.
#pragma once

#include <map>
#include <string>

#include "store/store.h"

namespace verilot {

struct BackupFacts {
  std::size_t schema = 0;
  std::string software, made;               // version and stamp of its making
  std::map<std::string, std::size_t> rows;  // by table
};

BackupFacts back_up(Store&, const std::string& file, const std::string& software,
                    const std::string& made);

// Reads the file to its end. Refuses a damaged one, and one of a later schema than `steps`.
BackupFacts check_backup(const std::string& file, Migrations steps = migrations());

// Puts it in the place of what the store holds, in one transaction, and brings it up to date.
void restore(const BackupFacts&, const std::string& file, Store&);

// How many rows of a table the store holds; nothing for tables without any.
std::map<std::string, std::size_t> held_rows(Store&);

}  // namespace verilot
