// registry: the dated copies of registers on disk.
//
//   SnapshotStore store("/var/lib/verilot");
//   std::optional<Snapshot> copy = store.as_of("us-ofac-sdn", *parse_date("2026-11-22"));
//
// registers/objects/ab/<sha256>       the publisher's bytes, once, read-only
// registers/manifests/<source>/...    one file for every copy or confirmation, named by its day
// registers/entries/...               what was read from a copy, made again when it is missing
// registers/attempts/<source>.json    how the last update went
//
// Nothing but `attempts` and `entries` is ever changed. All files are written whole or not at all.
//
// Units:  days as ISO dates, stamps in UTC, sizes in bytes.
// Errors: WriteError (files.h) for a disk that is full or a folder that may not be written to;
//         a manifest that cannot be read is left out, and is among faults().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/date.h"
#include "model/problem.h"
#include "registry/files.h"

namespace verilot {

// One file of a copy, or one page of it, or the answer to one question.
struct SnapshotPart {
  std::string file;     // RegisterFile::name
  std::string name;     // of the page or the question; "" where the file is one part
  std::string address;  // without keys; the file's name where it was imported
  int status = 0;       // HTTP; 0 where it was imported
  std::string etag, last_modified;
  std::string sha256;  // of the bytes
  bool none = false;   // they are the register's words that it has no such number
  std::uint64_t bytes = 0;
  std::string taken_at;
  std::string date;         // the day the publisher's answer is of, ISO
  std::string source_date;  // the day of publication that it states, "" where it states none

  friend bool operator==(const SnapshotPart&, const SnapshotPart&) = default;
};

struct Snapshot {
  std::string source;
  std::string date;         // of its newest part; no day before it knew all of this
  std::string taken_at;     // stamp
  std::string how;          // downloaded, confirmed (nothing had changed), imported
  std::string sha256;       // of the bytes; of the list of parts where there are several
  std::string source_date;  // the oldest that its parts state
  std::uint64_t entries = 0;
  bool complete = false;  // what is not in it is not in the register
  std::string note;       // why it is not complete
  std::vector<SnapshotPart> parts;
};

// What SHA-256 stands for the parts together.
std::string hash_of_parts(const std::vector<SnapshotPart>&);

// The day of the oldest part: of nothing younger is the copy as a whole.
std::string oldest_day(const Snapshot&);
// The oldest day of publication that a part states; "" where none does.
std::string oldest_source_date(const std::vector<SnapshotPart>&);

const SnapshotPart* find_part(const std::optional<Snapshot>&, const std::string& file,
                              const std::string& name);

struct UpdateAttempt {
  std::string at, outcome, message;
};

class SnapshotStore {
 public:
  // `state` is created by the first write.
  explicit SnapshotStore(const std::string& state);

  std::optional<Snapshot> latest(const std::string& source) const;
  // The newest of that day or before; without one the oldest.
  std::optional<Snapshot> as_of(const std::string& source, const Date& day) const;
  std::optional<UpdateAttempt> last_attempt(const std::string& source) const;

  // A finished file inside incoming() becomes an object; gives its SHA-256.
  std::string keep(const std::string& path);
  void add(const Snapshot&);
  void note(const std::string& source, const UpdateAttempt&);

  std::string incoming() const { return folder_ + "/incoming"; }
  std::string entries_folder() const { return folder_ + "/entries"; }
  std::string object_path(const std::string& sha256) const;
  const std::string& folder() const { return folder_; }

 private:
  std::vector<std::string> manifest_names(const std::string& source) const;
  std::optional<Snapshot> read(const std::string& source, const std::string& name) const;

  std::string folder_;
};

}  // namespace verilot
