// The paths that the rules of a plan read, each once, as a tree; and the tables their values go to.
//
// Table 0 is the record and has one row. Every list whose elements are read has a table of its own
// with one row for an element, and a column for each path below it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "plan/cell.h"

namespace verilot::plan {

using FieldId = std::uint32_t;
using TableId = std::uint32_t;
inline constexpr std::uint32_t kNone = UINT32_MAX;

// Eight bytes of a text of n - 8 further bytes; eight entries on, of one of n.
constexpr std::uint64_t first_bytes(int count) {
  return count <= 0 ? 0 : count >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * count) - 1;
}
inline constexpr auto kByteMasks = [] {
  std::array<std::uint64_t, 25> masks{};
  for (int i = 0; i < 25; ++i) masks[static_cast<std::size_t>(i)] = first_bytes(i - 8);
  return masks;
}();

// A text by its first sixteen bytes: equal where it is no longer and these are. Made without a
// branch on the length, which no processor could foresee.
struct ShortText {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  std::uint32_t size = 0;

  ShortText() = default;
  // Sixteen bytes from the start of the text must be readable.
  explicit ShortText(std::string_view text) : size(static_cast<std::uint32_t>(text.size())) {
    std::memcpy(&head, text.data(), 8);
    std::memcpy(&tail, text.data() + 8, 8);
    const std::uint64_t* mask = kByteMasks.data() + std::min<std::uint32_t>(size, 16);
    head &= mask[8];
    tail &= mask[0];
  }
  // Of any text.
  static ShortText copied(std::string_view text) {
    char bytes[16] = {};
    std::memcpy(bytes, text.data(), std::min<std::size_t>(text.size(), 16));
    return ShortText({bytes, text.size()});
  }
  // The upper bits depend on all of the text's words.
  std::uint64_t hash(std::uint64_t multiplier) const {
    return (head ^ (tail * 0xC2B2AE3D27D4EB4Fu) ^ size) * multiplier;
  }
  bool is(const ShortText& other) const {
    return ((head ^ other.head) | (tail ^ other.tail) | (size ^ other.size)) == 0;
  }
};

// Numbers of texts: the keys of an object, or the constants of a column.
class TextTable {
 public:
  void add(std::string_view text, std::uint32_t number);  // the text must outlive this
  // The number, or `none`.
  std::uint32_t find(const ShortText& wanted, std::string_view text, std::uint32_t none) const {
    if (entries_.empty()) return none;
    std::size_t at = wanted.hash(multiplier_) >> shift_;
    for (std::size_t left = longest_; left > 0; --left, at = (at + 1) & mask_) {
      const Entry& entry = entries_[at];
      if (entry.key.is(wanted) && (wanted.size <= 16 || same(entry, text)) && entry.text != nullptr)
        return entry.number;
    }
    return none;
  }

 private:
  struct Entry {
    ShortText key;
    std::uint32_t number = 0;
    const char* text = nullptr;  // nullptr is free
  };
  static bool same(const Entry& entry, std::string_view text);
  void insert(const Entry& entry);
  void build(std::size_t buckets, std::uint64_t multiplier);
  std::vector<Entry> added_;
  std::vector<Entry> entries_;  // by hash; the next free one where two have the same
  std::size_t longest_ = 0;     // that a search has to look at: 1 where no two have the same
  std::size_t mask_ = 0;
  std::uint64_t multiplier_ = 0;
  int shift_ = 0;
};

// The text constants that a column is compared with. Symbol 0 is every other text.
class Symbols {
 public:
  // The number of `text`, which must outlive this; the same for the same text.
  std::uint16_t add(std::string_view text);
  // Sixteen bytes from the start of the text must be readable.
  std::uint16_t find(std::string_view text) const {
    return static_cast<std::uint16_t>(table_.find(ShortText(text), text, 0));
  }
  std::size_t size() const { return size_; }
  // Past this many constants a column has no further symbols and texts are compared.
  static constexpr std::size_t kMost = 60'000;

 private:
  TextTable table_;
  std::size_t size_ = 0;
};

struct Field {
  TableId table = 0;
  std::uint32_t column = 0;
  TableId elements = kNone;  // where the rows of a list go
  FieldId parent = kNone;
  std::string_view name;  // the key of a member
  bool has_children = false;
  bool has_below = false;
  bool has_symbols = false;
  TextTable keys;  // of the members of an object
  Symbols symbols;
  std::vector<FieldId> children;
  std::vector<std::uint32_t> below;  // columns of all fields under this one in the same table
};

struct Table {
  TableId parent = kNone;
  FieldId list = kNone;  // that the rows are the elements of
  FieldId element = 0;   // the field of a row as a whole: column 0
  std::uint32_t columns = 0;
  std::vector<FieldId> lists;  // fields of this table whose elements have a table
};

class Fields {
 public:
  Fields();

  static constexpr FieldId kRecord = 0;
  FieldId member(FieldId object, std::string_view key);
  FieldId element(FieldId list);
  // After the last member() and element(): prepares the search for keys.
  void finish();

  Field& at(FieldId id) { return fields_[id]; }
  const Field& at(FieldId id) const { return fields_[id]; }
  const Table& table(TableId id) const { return tables_[id]; }
  FieldId id_of(const Field& field) const { return static_cast<FieldId>(&field - fields_.data()); }
  std::size_t size() const { return fields_.size(); }
  std::size_t tables() const { return tables_.size(); }

 private:
  FieldId add(FieldId parent, TableId table);
  std::deque<std::string> keys_;
  std::vector<Field> fields_;
  std::vector<Table> tables_;
};

}  // namespace verilot::plan
