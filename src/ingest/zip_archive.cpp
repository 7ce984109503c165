#include "ingest/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace verilot {
namespace {

constexpr std::size_t kMaxEntries = 4'096;
constexpr std::size_t kMaxEntryBytes = 16u << 20;
constexpr std::size_t kMaxAllBytes = 64u << 20;
constexpr std::size_t kFreeBytes = 1u << 20;  // an entry may grow to this from nothing
constexpr std::size_t kMaxGrowth = 200;

constexpr std::size_t kEndSize = 22;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kMaxComment = 65'535;
constexpr std::uint32_t kEncrypted = 1;
constexpr std::uint32_t kStored = 0;
constexpr std::uint32_t kDeflated = 8;

// A zlib stream that inflates bytes without a zlib header.
class Inflater {
 public:
  Inflater() { ready_ = ::inflateInit2(&stream_, -MAX_WBITS) == Z_OK; }
  ~Inflater() {
    if (ready_) ::inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_ = {};
  bool ready_ = false;
};

}  // namespace

ZipArchive::ZipArchive(std::string_view bytes) : bytes_(bytes) {
  if (!read_directory()) fail("is a damaged ZIP archive; ask for the file again");
}

std::uint32_t ZipArchive::number(std::size_t at, int bytes) const {
  std::uint32_t value = 0;
  for (int i = 0; i < bytes; ++i) {
    const std::size_t place = at + static_cast<std::size_t>(i);
    if (place >= bytes_.size()) return 0;
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[place])) << (8 * i);
  }
  return value;
}

std::nullopt_t ZipArchive::fail(std::string message) {
  fault_ = std::move(message);
  return std::nullopt;
}

bool ZipArchive::read_directory() {
  const std::size_t from =
      bytes_.size() > kEndSize + kMaxComment ? bytes_.size() - kEndSize - kMaxComment : 0;
  const std::size_t end = bytes_.rfind("PK\x05\x06");
  if (end == std::string_view::npos || end < from) return false;
  std::size_t at = number(end + 16, 4);
  const std::size_t count = number(end + 10, 2);
  for (std::size_t i = 0; i < count && entries_.size() < kMaxEntries; ++i) {
    if (at >= bytes_.size() || bytes_.substr(at, 4) != "PK\x01\x02") return false;
    const std::size_t length = number(at + 28, 2);
    if (at + kCentralSize + length > bytes_.size()) return false;
    std::string name(bytes_.substr(at + kCentralSize, length));
    std::ranges::replace(name, '\\', '/');
    entries_.try_emplace(std::move(name),
                         Entry{number(at + 10, 2), number(at + 8, 2), number(at + 16, 4),
                               number(at + 20, 4), number(at + 42, 4)});
    at += kCentralSize + length + number(at + 30, 2) + number(at + 32, 2);
  }
  return true;
}

std::optional<std::string_view> ZipArchive::packed_bytes(const Entry& entry) {
  const bool header =
      entry.header + kLocalSize <= bytes_.size() && bytes_.substr(entry.header, 4) == "PK\x03\x04";
  const std::size_t start =
      entry.header + kLocalSize + number(entry.header + 26, 2) + number(entry.header + 28, 2);
  if (!header || start > bytes_.size() || entry.packed > bytes_.size() - start)
    return fail("is a damaged ZIP archive; ask for the file again");
  return bytes_.substr(start, entry.packed);
}

std::optional<std::string> ZipArchive::unpacked(std::string_view packed) {
  Inflater inflater;
  if (!inflater.ready()) return fail("cannot be unpacked: no memory is left");
  z_stream& stream = inflater.stream();
  std::array<char, 64u << 10> piece;
  // zlib does not write through next_in; its type predates const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  const std::size_t most = std::min(kMaxEntryBytes, kMaxAllBytes - unpacked_in_all_);
  std::string text;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = ::inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END)
      return fail("is a damaged ZIP archive; ask for the file again");
    text.append(piece.data(), piece.size() - stream.avail_out);
    if (text.size() > most)
      return fail("unpacks to more than is read: a file this size is no certificate");
    if (text.size() > kFreeBytes && text.size() / kMaxGrowth > packed.size())
      return fail("unpacks to more than 200 times its size: a ZIP bomb, which is not read");
  }
  return text;
}

std::optional<std::string> ZipArchive::read(const std::string& name) {
  fault_.clear();
  const auto found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  const Entry& entry = found->second;
  if ((entry.flags & kEncrypted) != 0)
    return fail("is protected by a password; save it without one");
  if (entry.method != kStored && entry.method != kDeflated)
    return fail("is packed by a method that is not read; save it again as .xlsx");
  const auto packed = packed_bytes(entry);
  if (!packed) return std::nullopt;
  std::optional<std::string> text;
  if (entry.method == kDeflated)
    text = unpacked(*packed);
  else if (packed->size() <= std::min(kMaxEntryBytes, kMaxAllBytes - unpacked_in_all_))
    text = std::string(*packed);
  else
    return fail("unpacks to more than is read: a file this size is no certificate");
  if (!text) return std::nullopt;
  const auto sum =
      ::crc32(0, reinterpret_cast<const Bytef*>(text->data()), static_cast<uInt>(text->size()));
  if (sum != entry.checksum) return fail("is a damaged ZIP archive; ask for the file again");
  unpacked_in_all_ += text->size();
  return text;
}

}  // namespace verilot
