#include "zip/zip_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "zip/zip_directory.h"

namespace verilot {

namespace {

constexpr std::uint64_t kMostTail = 22 + 65'535;  // the end with the longest comment
constexpr std::uint64_t kMostDirectory = std::uint64_t{1} << 30;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kPiece = 64u << 10;
constexpr std::uint32_t kEncrypted = 1;
constexpr std::uint32_t kStored = 0;
constexpr std::uint32_t kDeflated = 8;
constexpr std::size_t kMostName = 1'000;

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

// The checksum and the length of what went by.
struct Sum {
  uLong checksum = ::crc32(0, nullptr, 0);
  std::uint64_t size = 0;
  void add(std::string_view piece) {
    checksum = ::crc32(checksum, reinterpret_cast<const Bytef*>(piece.data()),
                       static_cast<uInt>(piece.size()));
    size += piece.size();
  }
};

bool is_link(const ZipEntry& entry) {
  const std::uint32_t kind = entry.mode & S_IFMT;
  return kind != 0 && kind != S_IFREG && kind != S_IFDIR;
}

}  // namespace

// Bytes in memory, or a file.
class ZipReader::Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes), size_(bytes.size()) {}
  explicit Source(const std::string& path) {
    file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about {};
    if (file_ < 0 || ::fstat(file_, &about) != 0 || !S_ISREG(about.st_mode)) return;
    size_ = static_cast<std::uint64_t>(about.st_size);
    readable_ = true;
  }
  ~Source() {
    if (file_ >= 0) ::close(file_);
  }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  bool readable() const { return file_ < 0 ? bytes_.data() != nullptr : readable_; }
  std::uint64_t size() const { return size_; }

  // Fewer bytes than asked for at the end, or where the file became shorter.
  std::string read(std::uint64_t at, std::uint64_t count) const {
    if (at >= size_) return {};
    count = std::min(count, size_ - at);
    if (file_ < 0) return std::string(bytes_.substr(at, count));
    std::string piece(count, '\0');
    std::size_t got = 0;
    while (got < piece.size()) {
      const ssize_t some =
          ::pread(file_, piece.data() + got, piece.size() - got, static_cast<off_t>(at + got));
      if (some <= 0) break;
      got += static_cast<std::size_t>(some);
    }
    piece.resize(got);
    return piece;
  }

 private:
  std::string_view bytes_;
  int file_ = -1;
  bool readable_ = false;
  std::uint64_t size_ = 0;
};

bool is_inside(std::string_view name) {
  if (name.empty() || name.size() > kMostName || name.front() == '/') return false;
  if (name.ends_with('/')) name.remove_suffix(1);
  const auto unfit = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7F' || c == '\\' || c == ':';
  };
  if (std::ranges::any_of(name, unfit)) return false;
  while (true) {
    const std::size_t end = std::min(name.find('/'), name.size());
    const std::string_view part = name.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == name.size()) return true;
    name.remove_prefix(end + 1);
  }
}

ZipReader::ZipReader(std::unique_ptr<Source> source, const ZipLimits& limits)
    : source_(std::move(source)), limits_(limits) {
  read_directory();
}

ZipReader::ZipReader(std::string_view bytes, const ZipLimits& limits)
    : ZipReader(std::make_unique<Source>(bytes), limits) {}

ZipReader ZipReader::of_file(const std::string& path, const ZipLimits& limits) {
  return ZipReader(std::make_unique<Source>(path), limits);
}

ZipReader::~ZipReader() = default;
ZipReader::ZipReader(ZipReader&&) noexcept = default;

std::uint64_t ZipReader::bytes() const { return source_->size(); }

bool ZipReader::fail(ZipFault fault, const std::string& at) {
  fault_ = fault;
  fault_at_ = at;
  return false;
}

void ZipReader::read_directory() {
  if (!source_->readable()) return void(fail(ZipFault::unreadable));
  const std::uint64_t tail_at = source_->size() > kMostTail ? source_->size() - kMostTail : 0;
  const std::string tail = source_->read(tail_at, kMostTail);
  std::optional<ZipEnd> end = find_zip_end(tail);
  if (!end) {
    const bool begins = source_->read(0, 4) == "PK\x03\x04";
    return void(fail(begins ? ZipFault::cut_off : ZipFault::damaged));
  }
  std::uint64_t end_at = tail_at + end->at;
  if (end->large && end_at >= 20) {
    if (const auto at = zip64_end_at(source_->read(end_at - 20, 20))) {
      if (!read_zip64_end(source_->read(*at, 56), *end)) return void(fail(ZipFault::damaged));
      end_at = *at;
    }
  }
  if (limits_.exact && !end->last) return void(fail(ZipFault::damaged));
  if (limits_.exact && end->count > limits_.entries) return void(fail(ZipFault::too_many));
  // An offset beyond the end leaves nothing to read, which is a fault where entries are promised.
  const std::uint64_t room = end_at > end->offset ? end_at - end->offset : 0;
  if (room > kMostDirectory) return void(fail(ZipFault::too_large));
  if (!read_entries(source_->read(end->offset, room), end->count))
    return void(fail(ZipFault::damaged));
  for (std::size_t i = 0; i < entries_.size(); ++i) by_name_.try_emplace(entries_[i].name, i);
  if (limits_.exact) check_exact(end->offset);
}

bool ZipReader::read_entries(std::string_view directory, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count && entries_.size() < limits_.entries; ++i) {
    std::optional<ZipEntry> entry = next_zip_entry(directory);
    if (!entry) return false;
    if (!limits_.exact) std::ranges::replace(entry->name, '\\', '/');
    entries_.push_back(std::move(*entry));
  }
  return !limits_.exact || directory.empty();
}

void ZipReader::check_exact(std::uint64_t directory_at) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const ZipEntry& entry = entries_[i];
    if (!is_inside(entry.name)) return void(fail(ZipFault::name, entry.name));
    if (is_link(entry)) return void(fail(ZipFault::link, entry.name));
    if (by_name_.find(entry.name)->second != i) return void(fail(ZipFault::twice, entry.name));
    if (entry.size > limits_.entry_bytes) return void(fail(ZipFault::too_large, entry.name));
    all += entry.size;
    if (all > limits_.all_bytes) return void(fail(ZipFault::bomb, entry.name));
  }
  std::vector<std::size_t> order(entries_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return entries_[i].header; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ZipEntry& entry = entries_[order[i]];
    const std::uint64_t next = i + 1 < order.size() ? entries_[order[i + 1]].header : directory_at;
    const std::uint64_t least = kLocalSize + entry.name.size();
    if (next < entry.header || next - entry.header < least ||
        next - entry.header - least < entry.packed)
      return void(fail(ZipFault::overlapping, entry.name));
  }
}

const ZipEntry* ZipReader::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &entries_[found->second];
}

std::optional<std::string> ZipReader::read(std::string_view name) {
  fail(ZipFault::none);
  const ZipEntry* entry = find(name);
  if (entry == nullptr) return std::nullopt;
  std::string text;
  if (!read(*entry, [&](std::string_view piece) { text += piece; })) return std::nullopt;
  return text;
}

bool ZipReader::read(const ZipEntry& entry, const Take& take) {
  fail(ZipFault::none);
  if ((entry.flags & kEncrypted) != 0) return fail(ZipFault::encrypted, entry.name);
  if (entry.method != kStored && entry.method != kDeflated)
    return fail(ZipFault::method, entry.name);
  std::uint64_t start = 0;
  if (!check_local_header(entry, source_->read(entry.header, kLocalSize), start))
    return fail(ZipFault::damaged, entry.name);
  Sum sum;
  const Take both = [&](std::string_view piece) {
    sum.add(piece);
    take(piece);
  };
  if (!(entry.method == kDeflated ? inflate(entry, start, both) : copy(entry, start, both)))
    return false;
  if (sum.checksum != entry.checksum || (limits_.exact && sum.size != entry.size))
    return fail(ZipFault::damaged, entry.name);
  if (!limits_.exact) unpacked_in_all_ += sum.size;
  return true;
}

bool ZipReader::check_local_header(const ZipEntry& entry, const std::string& header,
                                   std::uint64_t& start) {
  if (header.size() < kLocalSize || !header.starts_with("PK\x03\x04")) return false;
  const std::uint64_t name = zip_number(header, 26, 2);
  start = entry.header + kLocalSize + name + zip_number(header, 28, 2);
  if (start > source_->size() || entry.packed > source_->size() - start) return false;
  return !limits_.exact || source_->read(entry.header + kLocalSize, name) == entry.name;
}

bool ZipReader::copy(const ZipEntry& entry, std::uint64_t start, const Take& take) {
  if (entry.packed > std::min(limits_.entry_bytes, limits_.all_bytes - unpacked_in_all_))
    return fail(ZipFault::too_large, entry.name);
  for (std::uint64_t done = 0; done < entry.packed;) {
    const std::string piece =
        source_->read(start + done, std::min<std::uint64_t>(kPiece, entry.packed - done));
    if (piece.empty()) return fail(ZipFault::damaged, entry.name);
    take(piece);
    done += piece.size();
  }
  return true;
}

bool ZipReader::inflate(const ZipEntry& entry, std::uint64_t start, const Take& take) {
  Inflater inflater;
  if (!inflater.ready()) return fail(ZipFault::unreadable, entry.name);
  z_stream& stream = inflater.stream();
  std::array<char, kPiece> piece;
  std::string packed;
  std::uint64_t read = 0, size = 0;
  std::uint64_t most = std::min(limits_.entry_bytes, limits_.all_bytes - unpacked_in_all_);
  for (int status = Z_OK; status != Z_STREAM_END;) {
    if (stream.avail_in == 0) {
      packed = source_->read(start + read, std::min<std::uint64_t>(kPiece, entry.packed - read));
      read += packed.size();
      stream.next_in = reinterpret_cast<Bytef*>(packed.data());
      stream.avail_in = static_cast<uInt>(packed.size());
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = ::inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) return fail(ZipFault::damaged, entry.name);
    const std::string_view out(piece.data(), piece.size() - stream.avail_out);
    size += out.size();
    if (size > most) return fail(ZipFault::too_large, entry.name);
    if (size > limits_.free_bytes && size / limits_.growth > entry.packed)
      return fail(ZipFault::bomb, entry.name);
    take(out);
  }
  return true;
}

}  // namespace verilot
