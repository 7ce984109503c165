// The parts of a plan: nodes that all rules share, and the row spaces they are evaluated over.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "cel/ast.h"
#include "plan/fields.h"

namespace verilot::plan {

using NodeId = std::uint32_t;
using VariableId = std::uint32_t;

// What runs over the rows of a table: the record itself (variable 0, one row), or a loop. Loops
// over the same list share a variable; one inside the other have two, of instances 0 and 1.
struct Variable {
  TableId table = 0;
  VariableId parent = kNone;  // runs over the lists that the rows of this one are parts of
  std::uint32_t instance = 0;
};
inline constexpr VariableId kRecordVariable = 0;

enum class Op : std::uint8_t {
  // Values.
  constant,
  path,
  row_index,  // of a row in its list
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  size,
  timestamp,
  duration,
  real_of,  // double()
  conditional,
  element,  // args[0][constant]: the field of that row
  other,    // by the tree-walking evaluator
  count,    // how many rows are left
  // Conditions: their result is a mask.
  truth,  // a value as a condition
  known,  // true where there is a value
  equal,
  less,
  less_or_equal,
  equal_symbol,
  in_symbols,
  in_constants,
  contains,
  starts_with,
  ends_with,
  matches,
  pattern_set,  // the first of several patterns over the same text: looks for all of them
  pattern,      // a further one
  has,
  logical_not,
  logical_and,
  logical_or,
  exists,
  all,
  exists_one,
};

// Where the value of an operand is, seen from the row that is computed.
enum class Fetch : std::uint8_t {
  same,      // in the same row
  record,    // one for all rows
  ancestor,  // in the row of an outer list that this row is part of
  fixed,     // in the row that an outer loop is at
};

struct Operand {
  // Where its values lie; found when the plan is complete.
  enum class Place : std::uint8_t { constant, column, values, mask };

  NodeId node = kNone;
  Fetch fetch = Fetch::same;
  std::uint8_t levels = 0;  // of ancestor
  Place place = Place::constant;
  VariableId variable = kRecordVariable;
  TableId table = 0;
  std::uint32_t index = 0;   // the column, or the place among the values or masks of the table
  std::uint32_t stride = 0;  // cells from one row to the next
};

// A part of a list that is strict: an error in any row is the result, else any unknown.
struct Guard {
  Operand mask;
  Operand counts;       // the rows it counts for; all rows where there is none
  bool joined = false;  // with the guard before it: an error of either comes first
};

// A loop over the rows of a list, some of them sorted out before.
struct Rows {
  VariableId variable = kNone;
  bool iterates = false;  // the body depends on the row of the result: one run a row
  bool bits = false;      // exists() or all() of the bits of the body, nothing else
  Operand list;           // the cell of the list, seen from the result
  Operand wanted;         // of `in`: strict, seen from the result
  Operand selected;       // a mask of rows; all rows where there is none
  Operand body;           // a mask
  std::vector<Guard> guards;
  std::vector<NodeId> inner;   // what one run computes again
  std::vector<NodeId> before;  // what must be there before the first run
};

// Operands, two of them inside the node itself, where the evaluation finds them at once.
class Operands {
 public:
  Operands() = default;
  Operands(std::initializer_list<Operand> list) {
    for (const Operand& operand : list) push_back(operand);
  }
  void clear() {
    size_ = 0;
    many_.clear();
  }
  void push_back(const Operand& operand) {
    if (size_ < kFew) few_[size_] = operand;
    if (size_ == kFew) many_.assign(few_, few_ + kFew);
    if (size_ >= kFew) many_.push_back(operand);
    ++size_;
  }
  std::size_t size() const { return size_; }
  const Operand* begin() const { return size_ <= kFew ? few_ : many_.data(); }
  const Operand* end() const { return begin() + size_; }
  Operand* begin() { return size_ <= kFew ? few_ : many_.data(); }
  Operand* end() { return begin() + size_; }
  const Operand& operator[](std::size_t i) const { return begin()[i]; }

 private:
  static constexpr std::size_t kFew = 2;
  std::uint32_t size_ = 0;
  Operand few_[kFew];
  std::vector<Operand> many_;
};

// What the evaluation of every record reads comes first.
struct Node {
  Op op = Op::constant;
  bool mask = false;
  bool lazy = false;     // costs much, so it is computed where something depends on it
  bool negated = false;  // `expr` is the negation of the node
  VariableId variable = kRecordVariable;
  TableId table = 0;
  std::uint32_t storage = kNone;  // its place among the masks or values of its table
  std::uint32_t rows = kNone;     // of a loop: index into the plan's Rows
  std::uint32_t set = kNone;      // of a set of patterns: which one
  FieldId field = kNone;
  Operands operands;
  Cell constant;
  std::vector<VariableId> fixed;       // outer loops whose current row it depends on too
  std::vector<Cell> constants;         // of in_constants
  std::vector<std::uint64_t> symbols;  // of in_symbols: a bit for each
  // For what the node does not handle itself: its expression, and the locals it reads by slot.
  const cel::Expr* expr = nullptr;
  std::size_t slots = 0;
  std::vector<std::pair<std::size_t, Operand>> locals;
};

}  // namespace verilot::plan
