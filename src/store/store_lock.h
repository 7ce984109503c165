// store: who may change runs. One program at a time has the lock of a store; reading needs none.
//
//   const StoreLock lock(store.database(), "audit run");
//
// It goes with the process that has it, however that ends: of a file it is the lock of the
// operating system on FILE.lock beside it, of PostgreSQL an advisory lock of the connection.
//
// Errors: StoreBusy names who has it: program, host, process, since when. StoreError where the lock
//         cannot be taken at all.
#pragma once

#include <string>

#include "store/database.h"

namespace verilot {

class StoreLock {
 public:
  // `what` is the command.
  StoreLock(Database&, const std::string& what);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  void lock_file(const std::string& holder);
  void lock_server(const std::string& holder);

  Database& database_;
  int descriptor_ = -1;  // of the lock file
};

}  // namespace verilot
