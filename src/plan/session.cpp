#include "plan/session.h"

#include <algorithm>
#include <bit>

#include "cel/evaluator.h"

namespace verilot::plan {

Session::Session(const Plan& plan)
    : plan_(plan),
      projection_(plan.fields()),
      activation_(projection_.record()),
      spaces_(plan.fields().tables()),
      rows_(plan.nodes().variables()),
      seen_(plan.nodes().size()),
      done_(plan.nodes().size()) {}

bool Session::load(std::string_view line) {
  boxes_.clear();
  if (!projection_.load(line)) return false;
  begin();
  for (const NodeId id : plan_.eager())
    run(node(id), spaces_[table_of(node(id).variable)].all.data());
  return true;
}

void Session::begin() {
  ++epoch_;
  spent_ = 0;
  longest_list_ = 1;
  for (TableId table = 0; table < spaces_.size(); ++table) {
    Space& space = spaces_[table];
    space.rows = projection_.rows(table);
    longest_list_ = std::max<double>(longest_list_, space.rows);
    space.words = (space.rows + 63) / 64;
    const std::size_t masks = plan_.masks(table) * 3 * space.words;
    if (space.masks.size() < masks) space.masks.resize(masks * 2);
    const std::size_t values = std::size_t{plan_.values(table)} * space.rows;
    if (space.values.size() < values) space.values.resize(values * 2);
    if (space.all.size() < space.words) space.all.resize(space.words * 2);
    std::fill_n(space.all.begin(), space.words, ~std::uint64_t{0});
    if (space.rows % 64 != 0)
      space.all[space.words - 1] = (std::uint64_t{1} << space.rows % 64) - 1;
  }
}

// Whether the rule certainly takes less than the steps that one evaluation may take.
bool Session::within_budget(std::size_t rule) const {
  const double text = static_cast<double>(projection_.longest_text() + 64 + spent_);
  return plan_.cost(rule).most(longest_list_, text) < static_cast<double>(cel::kMaxCost);
}

Tag Session::state(std::size_t rule) {
  if (within_budget(rule)) {
    const NodeId root = plan_.roots()[rule];
    need(root, spaces_[0].all.data());
    if (spent_ == 0 || within_budget(rule)) return cell_of_mask(node(root), 0).tag;
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

// --- storage ---

Session::Mask Session::mask_of(const Node& node) {
  Space& space = space_of(node);
  std::uint64_t* begin = space.masks.data() + std::size_t{node.storage} * 3 * space.words;
  return {begin, begin + space.words, begin + 2 * space.words};
}

Cell* Session::values_of(const Node& node) {
  Space& space = space_of(node);
  return space.values.data() + std::size_t{node.storage} * space.rows;
}

Session::Triple Session::words_of(const Node& node, std::size_t word) {
  const Mask mask = mask_of(node);
  return {mask.yes[word], mask.no[word], mask.error[word]};
}

// The state of one row, in every bit.
Session::Triple Session::bit_of(const Node& node, std::size_t row) {
  const Triple words = words_of(node, row / 64);
  const auto spread = [row](std::uint64_t word) { return -(word >> row % 64 & 1); };
  return {spread(words.yes), spread(words.no), spread(words.error)};
}

Cell Session::cell_of_mask(const Node& node, std::size_t row) {
  const Triple bit = bit_of(node, row);
  if (bit.yes != 0) return cell_of(Tag::yes);
  if (bit.no != 0) return cell_of(Tag::no);
  return cell_of(bit.error != 0 ? Tag::error : Tag::unknown);
}

// --- operands ---

Session::Triple Session::seen_words(const Operand& operand, VariableId from, std::size_t word) {
  const Node& of = node(operand.node);
  switch (operand.fetch) {
    case Fetch::same:
      return words_of(of, word);
    case Fetch::record:
      return bit_of(of, 0);
    case Fetch::fixed:
      return bit_of(of, rows_[of.variable]);
    case Fetch::ancestor:
      break;
  }
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

Session::Column Session::column(const Operand& operand, VariableId from, std::size_t place) {
  const Node& of = node(operand.node);
  Column column;
  if (of.op == Op::constant) {
    column.base = &of.constant;
    return column;
  }
  const TableId table = table_of(of.variable);
  if (of.op == Op::path) {
    column.base = projection_.cells(table) + plan_.fields().at(of.field).column;
    column.stride = plan_.fields().table(table).columns;
  } else if (of.mask) {
    std::vector<Cell>& cells = converted_[place];
    cells.resize(spaces_[table].rows);
    for (std::size_t row = 0; row < cells.size(); ++row) cells[row] = cell_of_mask(of, row);
    column.base = cells.data();
    column.stride = 1;
  } else {
    column.base = values_of(of);
    column.stride = 1;
  }
  if (operand.fetch == Fetch::record || operand.fetch == Fetch::fixed) {
    const std::size_t row = operand.fetch == Fetch::fixed ? rows_[of.variable] : 0;
    column.base += row * column.stride;
    column.stride = 0;
  }
  for (VariableId up = from; column.levels < operand.levels; ++column.levels) {
    column.parents[column.levels] = projection_.parents(table_of(up));
    up = plan_.nodes().variable(up).parent;
  }
  return column;
}

Cell Session::cell(const Operand& operand, VariableId from, std::size_t row) {
  const Node& of = node(operand.node);
  VariableId up = from;
  for (std::uint8_t i = 0; i < operand.levels; ++i) {
    row = projection_.parents(table_of(up))[row];
    up = plan_.nodes().variable(up).parent;
  }
  if (operand.fetch == Fetch::record) row = 0;
  if (operand.fetch == Fetch::fixed) row = rows_[of.variable];
  if (of.mask) return cell_of_mask(of, row);
  if (of.op == Op::constant) return of.constant;
  if (of.op != Op::path) return values_of(of)[row];
  const TableId table = table_of(of.variable);
  return projection_.cells(
      table)[row * plan_.fields().table(table).columns + plan_.fields().at(of.field).column];
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
  std::vector<std::uint64_t> open(space.words);
  bool any = false;
  for (std::size_t word = 0; word < space.words; ++word) {
    open[word] = rows[word] & ~done[word] & space.all[word];
    done[word] |= open[word];
    any = any || open[word] != 0;
  }
  if (!any) return;
  if (wanted.op != Op::logical_and && wanted.op != Op::logical_or)
    need_operands(wanted, open.data());
  run(wanted, open.data());
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
  switch (value.kind()) {
    case Kind::unknown:
      return cell_of(Tag::unknown);
    case Kind::error:
      return cell_of(Tag::error);
    case Kind::null:
      return cell_of(Tag::null);
    case Kind::boolean:
      return boolean_cell(value.as_boolean());
    case Kind::integer:
      return integer_cell(value.as_integer());
    case Kind::unsigned_integer: {
      Cell cell = cell_of(Tag::unsigned_integer);
      cell.bits = value.as_unsigned();
      return cell;
    }
    case Kind::real:
      return real_cell(value.as_real());
    case Kind::text:
      boxes_.push_back(value);
      return text_cell(value.as_text());
    case Kind::timestamp: {
      Cell cell = cell_of(Tag::timestamp);
      cell.integer = value.as_timestamp().seconds;
      cell.length = static_cast<std::uint32_t>(value.as_timestamp().nanos);
      return cell;
    }
    case Kind::duration: {
      Cell cell = cell_of(Tag::duration);
      cell.integer = value.as_duration().nanos;
      return cell;
    }
    default: {
      boxes_.push_back(value);
      Cell cell = cell_of(Tag::box);
      cell.bits = boxes_.size() - 1;
      return cell;
    }
  }
}

}  // namespace verilot::plan
