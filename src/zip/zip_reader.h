// zip: the files inside a ZIP archive, whoever made it.
//
//   ZipReader archive(document.bytes, {});                 // bytes that outlive it
//   std::optional<std::string> part = archive.read("xl/workbook.xml");
//   if (!part) tell(archive.fault());
//
//   ZipReader bundle = ZipReader::of_file("bundle.zip", limits);   // read piece by piece
//   bundle.read(entry, [&](std::string_view piece) { hash(piece); });
//
// The central directory decides what is inside; sizes that an entry claims are not believed.
// Entries are read one at a time, an archive inside the archive is bytes like any other.
//
// Errors: fault() says why the archive or the last entry asked for could not be read; none for an
//         entry that is not there. fault_at() names the entry, "" for the archive.
// Limits: those of ZipLimits. With `exact` nothing may be said twice or in two ways: no two entries
//         of a name or over the same bytes, no links, no names that leave the folder, sizes and
//         names as the directory has them, nothing behind the end.
// Source: PKWARE APPNOTE 6.3.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

struct ZipLimits {
  std::size_t entries = 4'096;  // not exact: those above are left out
  std::uint64_t entry_bytes = 16u << 20;
  std::uint64_t all_bytes = 64u << 20;  // unpacked
  // An entry that grows more often than that beyond its first `free_bytes` is a bomb.
  std::uint64_t growth = 200;
  std::uint64_t free_bytes = 1u << 20;
  bool exact = false;
};

enum class ZipFault {
  none,
  unreadable,  // the file itself
  cut_off,     // begins like an archive and has no end
  damaged,
  too_many,
  encrypted,
  method,  // a way of packing that is not read
  too_large,
  bomb,
  twice,
  overlapping,
  link,
  name,
};

struct ZipEntry {
  std::string name;
  std::uint64_t packed = 0, size = 0, header = 0;
  std::uint32_t method = 0, flags = 0, checksum = 0, mode = 0;
  bool is_folder() const { return name.ends_with('/'); }
};

// Whether a name stays below the folder it is unpacked to, on any system: parts of letters, with
// '/' between them, and none of them "." or "..".
bool is_inside(std::string_view name);

class ZipReader {
 public:
  using Take = std::function<void(std::string_view)>;

  // The bytes must outlive it.
  ZipReader(std::string_view bytes, const ZipLimits&);
  static ZipReader of_file(const std::string& path, const ZipLimits&);
  ~ZipReader();
  ZipReader(ZipReader&&) noexcept;

  bool has(std::string_view name) const { return by_name_.find(name) != by_name_.end(); }
  const ZipEntry* find(std::string_view name) const;
  const std::vector<ZipEntry>& entries() const { return entries_; }  // as the directory has them

  std::optional<std::string> read(std::string_view name);
  // In pieces; false, with a fault, where it could not be read to its end.
  bool read(const ZipEntry&, const Take&);

  ZipFault fault() const { return fault_; }
  const std::string& fault_at() const { return fault_at_; }
  std::uint64_t bytes() const;  // of the archive

 private:
  class Source;
  ZipReader(std::unique_ptr<Source>, const ZipLimits&);
  void read_directory();
  bool read_entries(std::string_view directory, std::uint64_t count);
  void check_exact(std::uint64_t directory_at);
  bool check_local_header(const ZipEntry&, const std::string& header, std::uint64_t& start);
  bool copy(const ZipEntry&, std::uint64_t start, const Take&);
  bool inflate(const ZipEntry&, std::uint64_t start, const Take&);
  bool fail(ZipFault, const std::string& at = "");

  std::unique_ptr<Source> source_;
  ZipLimits limits_;
  std::vector<ZipEntry> entries_;
  std::map<std::string_view, std::size_t, std::less<>> by_name_;
  std::uint64_t unpacked_in_all_ = 0;
  ZipFault fault_ = ZipFault::none;
  std::string fault_at_;
};

}  // namespace verilot
