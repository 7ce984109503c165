// registry: files that are there whole or not at all, and files read in place.
//
// Errors: WriteError names the file and the system's reason ("No space left on device").
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace verilot {

// A file of the state folder that cannot be made (`can_create` false) or written.
struct WriteError : std::runtime_error {
  WriteError(const std::string& file, int error, bool could_create);
  bool could_create;
};

// Writes a file next to its place, flushes it to the disk and renames it: a reader sees the old
// text or the new one, also after a power cut.
void write_atomically(const std::string& path, std::string_view text);

// Makes a finished file of the same disk the file at `path`, flushed; it becomes read-only.
void move_into_place(const std::string& from, const std::string& path);

// Creates the folder and those above it.
void make_folder(const std::string& path);

// A file's bytes in memory for as long as the object lives; no text when it cannot be read.
class MappedFile {
 public:
  MappedFile() = default;
  explicit MappedFile(const std::string& path);
  MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }
  MappedFile& operator=(MappedFile&&) noexcept;
  ~MappedFile();

  bool is_there() const { return is_there_; }
  std::string_view text() const { return {data_, size_}; }

 private:
  void let_go();

  const char* data_ = nullptr;
  std::size_t size_ = 0;
  bool is_there_ = false;
};

// Held by one process at a time, let go when it ends, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();
  bool held() const { return held_; }

 private:
  int descriptor_ = -1;
  bool held_ = false;
};

}  // namespace verilot
