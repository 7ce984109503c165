// The nodes that every record needs, in a short form for records of at most 64 rows in every
// table, which is nearly all of them: a mask is then one word for each of yes, no and error, and
// nodes that are computed alike are computed in one go.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "plan/nodes.h"

namespace verilot::plan {

enum class StepKind : std::uint8_t {
  plain,  // as in any record
  // Into a view: the numbers, seconds or nanoseconds of a column.
  numbers,
  times,
  durations,
  // Into a mask.
  symbol_is,
  symbol_in,
  tag_is,
  less_number,
  less_or_equal_number,
  less_whole,
  less_or_equal_whole,
  logical_not,
  logical_and,
  logical_or,
  exists,
  all,
};

struct Step {
  NodeId node = kNone;
  std::uint32_t out = 0;  // of a mask its place, of a view its number
  // The column that is read, or two views, or the place of a mask, or the range of `places`.
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint64_t wanted = 0;  // a symbol, a bit for each of several symbols, or a tag
};

struct StepGroup {  // steps of one kind over the rows of one table
  StepKind kind = StepKind::plain;
  TableId table = 0;
  std::uint32_t first = 0;
  std::uint32_t end = 0;
};

class Narrow {
 public:
  static constexpr std::size_t kMostRows = 64;

  // `eager` has operands first; `masks` is how many a table has.
  void build(const Nodes& nodes, const Fields& fields, const std::vector<NodeId>& eager,
             const std::vector<std::uint32_t>& masks);

  const std::vector<StepGroup>& groups() const { return groups_; }
  const Step* steps() const { return steps_.data(); }
  const std::uint32_t* places() const { return places_.data(); }
  // Of a table's first mask among all masks, and how many masks there are.
  std::uint32_t first_mask(TableId table) const { return first_masks_[table]; }
  std::size_t masks() const { return masks_; }
  // Views, and those of them that are constants: their bits are the same in every row.
  std::size_t views() const { return views_.size(); }
  const std::vector<std::pair<std::uint32_t, std::uint64_t>>& constants() const {
    return constants_;
  }

 private:
  using ViewKey = std::tuple<StepKind, Operand::Place, TableId, std::uint32_t>;

  void add(StepKind kind, TableId table, const Step& step);
  void add_views(const Node& less);
  void add_view(const Operand& operand, StepKind kind);
  void add_node(NodeId id);
  StepKind step_of(const Node& node, Step& step);
  StepKind symbol_step(const Node& node, Step& step) const;
  StepKind equal_step(const Node& node, Step& step) const;
  StepKind less_step(const Node& node, Step& step) const;
  StepKind logical_step(const Node& node, Step& step);
  StepKind loop_step(const Node& node, Step& step) const;
  StepKind view_of(const Node& less) const;
  ViewKey key_of(const Operand& operand, StepKind kind) const;
  bool is_column(const Operand& operand) const {
    return operand.fetch == Fetch::same && operand.place == Operand::Place::column;
  }
  std::uint32_t place_of(const Operand& operand) const {
    return first_masks_[operand.table] + operand.index;
  }

  const Nodes* nodes_ = nullptr;
  const Fields* fields_ = nullptr;
  std::vector<StepGroup> groups_;
  std::vector<Step> steps_;
  std::vector<std::uint32_t> places_;
  std::vector<std::uint32_t> first_masks_;
  std::size_t masks_ = 0;
  std::map<ViewKey, std::uint32_t> views_;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> constants_;
};

}  // namespace verilot::plan
