#include "plan/session.h"

#include <algorithm>
#include <bit>

#include "cel/evaluator.h"
#include "plan/cells.h"
#include "plan/reason_text.h"
#include "plan/walk.h"

namespace verilot::plan {

Session::Session(const Plan& plan)
    : plan_(plan),
      projection_(plan.fields()),
      activation_(projection_.record()),
      spaces_(plan.fields().tables()),
      rows_(plan.nodes().variables()),
      seen_(plan.nodes().size()),
      done_(plan.nodes().size()),
      walk_(std::make_unique<Walk>(*this)) {
  begin_narrow();
}

Session::~Session() = default;

bool Session::load(std::string_view line) {
  boxes_.clear();
  if (!projection_.load(line)) return false;
  begin();
  if (narrow_) {
    run_narrow();
  } else {
    for (const NodeId id : plan_.eager()) run(node(id), space_of(node(id)).all.data());
  }
  return true;
}

void Session::begin() {
  ++epoch_;
  spent_ = 0;
  std::uint32_t longest = 1;
  for (TableId table = 0; table < spaces_.size(); ++table)
    longest = std::max(longest, projection_.rows(table));
  longest_list_ = longest;
  narrow_ = longest <= Narrow::kMostRows;
  for (TableId table = 0; table < spaces_.size(); ++table) prepare(table);
  small_ = within_budget(plan_.highest_cost());
}

void Session::prepare(TableId table) {
  Space& space = spaces_[table];
  space.rows = projection_.rows(table);
  space.words = (space.rows + 63) / 64;
  if (narrow_) {
    space.first_mask = &narrow_masks_[plan_.narrow().first_mask(table)].yes;
  } else {
    const std::size_t masks = plan_.masks(table) * 3 * space.words;
    if (space.masks.size() < masks) space.masks.resize(masks * 2);
    space.first_mask = space.masks.data();
  }
  const std::size_t values = std::size_t{plan_.values(table)} * space.rows;
  if (space.values.size() < values) space.values.resize(values * 2);
  if (space.all.size() <= space.words) space.all.resize(2 * space.words + 1);
  std::fill_n(space.all.begin(), space.words, ~std::uint64_t{0});
  space.all[space.rows / 64] = (std::uint64_t{1} << space.rows % 64) - 1;
}

// Whether the rule certainly takes less than the steps that one evaluation may take.
bool Session::within_budget(const Cost& cost) const {
  const double text = static_cast<double>(projection_.longest_text() + 64 + spent_);
  return cost.most(longest_list_, text) < static_cast<double>(cel::kMaxCost);
}

// Of a rule that is computed when it is asked for, or may exceed its budget.
Tag Session::costly_state(std::size_t rule) {
  const NodeId root = plan_.roots()[rule];
  const Node& verdict = node(root);
  if (within_budget(plan_.cost(rule))) {
    need(root, spaces_[0].all.data());
    if (spent_ == 0 || within_budget(plan_.cost(rule)))
      return cell_of_mask(mask_of(verdict), 0).tag;
  }
  const cel::Value whole = value(rule);
  if (whole.is_unknown()) return Tag::unknown;
  if (whole.kind() != cel::Value::Kind::boolean) return Tag::error;
  return whole.as_boolean() ? Tag::yes : Tag::no;
}

cel::Value Session::value(std::size_t rule) const {
  return plan_.program(rule).evaluate(activation_);
}

std::vector<Reason> Session::reasons(std::size_t rule) const {
  return plan::reasons(plan_.program(rule), activation_);
}

// A rule that may exceed its budget was judged by the tree-walking evaluator.
void Session::missing(std::size_t rule, std::string& out) {
  if (within_budget(plan_.cost(rule)) && walk_->missing(rule, out)) return;
  const cel::Value whole = value(rule);
  append_missing(out, whole.is_unknown() ? whole.missing() : cel::MissingSet{});
}

void Session::explain(std::size_t rule, std::string& out) {
  if (within_budget(plan_.cost(rule)) && walk_->reasons(rule, out)) return;
  append_reasons(out, reasons(rule));
}

// --- operands ---

Session::Triple Session::other_words(const Operand& operand, const Mask& mask, VariableId from,
                                     std::size_t word) {
  if (operand.fetch == Fetch::record) return bit_of(mask, 0);
  if (operand.fetch == Fetch::fixed) return bit_of(mask, rows_[operand.variable]);
  const Space& space = spaces_[table_of(from)];
  Triple gathered;
  const std::size_t end = std::min<std::size_t>(space.rows, word * 64 + 64);
  for (std::size_t row = word * 64; row < end; ++row) {
    const Tag tag = cell(operand, from, row).tag;
    gathered.yes |= std::uint64_t{tag == Tag::yes} << row % 64;
    gathered.no |= std::uint64_t{tag == Tag::no} << row % 64;
    gathered.error |= std::uint64_t{tag == Tag::error} << row % 64;
  }
  return gathered;
}

// The cell of row 0.
const Cell* Session::base_of(const Operand& operand, std::size_t place) {
  switch (operand.place) {
    case Operand::Place::constant:
      return &node(operand.node).constant;
    case Operand::Place::column:
      return projection_.cells(operand.table) + operand.index;
    case Operand::Place::values:
      return values_of(operand.table, operand.index);
    case Operand::Place::mask:
      break;
  }
  std::vector<Cell>& cells = converted_[place];
  cells.resize(spaces_[operand.table].rows);
  const Mask mask = mask_of(operand.table, operand.index);
  for (std::size_t row = 0; row < cells.size(); ++row) cells[row] = cell_of_mask(mask, row);
  return cells.data();
}

Session::Column Session::other_column(const Operand& operand, VariableId from, std::size_t place) {
  Column column;
  column.base = base_of(operand, place);
  if (operand.fetch == Fetch::same) {
    column.stride = operand.stride;
  } else if (operand.fetch == Fetch::fixed) {
    column.base += std::size_t{rows_[operand.variable]} * operand.stride;
  } else if (operand.fetch == Fetch::ancestor) {
    column.stride = operand.stride;
    for (VariableId up = from; column.levels < operand.levels; ++column.levels) {
      column.parents[column.levels] = projection_.parents(table_of(up));
      up = plan_.nodes().variable(up).parent;
    }
  }
  return column;
}

Cell Session::cell(const Operand& operand, VariableId from, std::size_t row) {
  VariableId up = from;
  for (std::uint8_t i = 0; i < operand.levels; ++i) {
    row = projection_.parents(table_of(up))[row];
    up = plan_.nodes().variable(up).parent;
  }
  if (operand.fetch == Fetch::record) row = 0;
  if (operand.fetch == Fetch::fixed) row = rows_[operand.variable];
  switch (operand.place) {
    case Operand::Place::constant:
      return node(operand.node).constant;
    case Operand::Place::mask:
      return cell_of_mask(mask_of(operand.table, operand.index), row);
    case Operand::Place::values:
      return values_of(operand.table, operand.index)[row];
    case Operand::Place::column:
      break;
  }
  return projection_.cells(operand.table)[row * operand.stride + operand.index];
}

void Session::set_row(VariableId variable, std::uint32_t row) {
  for (; variable != kRecordVariable; variable = plan_.nodes().variable(variable).parent) {
    rows_[variable] = row;
    row = projection_.parents(table_of(variable))[row];
  }
}

// --- order of work ---

// Computes the rows of a lazy node that are not there yet.
void Session::need(NodeId id, Need rows) {
  const Node& wanted = node(id);
  if (!wanted.lazy || !wanted.fixed.empty()) return;
  const Space& space = space_of(wanted);
  std::vector<std::uint64_t>& done = done_[id];
  if (seen_[id] != epoch_) {
    seen_[id] = epoch_;
    done.assign(space.words, 0);
    if (wanted.mask) std::fill_n(mask_of(wanted).yes, 3 * space.words, 0);
  }
  WordBuffer open(space.words);
  bool any = false;
  for (std::size_t word = 0; word < space.words; ++word) {
    open.data()[word] = rows[word] & ~done[word] & space.all[word];
    done[word] |= open.data()[word];
    any = any || open.data()[word] != 0;
  }
  if (!any) return;
  if (wanted.op != Op::logical_and && wanted.op != Op::logical_or)
    need_operands(wanted, open.data());
  run(wanted, open.data());
}

void Session::need_row(NodeId id, std::size_t row) {
  WordBuffer rows(space_of(node(id)).words);
  std::fill_n(rows.data(), space_of(node(id)).words, 0);
  rows.data()[row / 64] = std::uint64_t{1} << row % 64;
  need(id, rows.data());
}

void Session::need_operands(const Node& wanted, Need rows) {
  const auto see = [&](const Operand& operand, VariableId from) {
    if (operand.node == kNone || !node(operand.node).lazy) return;
    const bool same = operand.fetch == Fetch::same && from == wanted.variable;
    need(operand.node, same ? rows : space_of(node(operand.node)).all.data());
  };
  for (const Operand& operand : wanted.operands) see(operand, wanted.variable);
  for (const auto& [slot, operand] : wanted.locals) see(operand, wanted.variable);
  if (wanted.rows == kNone) return;
  const Rows& loop = plan_.nodes().rows_of(wanted);
  see(loop.list, wanted.variable);
  see(loop.wanted, wanted.variable);
  for (const NodeId id : loop.before) need(id, space_of(node(id)).all.data());
  for (const Operand& operand : {loop.selected, loop.body}) see(operand, kNone);
  for (const Guard& guard : loop.guards) see(guard.mask, kNone);
}

// --- the tree-walking evaluator ---

Cell Session::left(const Node& of, std::size_t row) {
  cel::Evaluation evaluation(activation_, nullptr, of.slots);
  for (const auto& [slot, operand] : of.locals)
    evaluation.set_local(slot, to_value(cell(operand, of.variable, row)));
  Cell out = to_cell(evaluation.run(*of.expr));
  spent_ += evaluation.spent();
  return out;
}

Tag Session::left_state(const Node& of, std::size_t row) {
  const Tag tag = left(of, row).tag;
  if (tag > Tag::error) return Tag::error;
  return of.negated && tag <= Tag::yes ? (tag == Tag::yes ? Tag::no : Tag::yes) : tag;
}

cel::Value Session::to_value(const Cell& cell) const {
  using cel::Value;
  switch (cell.tag) {
    case Tag::no:
    case Tag::yes:
      return Value::boolean(cell.tag == Tag::yes);
    case Tag::unknown:
      return Value::unknown(cel::MissingSet{});
    case Tag::error:
      return Value::error("an operand is an error");
    case Tag::null:
      return Value::null();
    case Tag::integer:
      return Value::integer(cell.integer);
    case Tag::unsigned_integer:
      return Value::unsigned_integer(cell.bits);
    case Tag::real:
      return Value::real(cell.real);
    case Tag::text:
      return Value::text(std::string(cell.view()));
    case Tag::timestamp:
      return Value::timestamp({cell.integer, static_cast<std::int32_t>(cell.length)});
    case Tag::duration:
      return Value::duration({cell.integer});
    case Tag::list:
    case Tag::map:
      return view_of(projection_.record(), cell.place.index, "");
    case Tag::box:
      return boxes_[cell.bits];
  }
  return Value::null();
}

Cell Session::to_cell(const cel::Value& value) {
  using Kind = cel::Value::Kind;
  if (const std::optional<Cell> scalar = scalar_cell(value)) return *scalar;
  switch (value.kind()) {
    case Kind::unknown:
      return cell_of(Tag::unknown);
    case Kind::error:
      return cell_of(Tag::error);
    case Kind::text:
      boxes_.push_back(value);
      return text_cell(value.as_text());
    default: {
      boxes_.push_back(value);
      Cell cell = cell_of(Tag::box);
      cell.bits = boxes_.size() - 1;
      return cell;
    }
  }
}

}  // namespace verilot::plan
