// The paths that the rules of a plan read, each once, as a tree; and the tables their values go to.
//
// Table 0 is the record and has one row. Every list whose elements are read has a table of its own
// with one row for an element, and a column for each path below it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plan/cell.h"

namespace verilot::plan {

using FieldId = std::uint32_t;
using TableId = std::uint32_t;
inline constexpr std::uint32_t kNone = UINT32_MAX;

// The text constants that a column is compared with. Symbol 0 is every other text.
class Symbols {
 public:
  // The number of `text`, which must outlive this; the same for the same text.
  std::uint16_t add(std::string_view text);
  std::uint16_t find(std::string_view text) const;
  std::size_t size() const { return texts_.size(); }
  // Past this many constants a column has no further symbols and texts are compared.
  static constexpr std::size_t kMost = 60'000;

 private:
  void rehash();
  std::vector<std::string_view> texts_;
  std::vector<std::uint16_t> buckets_;
};

struct Field {
  std::string key;
  FieldId parent = kNone;
  TableId table = 0;
  std::uint32_t column = 0;
  TableId elements = kNone;          // where the rows of a list go
  std::vector<FieldId> children;     // the members of an object
  std::vector<FieldId> buckets;      // of children, by hash of their key; kNone is free
  std::vector<std::uint32_t> below;  // columns of all fields under this one in the same table
  Symbols symbols;
};

struct Table {
  TableId parent = kNone;
  FieldId element = 0;  // the field of a row as a whole: column 0
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
  std::size_t tables() const { return tables_.size(); }

  // The child with that key, or kNone.
  FieldId find(const Field& object, std::string_view key) const;

 private:
  FieldId add(FieldId parent, TableId table, std::string_view key);
  std::vector<Field> fields_;
  std::vector<Table> tables_;
};

// A hash of short texts: their length, first and last bytes.
std::uint32_t text_hash(std::string_view text);

}  // namespace verilot::plan
