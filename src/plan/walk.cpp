#include "plan/walk.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "cel/display.h"
#include "plan/reason_text.h"

namespace verilot::plan {
namespace {

using cel::Expr;

bool is_compound(const Expr& expr) {
  return expr.kind == Expr::Kind::logical_and || expr.kind == Expr::Kind::logical_or ||
         expr.kind == Expr::Kind::loop || expr.kind == Expr::Kind::conditional;
}

bool is_container(Tag tag) { return tag == Tag::list || tag == Tag::map; }

}  // namespace

Walk::Walk(Session& session) : session_(session), at_(session.plan_.nodes().variables()) {}

void Walk::start(std::size_t rule) {
  places_ = &session_.plan_.places(rule);
  rule_ = session_.plan_.program(rule).text();
  plain_ = session_.plan_.is_plain(rule);
  left_ = false;
  text_.clear();
  items_.clear();
  written_.clear();
  witnesses_.clear();
  definitions_.clear();
}

bool Walk::missing(std::size_t rule, std::string& out) {
  start(rule);
  collect(session_.plan_.program(rule).root());
  if (!left_) settle_items();
  if (left_) return false;
  out += '[';
  for (const Item& item : items_) {
    const std::string_view asked = std::string_view(text_).substr(item.begin, item.asked);
    append_missing_item(out, asked.substr(0, item.path), asked, &item == items_.data());
  }
  out += ']';
  return true;
}

bool Walk::reasons(std::size_t rule, std::string& out) {
  start(rule);
  const std::size_t begin = out.size();
  out_ = &out;
  out += '[';
  decide(session_.plan_.program(rule).root());
  out += ']';
  if (left_) out.resize(begin);
  return !left_;
}

// --- the nodes of expressions ---

Cell Walk::give_up() {
  left_ = true;
  return cell_of(Tag::error);
}

// nullptr, having given up, where the expression runs in the tree-walking evaluator.
const Node* Walk::node_of(const Expr& expr) {
  const NodeId id = (*places_)[expr.id];
  if (id == kNone || session_.node(id).op == Op::other) give_up();
  if (left_) return nullptr;
  const Node& node = session_.node(id);
  if (node.storage == kNone) return &node;  // nothing that another one reads
  if (node.lazy && node.fixed.empty()) session_.need_row(id, row_of(node));
  return &node;
}

// What the expression was in the rows that the loops around it are at.
Cell Walk::cell(const Expr& expr) {
  const NodeId id = (*places_)[expr.id];
  if (id == kNone && expr.kind == Expr::Kind::list) return cell_of(Tag::list);  // of constants
  if (id == kNone) return give_up();
  const Node& node = session_.node(id);
  const std::uint32_t row = row_of(node);
  if (node.op == Op::constant) return node.constant;
  if (node.op == Op::element) return element_cell(node);
  if (node.op == Op::path) {
    const Field& field = session_.plan_.fields().at(node.field);
    const std::size_t columns = session_.plan_.fields().table(field.table).columns;
    return session_.projection_.cells(field.table)[row * columns + field.column];
  }
  if (node.storage == kNone) return give_up();
  if (node.lazy && node.fixed.empty()) session_.need_row(id, row);
  if (node.mask) return Session::cell_of_mask(session_.mask_of(node), row);
  return session_.values_of(node)[row];
}

// The list that the node is an element of, or a part of one.
Cell Walk::element_list(const Node& node) {
  if (node.op != Op::element) return give_up();
  return session_.cell(node.operands[0], node.variable, row_of(node));
}

Cell Walk::element_cell(const Node& node) {
  const Cell list = element_list(node);
  if (list.tag == Tag::map) return give_up();
  if (list.tag != Tag::list) return cell_of(list.is_value() ? Tag::error : list.tag);
  if (node.constant.integer >= list.length) return cell_of(Tag::unknown);
  const Field& field = session_.plan_.fields().at(node.field);
  const std::size_t columns = session_.plan_.fields().table(field.table).columns;
  const std::size_t at = list.place.first + static_cast<std::size_t>(node.constant.integer);
  return session_.projection_.cells(field.table)[at * columns + field.column];
}

const Expr* Walk::definition(std::size_t slot) const {
  for (auto it = definitions_.rbegin(); it != definitions_.rend(); ++it)
    if (it->first == slot) return it->second;
  return nullptr;
}

Cell Walk::list_of(const Node& loop, std::uint32_t row) {
  return session_.cell(session_.plan_.nodes().rows_of(loop).list, loop.variable, row);
}

// What the body of the loop depends on, as it was in this row.
void Walk::enter(const Node& loop, std::uint32_t row) {
  session_.enter_row(loop, session_.plan_.nodes().rows_of(loop), row);
}

// --- what decided ---

void Walk::decide(const Expr& expr) {
  if (left_ || written_.size() >= kMostReasons) return;
  switch (expr.kind) {
    case Expr::Kind::literal:  // says nothing of the record
      return;
    case Expr::Kind::logical_and:
    case Expr::Kind::logical_or:
      return decide_operands(expr);
    case Expr::Kind::conditional: {
      decide(*expr.args[0]);
      const Tag condition = cell(*expr.args[0]).tag;
      if (condition <= Tag::yes) decide(*expr.args[condition == Tag::yes ? 1 : 2]);
      return;
    }
    case Expr::Kind::loop:
      return decide_loop(expr);
    case Expr::Kind::bind:
      definitions_.emplace_back(expr.slot, expr.args[0].get());
      decide(*expr.args[1]);
      return definitions_.pop_back();
    default:
      if (expr.op == cel::Operator::logical_not && is_compound(*expr.args[0]))
        return decide(*expr.args[0]);
      add(expr, cell(expr), witnesses_.size());
      facts(expr);
  }
}

void Walk::decide_operands(const Expr& expr) {
  const Tag state = cell(expr).tag;
  for (const cel::ExprPtr& operand : expr.args)
    if (cell(*operand).tag == state) decide(*operand);
}

void Walk::decide_loop(const Expr& expr) {
  const Cell value = cell(expr);
  const std::size_t first = witnesses_.size();
  if (expr.loop != cel::Loop::all && expr.loop != cel::Loop::exists) {
    add(expr, value, first);
    return facts(expr);
  }
  const Node* node = node_of(expr);
  if (node == nullptr || left_) return;
  if (node->rows == kNone) {
    give_up();
    return;
  }
  const std::uint32_t row = row_of(*node);
  const Cell list = list_of(*node, row);
  if (list.tag == Tag::list) {
    enter(*node, row);
    if (expr.args[1]->kind != Expr::Kind::literal) find_witnesses(*node, list, value.tag);
  } else if (list.tag != Tag::unknown) {
    give_up();
  }
  add(expr, value, first);
  facts(*expr.args[0]);
  const VariableId variable = session_.plan_.nodes().rows_of(*node).variable;
  const std::uint32_t outer = at_[variable];
  for (std::size_t i = first; i < witnesses_.size() && !left_; ++i) {
    at_[variable] = witnesses_[i].row;
    decide(*expr.args[1]);
  }
  at_[variable] = outer;
  witnesses_.resize(first);
}

// The rows of the list in which the body was what the loop is; none where a part of the list was
// unknown, so that the loop did not run.
void Walk::find_witnesses(const Node& loop, const Cell& list, Tag state) {
  const Rows& rows = session_.plan_.nodes().rows_of(loop);
  const std::uint32_t end = list.place.first + list.length;
  if (session_.guarded(rows, list.place.first, end) != Tag::yes) return;
  std::uint32_t number = 0;
  session_.each_word(list.place.first, end, [&](std::size_t word, std::uint64_t bits) {
    const Session::Triple body = session_.seen_words(rows.body, rows.variable, word);
    const std::uint64_t same = state == Tag::unknown ? body.unknown()
                               : state == Tag::yes   ? body.yes
                                                     : body.no;
    bits &= session_.selected(rows.selected, rows, word);
    for (; bits != 0; bits &= bits - 1, ++number) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(bits));
      if ((same >> bit & 1) != 0)
        witnesses_.push_back({static_cast<std::uint32_t>(word * 64) + bit, number});
    }
  });
}

// The paths below a comparison, with what they were.
void Walk::facts(const Expr& expr) {
  if (left_) return;
  switch (expr.kind) {
    case Expr::Kind::literal:
    case Expr::Kind::local:
      return;
    case Expr::Kind::select:
    case Expr::Kind::variable: {
      const Cell value = cell(expr);
      if (!is_container(value.tag)) add(expr, value, witnesses_.size());
      return;
    }
    case Expr::Kind::loop:
      return facts(*expr.args[0]);
    case Expr::Kind::conditional: {
      facts(*expr.args[0]);
      const Tag condition = cell(*expr.args[0]).tag;
      if (condition <= Tag::yes) facts(*expr.args[condition == Tag::yes ? 1 : 2]);
      if (condition > Tag::unknown) give_up();
      return;
    }
    case Expr::Kind::bind:
    case Expr::Kind::map:
      give_up();
      return;
    case Expr::Kind::call:
      if (node_of(expr) == nullptr) return;
      [[fallthrough]];
    default:
      for (const cel::ExprPtr& child : expr.args) facts(*child);
  }
}

// Unless it was said before. The witnesses from `first_witness` on are its rows.
void Walk::add(const Expr& expr, const Cell& value, std::size_t first_witness) {
  if (left_ || written_.size() >= kMostReasons) return;
  std::string& out = *out_;
  if (!written_.empty()) out += ',';
  const std::size_t begin = out.size();
  out += "{\"text\":\"";
  const std::string_view part = cel::text_of(rule_, expr);
  plain_ ? void(out.append(part)) : append_escaped(out, part);
  out += "\",\"value\":\"";
  append_value(expr, value);
  out += '"';
  numbers_.clear();
  for (std::size_t i = first_witness; i < witnesses_.size(); ++i)
    numbers_.push_back(witnesses_[i].number);
  append_rows(out, numbers_.data(), numbers_.data() + numbers_.size());
  out += '}';
  const std::string_view mine = std::string_view(out).substr(begin);
  const bool known = std::ranges::any_of(written_, [&](const auto& other) {
    return other.second == mine.size() &&
           std::string_view(out).substr(other.first, other.second) == mine;
  });
  if (known) return out.resize(begin - 1);
  written_.emplace_back(begin, mine.size());
}

void Walk::append_value(const Expr& expr, const Cell& value) {
  std::string& out = *out_;
  switch (value.tag) {
    case Tag::no:
    case Tag::yes:
      out += value.tag == Tag::yes ? "true" : "false";
      return;
    case Tag::unknown:
      text_.clear();
      items_.clear();
      collect(expr);
      if (!left_) settle_items();
      out += "unknown(";
      for (const Item& item : items_) {
        if (&item != items_.data()) out += ", ";
        append_escaped(out, std::string_view(text_).substr(item.begin, item.path));
      }
      out += ')';
      return;
    case Tag::integer: {
      char digits[20];
      out.append(digits, std::to_chars(digits, digits + sizeof digits, value.integer).ptr);
      return;
    }
    case Tag::text:
      if (!is_plain(value.view())) return append_escaped(out, cel::quoted(value.view()));
      out += "\\\"";
      out += value.view();
      out += "\\\"";
      return;
    case Tag::null:
    case Tag::real:
      return append_escaped(out, cel::to_display(session_.to_value(value)));
    default:
      give_up();
  }
}

}  // namespace verilot::plan
