// One value inside a plan: 16 bytes, trivially copied, nothing owned.
//
// Text points into the record, into the plan's constants or into the scratch of the evaluation;
// containers are named by where they stand in the record's index. What a function made and does
// not fit here is a box: the index of a cel::Value kept until the next record.
#pragma once

#include <cstdint>
#include <string_view>

namespace verilot::plan {

// The first four are the states of a condition, in the order that the tables of states use.
enum class Tag : std::uint8_t {
  no,
  yes,
  unknown,
  error,
  null,
  integer,
  unsigned_integer,
  real,
  text,
  timestamp,
  duration,
  list,
  map,
  box,
};

struct ContainerPlace {
  std::uint32_t index;  // of a container: its place among the structural characters
  std::uint32_t first;  // of a list: the first of its rows in its table
};

struct Cell {
  Tag tag = Tag::unknown;
  std::uint16_t symbol = 0;  // of text in a column with symbols: which one; 0 for none of them
  std::uint32_t length = 0;  // of text bytes, of a list elements, of a timestamp nanoseconds
  union {
    std::int64_t integer = 0;  // also seconds of a timestamp, nanoseconds of a duration
    std::uint64_t bits;        // also the index of a box
    double real;
    const char* text;
    ContainerPlace place;
  };

  std::string_view view() const { return {text, length}; }
  bool is_value() const { return tag != Tag::unknown && tag != Tag::error; }
  bool is_boolean() const { return tag <= Tag::yes; }
  bool is_number() const { return tag >= Tag::integer && tag <= Tag::real; }
  // A value that only the tree-walking evaluator can look into.
  bool is_container() const { return tag >= Tag::list; }
};

inline Cell cell_of(Tag tag) {
  Cell cell;
  cell.tag = tag;
  return cell;
}
inline Cell boolean_cell(bool value) { return cell_of(value ? Tag::yes : Tag::no); }
inline Cell integer_cell(std::int64_t value) {
  Cell cell = cell_of(Tag::integer);
  cell.integer = value;
  return cell;
}
inline Cell real_cell(double value) {
  Cell cell = cell_of(Tag::real);
  cell.real = value;
  return cell;
}
inline Cell text_cell(std::string_view text) {
  Cell cell = cell_of(Tag::text);
  cell.length = static_cast<std::uint32_t>(text.size());
  cell.text = text.data();
  return cell;
}

}  // namespace verilot::plan
