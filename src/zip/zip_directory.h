// zip: what the end and the directory of an archive say.
#pragma once

#include <optional>
#include <string_view>

#include "zip/zip_reader.h"

namespace verilot {

// A number of the archive, its lowest byte first; 0 beyond the end.
std::uint64_t zip_number(std::string_view bytes, std::size_t at, int width);

struct ZipEnd {
  std::uint64_t at = 0;  // of the record in the bytes that were searched
  std::uint64_t count = 0, size = 0, offset = 0;
  bool last = false;   // nothing stands behind it
  bool large = false;  // another record has the numbers (ZIP64)
};

// In the last bytes of an archive.
std::optional<ZipEnd> find_zip_end(std::string_view tail);

// Where the record with large numbers is said to be, from the 20 bytes before the end.
std::optional<std::uint64_t> zip64_end_at(std::string_view locator);
// From that record; false where it is none.
bool read_zip64_end(std::string_view record, ZipEnd&);

// The next entry; the rest of the directory stays in `directory`.
std::optional<ZipEntry> next_zip_entry(std::string_view& directory);

}  // namespace verilot
