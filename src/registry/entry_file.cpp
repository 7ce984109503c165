// The layout, every number of 8 bytes and at a multiple of 8:
//   head     magic, checksum of all that follows, entries, identifier places, name places, bytes of
//            the entries
//   entries  one after the other, numbers and texts as variable-length numbers and bytes
//   offsets  of every entry, and one more for the end
//   places   (hash, entry), sorted: of identifiers, then of names
#include "registry/entry_file.h"

#include <algorithm>
#include <cstring>

namespace verilot {

namespace {

constexpr char kMagic[9] = "VREGENT2";
constexpr std::size_t kHeadNumbers = 6, kNumber = 8;

struct Place {
  std::uint64_t hash = 0, entry = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kPrime;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = text.size() * kPrime;
  for (std::size_t i = 0; i < text.size(); i += kNumber) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, std::min(kNumber, text.size() - i));
    hash = mixed(hash, word);
  }
  return hash;
}

std::uint64_t identifier_hash(std::string_view kind, std::string_view plain) {
  return mixed(hash_of(kind), hash_of(plain));
}

void put_number(std::string& out, std::uint64_t number) {
  out.append(reinterpret_cast<const char*>(&number), kNumber);
}

class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    out_.append(value);
  }
  void texts(const std::vector<std::string>& list) {
    number(list.size());
    for (const std::string& one : list) text(one);
  }
  void texts(const NamedTexts& list) {
    number(list.size());
    for (const auto& [name, value] : list) {
      text(name);
      text(value);
    }
  }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= std::uint64_t(byte & 0x7F) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string text() {
    const std::size_t length = std::min<std::uint64_t>(number(), bytes_.size());
    std::string value(bytes_.substr(0, length));
    bytes_.remove_prefix(length);
    return value;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> list;
    for (std::uint64_t left = number(); left > 0 && !bytes_.empty(); --left) list.push_back(text());
    return list;
  }
  NamedTexts named_texts() {
    NamedTexts list;
    for (std::uint64_t left = number(); left > 0 && !bytes_.empty(); --left) {
      std::string name = text();
      list.emplace_back(std::move(name), text());
    }
    return list;
  }

 private:
  std::string_view bytes_;
};

void pack(const RegisterEntry& entry, std::string& out) {
  Packer packer(out);
  for (const std::string* text :
       {&entry.kind, &entry.key, &entry.name, &entry.country, &entry.status, &entry.until})
    packer.text(*text);
  packer.number(static_cast<std::uint64_t>(entry.standing));
  packer.texts(entry.aliases);
  packer.texts(entry.addresses);
  packer.texts(entry.identifiers);
  packer.texts(entry.dates);
  packer.texts(entry.details);
}

RegisterEntry unpack(std::string_view bytes) {
  Unpacker packed(bytes);
  RegisterEntry entry;
  for (std::string* text :
       {&entry.kind, &entry.key, &entry.name, &entry.country, &entry.status, &entry.until})
    *text = packed.text();
  entry.standing = static_cast<Standing>(
      std::min<std::uint64_t>(packed.number(), std::uint64_t(Standing::against)));
  entry.aliases = packed.texts();
  entry.addresses = packed.texts();
  entry.identifiers = packed.named_texts();
  entry.dates = packed.named_texts();
  entry.details = packed.named_texts();
  return entry;
}

void put_places(std::string& out, std::vector<Place>& places) {
  std::ranges::sort(places);
  const auto same = std::ranges::unique(places);
  places.erase(same.begin(), same.end());
  for (const Place& place : places) {
    put_number(out, place.hash);
    put_number(out, place.entry);
  }
}

void add_places(const RegisterEntry& entry, std::uint64_t number, const NameFold& fold,
                std::vector<Place>& identifiers, std::vector<Place>& names) {
  for (const auto& [kind, plain] : entry.identifiers)
    identifiers.push_back({identifier_hash(kind, plain), number});
  names.push_back({hash_of(fold.folded(entry.name)), number});
  for (const std::string& alias : entry.aliases)
    names.push_back({hash_of(fold.folded(alias)), number});
}

std::uint64_t number_at(std::string_view bytes, std::uint64_t at) {
  std::uint64_t number = 0;
  if (at <= bytes.size() && bytes.size() - at >= kNumber)
    std::memcpy(&number, bytes.data() + at, kNumber);
  return number;
}

}  // namespace

std::string pack_entries(const std::vector<RegisterEntry>& entries, const NameFold& fold) {
  std::string body, offsets, places;
  std::vector<Place> identifiers, names;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    put_number(offsets, body.size());
    pack(entries[i], body);
    add_places(entries[i], i, fold, identifiers, names);
  }
  put_number(offsets, body.size());
  body.resize((body.size() + kNumber - 1) / kNumber * kNumber);
  put_places(places, identifiers);
  put_places(places, names);
  std::string rest;
  for (const std::size_t number : {entries.size(), identifiers.size(), names.size(), body.size()})
    put_number(rest, number);
  rest += body + offsets + places;
  std::string file(kMagic, kNumber);
  put_number(file, hash_of(rest));
  return file + rest;
}

EntryFile::EntryFile(const std::string& path) : file_(path) { sound_ = read_head(); }

EntryFile EntryFile::of_bytes(std::string packed) {
  EntryFile file;
  file.own_ = std::move(packed);
  file.sound_ = file.read_head();
  return file;
}

bool EntryFile::read_head() {
  const std::string_view bytes = this->bytes();
  if (bytes.size() < kHeadNumbers * kNumber || !bytes.starts_with(kMagic)) return false;
  if (number_at(bytes, kNumber) != hash_of(bytes.substr(2 * kNumber))) return false;
  const std::uint64_t entries = number_at(bytes, 2 * kNumber);
  const std::uint64_t body = number_at(bytes, 5 * kNumber);
  if (entries > UINT32_MAX || body > bytes.size()) return false;
  entries_ = static_cast<std::uint32_t>(entries);
  offsets_ = {kHeadNumbers * kNumber + body, entries + 1};
  identifiers_ = {offsets_.begin + offsets_.count * kNumber, number_at(bytes, 3 * kNumber)};
  names_ = {identifiers_.begin + identifiers_.count * 2 * kNumber, number_at(bytes, 4 * kNumber)};
  return names_.begin + names_.count * 2 * kNumber == bytes.size();
}

RegisterEntry EntryFile::entry(std::uint32_t i) const {
  if (i >= entries_) return {};
  const std::string_view bytes = this->bytes();
  const std::uint64_t from = number_at(bytes, offsets_.begin + i * kNumber);
  const std::uint64_t to = number_at(bytes, offsets_.begin + (i + 1ULL) * kNumber);
  const std::string_view body =
      bytes.substr(kHeadNumbers * kNumber, offsets_.begin - kHeadNumbers * kNumber);
  return from <= to && to <= body.size() ? unpack(body.substr(from, to - from)) : RegisterEntry{};
}

std::vector<std::uint32_t> EntryFile::candidates(const Places& places, std::uint64_t hash) const {
  const std::string_view bytes = this->bytes();
  const auto hash_at = [&](std::uint64_t i) {
    return number_at(bytes, places.begin + i * 2 * kNumber);
  };
  std::uint64_t low = 0, high = places.count;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (hash_at(middle) < hash)
      low = middle + 1;
    else
      high = middle;
  }
  std::vector<std::uint32_t> found;
  for (; low < places.count && hash_at(low) == hash; ++low)
    found.push_back(
        static_cast<std::uint32_t>(number_at(bytes, places.begin + low * 2 * kNumber + kNumber)));
  return found;
}

std::vector<std::uint32_t> EntryFile::with_identifier(std::string_view kind,
                                                      std::string_view plain) const {
  std::vector<std::uint32_t> found = candidates(identifiers_, identifier_hash(kind, plain));
  std::erase_if(found, [&](std::uint32_t i) {
    return std::ranges::none_of(entry(i).identifiers, [&](const auto& one) {
      return one.first == kind && one.second == plain;
    });
  });
  return found;
}

std::vector<std::uint32_t> EntryFile::with_name(std::string_view folded,
                                                const NameFold& fold) const {
  if (folded.empty()) return {};
  std::vector<std::uint32_t> found = candidates(names_, hash_of(folded));
  std::erase_if(found, [&](std::uint32_t i) {
    const RegisterEntry one = entry(i);
    return fold.folded(one.name) != folded &&
           std::ranges::none_of(
               one.aliases, [&](const std::string& alias) { return fold.folded(alias) == folded; });
  });
  return found;
}

}  // namespace verilot
