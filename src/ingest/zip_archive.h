// ingest: the files inside a ZIP archive, for workbooks.
//
//   ZipArchive archive(document.bytes);
//   std::optional<std::string> part = archive.read("xl/workbook.xml");
//   if (!part) report(archive.fault());
//
// The central directory decides what is inside; sizes that an entry claims are not believed.
// Entries are read one at a time by name, an archive inside the archive is bytes like any other.
//
// Errors: fault() says in words why the archive or the last entry asked for could not be read; ""
//         for an entry that is not there.
// Limits: 4,096 entries; 16 MB an entry and 64 MB in all once unpacked; an entry that grows more
//         than 200 times beyond its first MB is refused as a bomb.
// Source: PKWARE APPNOTE 6.3.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace verilot {

class ZipArchive {
 public:
  // The bytes must outlive it.
  explicit ZipArchive(std::string_view bytes);

  bool has(std::string_view name) const { return entries_.find(name) != entries_.end(); }
  std::optional<std::string> read(const std::string& name);
  const std::string& fault() const { return fault_; }

 private:
  struct Entry {
    std::uint32_t method = 0, flags = 0, checksum = 0;
    std::size_t packed = 0,
                header = 0;  // length of the packed bytes, where the local header begins
  };
  bool read_directory();
  std::optional<std::string_view> packed_bytes(const Entry&);
  std::optional<std::string> unpacked(std::string_view packed);
  std::nullopt_t fail(std::string message);
  std::uint32_t number(std::size_t at, int bytes) const;

  std::string_view bytes_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::size_t unpacked_in_all_ = 0;
  std::string fault_;
};

}  // namespace verilot
