// registry: the entries of one copy in one compact file, found by identifier or name.
//
//   write_atomically(path, pack_entries(entries, fold));
//   EntryFile file(path);
//   for (std::uint32_t i : file.with_identifier("fei", "3012345678")) use(file.entry(i));
//
// The file is read where it lies: opening costs one pass over its bytes (the checksum), a look-up
// a search by halves. Names are found folded (name_fold.h), whole.
//
// Errors: a file that is cut, altered or of another version is not sound(): make it again. A place
//         outside the file reads as an empty entry, never as other memory.
// Limits: 4,294,967,295 entries. The file is of the machine's own byte order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "registry/entry.h"
#include "registry/files.h"
#include "registry/name_fold.h"

namespace verilot {

std::string pack_entries(const std::vector<RegisterEntry>&, const NameFold&);

class EntryFile {
 public:
  EntryFile() = default;
  explicit EntryFile(const std::string& path);
  // Of the bytes themselves, for where nothing can be written.
  static EntryFile of_bytes(std::string packed);

  bool sound() const { return sound_; }
  std::uint32_t size() const { return entries_; }
  RegisterEntry entry(std::uint32_t i) const;
  // In the order of the register.
  std::vector<std::uint32_t> with_identifier(std::string_view kind, std::string_view plain) const;
  std::vector<std::uint32_t> with_name(std::string_view folded, const NameFold&) const;

 private:
  struct Places {
    std::uint64_t begin = 0, count = 0;
  };
  bool read_head();
  std::vector<std::uint32_t> candidates(const Places&, std::uint64_t hash) const;

  std::string_view bytes() const { return own_.empty() ? file_.text() : std::string_view(own_); }

  MappedFile file_;
  std::string own_;
  bool sound_ = false;
  std::uint32_t entries_ = 0;
  Places offsets_, identifiers_, names_;
};

}  // namespace verilot
