// store: the file of a backup, line by line: gzip, closed by the SHA-256 of all lines before.
//
//   BackupWriter writer("audits.backup");          BackupReader reader("audits.backup");
//   writer.line(row);                              while (reader.next(line)) take(line);
//   writer.finish();                               // false only after a checksum that agreed
//
// Until finish() the lines are in FILE.part, so that FILE is there whole or not at all.
//
// Errors: CannotCreate, StoreError where the disk is full, StoreBusy where another backup writes
// the
//         same file, BackupDamaged for a file that was not written by finish() as it is.
// Limits: a line of 400 MB.
#pragma once

#include <Poco/SHA2Engine.h>
#include <zlib.h>

#include <string>
#include <string_view>

#include "store/database.h"

namespace verilot {

struct BackupDamaged : StoreError {
  using StoreError::StoreError;
};
struct CannotCreate : StoreError {
  using StoreError::StoreError;
};

class BackupWriter {
 public:
  explicit BackupWriter(const std::string& file);
  ~BackupWriter();
  BackupWriter(const BackupWriter&) = delete;
  BackupWriter& operator=(const BackupWriter&) = delete;

  void line(std::string_view);  // without its end
  void finish();

 private:
  void write(std::string_view);
  [[noreturn]] void refuse(int error) const;

  std::string file_, part_;
  int descriptor_ = -1;
  gzFile stream_ = nullptr;
  Poco::SHA2Engine sum_;
};

class BackupReader {
 public:
  explicit BackupReader(const std::string& file);
  ~BackupReader();
  BackupReader(const BackupReader&) = delete;
  BackupReader& operator=(const BackupReader&) = delete;

  bool next(std::string& line);
  BackupDamaged damaged(const std::string& why) const;

 private:
  bool fill();

  std::string file_;
  gzFile stream_ = nullptr;
  std::string held_;  // what was read and not given yet, from `at_` on
  std::size_t at_ = 0;
  Poco::SHA2Engine sum_;
};

}  // namespace verilot
