// What operators do to cells.
#pragma once

#include <bit>
#include <optional>

#include "cel/value.h"
#include "plan/cell.h"
#include "plan/node.h"

namespace verilot::plan {

// The result of an operation that only the tree-walking evaluator can do.
inline constexpr Tag kLeft = Tag::box;
inline constexpr std::uint64_t kNoBox = UINT64_MAX;
inline Cell left_cell() {
  Cell cell = cell_of(kLeft);
  cell.bits = kNoBox;
  return cell;
}
inline bool is_left(const Cell& cell) { return cell.tag == kLeft && cell.bits == kNoBox; }

// Whether a double holds the number exactly; false for what is no number. It and the next are
// without branches, as the types of evidence follow no pattern.
inline bool is_exact(const Cell& a) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  const bool small = (a.integer <= kExact) & (a.integer >= -kExact);
  return (a.tag == Tag::real) | ((a.tag == Tag::integer) & small);
}
inline double exact_real(const Cell& a) {
  const auto whole = std::bit_cast<std::uint64_t>(static_cast<double>(a.integer));
  return std::bit_cast<double>(a.tag == Tag::real ? a.bits : whole);
}

// Of a value that fits a cell and needs no text.
std::optional<Cell> scalar_cell(const cel::Value& value);

// A state (no, yes, unknown, error), or kLeft.
Tag equal_cells(const Cell& a, const Cell& b);
Tag less_cells(const Cell& a, const Cell& b, bool or_equal);

// Errors come before unknowns; neither for two values.
inline Tag strict(const Cell& a, const Cell& b) {
  if (a.tag == Tag::error || b.tag == Tag::error) return Tag::error;
  return a.tag == Tag::unknown || b.tag == Tag::unknown ? Tag::unknown : Tag::yes;
}

Cell arithmetic(Op op, const Cell& a, const Cell& b);
Cell negated(const Cell& a);
Cell size_of(const Cell& a);
Cell timestamp_of(const Cell& a);
Cell duration_of(const Cell& a);
Cell real_of(const Cell& a);

}  // namespace verilot::plan
