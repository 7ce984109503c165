#include "zip/zip_directory.h"

#include <algorithm>

namespace verilot {

namespace {

constexpr std::size_t kEndSize = 22;
constexpr std::size_t kCentralSize = 46;
constexpr std::uint64_t kIn64 = 0xFFFFFFFF;  // the number stands in the extra field
constexpr std::uint64_t kUnix = 3;

// Numbers that do not fit 32 bits, in the order of the directory.
bool read_large_numbers(std::string_view extra, ZipEntry& entry) {
  while (extra.size() >= 4) {
    const std::uint64_t kind = zip_number(extra, 0, 2), length = zip_number(extra, 2, 2);
    if (length > extra.size() - 4) return false;
    if (kind == 1) {
      std::string_view field = extra.substr(4, length);
      for (std::uint64_t* value : {&entry.size, &entry.packed, &entry.header}) {
        if (*value != kIn64) continue;
        if (field.size() < 8) return false;
        *value = zip_number(field, 0, 8);
        field.remove_prefix(8);
      }
      return true;
    }
    extra.remove_prefix(4 + length);
  }
  return true;
}

}  // namespace

std::uint64_t zip_number(std::string_view bytes, std::size_t at, int width) {
  std::uint64_t value = 0;
  for (int i = 0; i < width; ++i) {
    const std::size_t place = at + static_cast<std::size_t>(i);
    if (place >= bytes.size()) return 0;
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[place])) << (8 * i);
  }
  return value;
}

std::optional<ZipEnd> find_zip_end(std::string_view tail) {
  const std::size_t at = tail.rfind("PK\x05\x06");
  if (at == std::string_view::npos || tail.size() - at < kEndSize) return std::nullopt;
  ZipEnd end;
  end.at = at;
  end.count = zip_number(tail, at + 10, 2);
  end.size = zip_number(tail, at + 12, 4);
  end.offset = zip_number(tail, at + 16, 4);
  end.last = at + kEndSize + zip_number(tail, at + 20, 2) == tail.size();
  end.large = end.count == 0xFFFF || end.size == kIn64 || end.offset == kIn64;
  return end;
}

std::optional<std::uint64_t> zip64_end_at(std::string_view locator) {
  if (locator.size() < 20 || !locator.starts_with("PK\x06\x07")) return std::nullopt;
  return zip_number(locator, 8, 8);
}

bool read_zip64_end(std::string_view record, ZipEnd& end) {
  if (record.size() < 56 || !record.starts_with("PK\x06\x06")) return false;
  end.count = zip_number(record, 32, 8);
  end.size = zip_number(record, 40, 8);
  end.offset = zip_number(record, 48, 8);
  return true;
}

std::optional<ZipEntry> next_zip_entry(std::string_view& directory) {
  if (directory.size() < kCentralSize || !directory.starts_with("PK\x01\x02")) return std::nullopt;
  const std::size_t name = zip_number(directory, 28, 2), extra = zip_number(directory, 30, 2);
  const std::size_t all = kCentralSize + name + extra + zip_number(directory, 32, 2);
  if (directory.size() < kCentralSize + name) return std::nullopt;
  ZipEntry entry;
  entry.name = directory.substr(kCentralSize, name);
  entry.flags = static_cast<std::uint32_t>(zip_number(directory, 8, 2));
  entry.method = static_cast<std::uint32_t>(zip_number(directory, 10, 2));
  entry.checksum = static_cast<std::uint32_t>(zip_number(directory, 16, 4));
  entry.packed = zip_number(directory, 20, 4);
  entry.size = zip_number(directory, 24, 4);
  entry.header = zip_number(directory, 42, 4);
  if (zip_number(directory, 5, 1) == kUnix)
    entry.mode = static_cast<std::uint32_t>(zip_number(directory, 40, 2));
  if (directory.size() < all) {
    directory = {};
    return entry;
  }
  if (!read_large_numbers(directory.substr(kCentralSize + name, extra), entry)) return std::nullopt;
  directory.remove_prefix(all);
  return entry;
}

}  // namespace verilot
