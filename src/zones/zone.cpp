#include "zones/zone.h"

#include <algorithm>

namespace verilot {
namespace {

// The parts of a zone file, in order; a read past the end fails for good.
class Bytes {
 public:
  explicit Bytes(std::string_view rest) : rest_(rest) {}

  bool ok() const { return !failed_; }

  std::string_view take(std::size_t count) {
    if (count > rest_.size()) failed_ = true;
    if (failed_) return {};
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::int64_t integer(std::size_t octets) {
    std::uint64_t value = 0;
    const std::string_view taken = take(octets);
    for (const char c : taken) value = value << 8U | static_cast<unsigned char>(c);
    if (octets == 4) return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
    return static_cast<std::int64_t>(value);
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

struct Header {
  char version = '\0';
  std::size_t utc_marks = 0, standard_marks = 0, leaps = 0, times = 0, types = 0, letters = 0;

  std::size_t body(std::size_t time_size) const {
    return times * (time_size + 1) + types * 6 + letters + leaps * (time_size + 4) +
           standard_marks + utc_marks;
  }
};

constexpr std::size_t kMaxCount = 100'000;

std::optional<Header> read_header(Bytes& bytes) {
  Header header;
  if (bytes.take(4) != "TZif") return std::nullopt;
  const std::string_view version = bytes.take(16);
  for (std::size_t* count : {&header.utc_marks, &header.standard_marks, &header.leaps,
                             &header.times, &header.types, &header.letters}) {
    *count = static_cast<std::size_t>(static_cast<std::uint32_t>(bytes.integer(4)));
    if (*count > kMaxCount) return std::nullopt;
  }
  if (!bytes.ok() || header.types == 0) return std::nullopt;
  header.version = version.front();
  return header;
}

}  // namespace

std::optional<Zone> Zone::parse(std::string_view file) {
  Bytes bytes(file);
  std::optional<Header> header = read_header(bytes);
  // The first block has 32-bit times, for readers of old; the second is the whole truth.
  if (!header || header->version < '2') return std::nullopt;
  bytes.take(header->body(4));
  header = read_header(bytes);
  if (!header || header->leaps > 0) return std::nullopt;
  Zone zone;
  zone.changes_.resize(header->times);
  for (Change& change : zone.changes_) change.from = bytes.integer(8);
  const std::string_view indices = bytes.take(header->times);
  std::vector<std::int64_t> offsets;
  for (std::size_t i = 0; i < header->types; ++i) {
    offsets.push_back(bytes.integer(4));
    bytes.take(2);
  }
  bytes.take(header->letters + header->standard_marks + header->utc_marks);
  if (!bytes.ok()) return std::nullopt;
  zone.first_offset_ = offsets[0];
  for (std::size_t i = 0; i < header->times; ++i) {
    const auto type = static_cast<unsigned char>(indices[i]);
    if (type >= offsets.size()) return std::nullopt;
    zone.changes_[i].offset = offsets[type];
  }
  if (!std::ranges::is_sorted(zone.changes_, {}, &Change::from)) return std::nullopt;
  const std::string_view footer = bytes.rest();
  if (footer.size() > 2 && footer.front() == '\n' && footer.back() == '\n') {
    zone.afterwards_ = PosixRule::parse(footer.substr(1, footer.size() - 2));
  }
  return zone;
}

std::int64_t Zone::offset_at(std::int64_t seconds) const {
  const auto next = std::ranges::upper_bound(changes_, seconds, {}, &Change::from);
  if (next == changes_.end() && afterwards_) return afterwards_->offset_at(seconds);
  return next == changes_.begin() ? first_offset_ : (next - 1)->offset;
}

}  // namespace verilot
