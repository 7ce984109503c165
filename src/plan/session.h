// The evaluation of a plan over one record after the other. One session a thread; nothing is
// allocated for a record once the tables have grown to the usual size.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plan/explain.h"
#include "plan/json_view.h"
#include "plan/plan.h"
#include "plan/projection.h"

namespace verilot::plan {

// A bit for each row of a table, on the stack unless the table is long.
class WordBuffer {
 public:
  explicit WordBuffer(std::size_t words) : long_(words > kShort ? words : 0) {}
  std::uint64_t* data() { return long_.empty() ? short_ : long_.data(); }

 private:
  static constexpr std::size_t kShort = 8;
  std::uint64_t short_[kShort];
  std::vector<std::uint64_t> long_;
};

class Walk;

class Session {
 public:
  explicit Session(const Plan& plan);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // False where the line is no JSON object. kPadding bytes behind the line must be readable, and
  // the line must stay where it is until the next one.
  bool load(std::string_view line);

  // no, yes, unknown or error.
  Tag state(std::size_t rule) {
    const std::uint32_t storage = plan_.verdict(rule);
    if (!small_ || storage == kNone) return costly_state(rule);
    const std::uint64_t* mask = spaces_[0].first_mask + std::size_t{storage} * 3;
    if ((mask[0] & 1) != 0) return Tag::yes;
    if ((mask[1] & 1) != 0) return Tag::no;
    return (mask[2] & 1) != 0 ? Tag::error : Tag::unknown;
  }
  // What an unknown verdict lacks, and why a verdict is what it is, appended as JSON; see
  // reason_text.h.
  void missing(std::size_t rule, std::string& out);
  void explain(std::size_t rule, std::string& out);

  // The same by the tree-walking evaluator, with missing paths and message.
  cel::Value value(std::size_t rule) const;
  std::vector<Reason> reasons(std::size_t rule) const;

 private:
  friend class Walk;

  // Known true, known false and error of 64 rows; unknown is none of them.
  struct Triple {
    std::uint64_t yes = 0;
    std::uint64_t no = 0;
    std::uint64_t error = 0;
    std::uint64_t unknown() const { return ~(yes | no | error); }
  };
  struct Mask {
    std::uint64_t* yes;
    std::uint64_t* no;
    std::uint64_t* error;
  };
  // The cells of an operand, one for each row of the node that reads it.
  struct Column {
    const Cell* base = nullptr;
    std::size_t stride = 0;
    const std::uint32_t* parents[4] = {};
    std::uint8_t levels = 0;
    const Cell& at(std::size_t row) const {
      for (std::uint8_t i = 0; i < levels; ++i) row = parents[i][row];
      return base[row * stride];
    }
  };
  struct Space {  // of a table
    std::uint32_t rows = 0;
    std::size_t words = 0;
    std::uint64_t* first_mask = nullptr;  // in `masks`, or with those of all tables
    std::vector<std::uint64_t> masks;
    std::vector<std::uint64_t> all;  // a bit for each row
    std::vector<Cell> values;
  };
  using Need = const std::uint64_t*;

  // See narrow.h.
  struct View {
    std::uint64_t bits[Narrow::kMostRows];
    Triple states;  // yes where there is such a value
    std::uint64_t unknown = 0;
  };
  struct NarrowTable {
    const Cell* cells;
    std::size_t columns;
    std::size_t rows;
    Need all;
  };
  struct Spans {  // of the lists in a column
    std::uint32_t column = kNone;
    std::uint64_t lists = 0, errors = 0, others = 0;
    std::uint64_t rows[Narrow::kMostRows];
  };
  using Steps = std::span<const Step>;

  const Node& node(NodeId id) const { return plan_.nodes().at(id); }
  TableId table_of(VariableId variable) const { return plan_.nodes().variable(variable).table; }
  Space& space_of(const Node& node) { return spaces_[node.table]; }
  Mask mask_of(TableId table, std::uint32_t storage) {
    Space& space = spaces_[table];
    std::uint64_t* begin = space.first_mask + std::size_t{storage} * 3 * space.words;
    return {begin, begin + space.words, begin + 2 * space.words};
  }
  Mask mask_of(const Node& node) { return mask_of(node.table, node.storage); }
  static Triple words_of(const Mask& mask, std::size_t word) {
    return {mask.yes[word], mask.no[word], mask.error[word]};
  }
  // The state of one row, in every bit.
  static Triple bit_of(const Mask& mask, std::size_t row) {
    const auto spread = [row](std::uint64_t word) { return -(word >> row % 64 & 1); };
    return {spread(mask.yes[row / 64]), spread(mask.no[row / 64]), spread(mask.error[row / 64])};
  }
  static Cell cell_of_mask(const Mask& mask, std::size_t row) {
    const Triple bit = bit_of(mask, row);
    if (bit.yes != 0) return cell_of(Tag::yes);
    if (bit.no != 0) return cell_of(Tag::no);
    return cell_of(bit.error != 0 ? Tag::error : Tag::unknown);
  }
  Cell* values_of(TableId table, std::uint32_t storage) {
    return spaces_[table].values.data() + std::size_t{storage} * spaces_[table].rows;
  }
  Cell* values_of(const Node& node) { return values_of(node.table, node.storage); }

  // Operands, as seen from a row of the node that has them.
  Triple seen_words(const Operand& operand, VariableId from, std::size_t word) {
    const Mask mask = mask_of(operand.table, operand.index);
    if (operand.fetch == Fetch::same) return words_of(mask, word);
    return other_words(operand, mask, from, word);
  }
  Triple other_words(const Operand& operand, const Mask& mask, VariableId from, std::size_t word);
  Column column(const Operand& operand, VariableId from, std::size_t place = 0) {
    Column column;
    if (operand.fetch == Fetch::same && operand.place == Operand::Place::column) {
      column.base = projection_.cells(operand.table) + operand.index;
    } else if (operand.fetch == Fetch::same && operand.place == Operand::Place::values) {
      column.base = values_of(operand.table, operand.index);
    } else if (operand.place == Operand::Place::constant) {
      column.base = &node(operand.node).constant;
      return column;
    } else {
      return other_column(operand, from, place);
    }
    column.stride = operand.stride;
    return column;
  }
  Column other_column(const Operand& operand, VariableId from, std::size_t place);
  const Cell* base_of(const Operand& operand, std::size_t place);
  Cell cell(const Operand& operand, VariableId from, std::size_t row);
  void set_row(VariableId variable, std::uint32_t row);

  Tag costly_state(std::size_t rule);
  void begin();
  void prepare(TableId table);
  void begin_narrow();
  void run_narrow();
  void run_steps(const StepGroup& group, Steps steps);
  void run_views(const StepGroup& group, const NarrowTable& table, Steps steps);
  void run_cells(StepKind kind, const NarrowTable& table, Steps steps);
  void run_less(StepKind kind, const NarrowTable& table, Steps steps);
  void run_connectives(bool is_or, Steps steps);
  static void find_spans(const NarrowTable& table, std::uint32_t column, Spans& spans);
  void run_quantifiers(bool exists, const NarrowTable& table, Steps steps);
  bool within_budget(const Cost& cost) const;
  void need(NodeId id, Need rows);
  void need_row(NodeId id, std::size_t row);
  void need_operands(const Node& node, Need rows);
  void enter_row(const Node& loop, const Rows& rows, std::uint32_t row);
  void run(const Node& node, Need rows);
  void run_mask(const Node& node, Need rows);
  void run_comparison(const Node& node, Need rows);
  void run_values(const Node& node, Need rows);
  template <typename Test>
  void fill_mask(const Node& node, Need rows, const Test& test);
  template <typename Compute>
  void fill_values(const Node& node, Need rows, const Compute& compute);
  void run_logical(const Node& node, Need rows);
  void run_not(const Node& node);
  void run_symbol(const Node& node);
  void run_truth(const Node& node, Need rows);
  void run_conditional(const Node& node, Need rows);
  void run_text_test(const Node& node, Need rows);
  void run_patterns(const Node& node);
  void match_patterns(const PatternSet& set, const Cell& text, std::size_t row);
  void run_bits(const Node& node, const Rows& rows, Need need_rows);
  void run_loop(const Node& node, Need rows);
  Cell loop_result(const Node& node, const Rows& rows, std::uint32_t row);
  Cell folded(const Node& node, const Rows& rows, std::uint32_t first, std::uint32_t end);
  Tag guarded(const Rows& rows, std::uint32_t first, std::uint32_t end);
  // The words with these rows, and which bits of each.
  template <typename Visit>
  static void each_word(std::uint32_t first, std::uint32_t end, const Visit& visit) {
    for (std::size_t word = first / 64; word * 64 < end; ++word) {
      std::uint64_t rows = ~std::uint64_t{0};
      if (word * 64 < first) rows <<= first % 64;
      if (end - word * 64 < 64) rows &= (std::uint64_t{1} << (end - word * 64)) - 1;
      visit(word, rows);
    }
  }
  std::uint64_t selected(const Operand& operand, const Rows& rows, std::size_t word);

  // Left to the tree-walking evaluator.
  Cell left(const Node& node, std::size_t row);
  Tag left_state(const Node& node, std::size_t row);
  cel::Value to_value(const Cell& cell) const;
  Cell to_cell(const cel::Value& value);

  const Plan& plan_;
  Projection projection_;
  RecordActivation activation_;
  std::vector<Space> spaces_;
  std::vector<Triple> narrow_masks_;
  std::vector<View> views_;
  bool narrow_ = false;
  std::vector<std::uint32_t> rows_;               // of each variable: the row that a loop is at
  std::vector<std::uint64_t> seen_;               // of lazy nodes: the record they were touched in
  std::vector<std::vector<std::uint64_t>> done_;  // of lazy nodes: the rows that are computed
  std::uint64_t epoch_ = 0;
  double longest_list_ = 1;
  bool small_ = false;     // no rule can exceed its budget in this record
  std::vector<int> hits_;  // of patterns
  std::size_t spent_ = 0;  // by the tree-walking evaluator in this record
  std::vector<cel::Value> boxes_;
  std::vector<Cell> converted_[3];
  std::unique_ptr<Walk> walk_;
};

}  // namespace verilot::plan
