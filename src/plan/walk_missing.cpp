#include <algorithm>
#include <bit>
#include <charconv>

#include "cel/display.h"
#include "plan/walk.h"

namespace verilot::plan {
namespace {

using cel::Expr;

constexpr std::size_t kMaxPathLength = 1'000;

bool is_index(const Expr& expr) {
  return expr.kind == Expr::Kind::call && expr.op == cel::Operator::index;
}

void append_number(std::string& out, std::int64_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_index(std::string& out, std::int64_t index) {
  out += '[';
  append_number(out, index);
  out += ']';
}

// Behind every list that filter() and map() make, what must be known of each row; in the order
// of the guards of its rows.
void guard_parts(const Expr& list, std::vector<const Expr*>& parts) {
  if (list.kind != Expr::Kind::loop) return;
  guard_parts(*list.args[0], parts);
  for (std::size_t i = 1; i < list.args.size(); ++i) parts.push_back(list.args[i].get());
}

const Expr& base_of(const Expr& list) {
  return list.kind == Expr::Kind::loop ? base_of(*list.args[0]) : list;
}

}  // namespace

// Of an unknown expression what is missing.
void Walk::collect(const Expr& expr) {
  if (left_) return;
  switch (expr.kind) {
    case Expr::Kind::variable:
    case Expr::Kind::select:
      return leaf(expr);
    case Expr::Kind::local:
      if (const Expr* whole = definition(expr.slot)) return collect(*whole);
      break;
    case Expr::Kind::has:
      leaf(*expr.args[0]);
      return extend(expr);
    case Expr::Kind::logical_and:
    case Expr::Kind::logical_or:
      for (const cel::ExprPtr& operand : expr.args)
        if (cell(*operand).tag == Tag::unknown) collect(*operand);
      return;
    case Expr::Kind::conditional: {
      const Tag condition = cell(*expr.args[0]).tag;
      return collect(*expr.args[condition == Tag::unknown ? 0 : condition == Tag::yes ? 1 : 2]);
    }
    case Expr::Kind::loop:
      return collect_loop(expr);
    case Expr::Kind::bind:
      definitions_.emplace_back(expr.slot, expr.args[0].get());
      collect(*expr.args[1]);
      return definitions_.pop_back();
    case Expr::Kind::call:
      return collect_call(expr);
    default:
      break;
  }
  give_up();
}

void Walk::collect_call(const Expr& expr) {
  if (is_index(expr)) return leaf(expr);
  const Node* node = node_of(expr);
  if (node == nullptr) return;
  const bool in = expr.op == cel::Operator::in;
  if (in || node->op == Op::count) {
    if (in && cell(*expr.args[0]).tag == Tag::unknown) collect(*expr.args[0]);
    if (node->rows != kNone) collect_range(*node, *expr.args.back());
    return;
  }
  for (const cel::ExprPtr& operand : expr.args)
    if (cell(*operand).tag == Tag::unknown) collect(*operand);
}

void Walk::collect_loop(const Expr& expr) {
  const Node* node = node_of(expr);
  if (node == nullptr) return;
  if (node->rows == kNone) {
    give_up();
    return;
  }
  if (collect_range(*node, *expr.args[0])) return;
  const Rows& rows = session_.plan_.nodes().rows_of(*node);
  collect_rows(rows, list_of(*node, row_of(*node)), rows.body, rows.selected, *expr.args[1]);
}

// Whether the list that the loop goes over is unknown itself; then nothing in it was looked at.
bool Walk::collect_range(const Node& loop, const Expr& list) {
  const std::uint32_t row = row_of(loop);
  const Rows& rows = session_.plan_.nodes().rows_of(loop);
  const Cell range = list_of(loop, row);
  if (range.tag == Tag::unknown) {
    collect(base_of(list));
    return true;
  }
  if (range.tag != Tag::list) give_up();
  if (left_) return true;
  enter(loop, row);
  return !rows.guards.empty() && collect_guards(rows, range, list);
}

bool Walk::collect_guards(const Rows& rows, const Cell& list, const Expr& expr) {
  std::vector<const Expr*> parts;
  guard_parts(expr, parts);
  if (parts.size() != rows.guards.size()) {
    give_up();
    return true;
  }
  bool any = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Guard& guard = rows.guards[i];
    if (any && !guard.joined) break;
    any = collect_rows(rows, list, guard.mask, guard.counts, *parts[i]) || any;
  }
  return any;
}

// What is missing in the rows of the list where `mask` is unknown; false where there is none.
bool Walk::collect_rows(const Rows& rows, const Cell& list, const Operand& mask,
                        const Operand& selected, const Expr& expr) {
  const std::uint32_t outer = at_[rows.variable];
  const std::uint32_t end = list.place.first + list.length;
  bool any = false;
  session_.each_word(list.place.first, end, [&](std::size_t word, std::uint64_t bits) {
    bits &= session_.selected(selected, rows, word);
    bits &= session_.seen_words(mask, rows.variable, word).unknown();
    for (; bits != 0 && !left_; bits &= bits - 1) {
      any = true;
      at_[rows.variable] = static_cast<std::uint32_t>(word * 64) +
                           static_cast<std::uint32_t>(std::countr_zero(bits));
      collect(expr);
    }
  });
  at_[rows.variable] = outer;
  return any;
}

// --- paths ---

// One path: of the first part that is absent, longer by what was asked of it.
void Walk::leaf(const Expr& expr) {
  if (left_) return;
  if (expr.kind == Expr::Kind::local) {
    const Expr* whole = definition(expr.slot);
    if (whole == nullptr) {
      give_up();
      return;
    }
    return leaf(*whole);
  }
  if (expr.kind == Expr::Kind::call && expr.name == "dyn") return leaf(*expr.args[0]);
  if (expr.kind == Expr::Kind::select || is_index(expr)) {
    if (cell(*expr.args[0]).tag != Tag::unknown) return absent(expr);
    leaf(*expr.args[0]);
    return extend(expr);
  }
  if (expr.kind == Expr::Kind::variable) return absent(expr);
  give_up();
}

void Walk::absent(const Expr& expr) {
  const Expr& part = is_index(expr) && expr.args[1]->value.kind() == cel::Value::Kind::integer
                         ? *expr.args[0]
                         : expr;
  if (&part != &expr && cell(part).tag != Tag::list) give_up();
  const Node* node = node_of(part);
  if (node == nullptr || left_) return;
  begin_item();
  if (node->op == Op::path) {
    append_path(node->field, row_of(*node));
  } else if (const Cell list = element_list(*node); list.tag == Tag::list) {
    append_path(node->field, list.place.first + static_cast<std::uint32_t>(node->constant.integer));
  } else {
    give_up();
  }
  if (&part != &expr) append_index(text_, expr.args[1]->value.as_integer());
  end_path();
}

void Walk::begin_item() { items_.push_back({text_.size(), 0, 0}); }

void Walk::end_path() {
  items_.back().path = items_.back().asked = text_.size() - items_.back().begin;
}

// The last path is one of `step` of it.
void Walk::extend(const Expr& step) {
  if (left_ || items_.back().asked >= kMaxPathLength) return;
  if (step.kind != Expr::Kind::call) {
    text_ += '.';
    text_ += step.name;
  } else if (step.args[1]->value.kind() == cel::Value::Kind::integer) {
    append_index(text_, step.args[1]->value.as_integer());
  } else {
    text_ += '[' + cel::quoted(step.args[1]->value.as_text()) + ']';
  }
  items_.back().asked = text_.size() - items_.back().begin;
}

void Walk::append_path(FieldId id, std::uint32_t row) {
  const Fields& fields = session_.plan_.fields();
  const Field& field = fields.at(id);
  const Table& table = fields.table(field.table);
  if (table.list != kNone && table.element == id) {
    const Field& list = fields.at(table.list);
    const std::uint32_t outer = session_.projection_.parents(field.table)[row];
    append_path(table.list, outer);
    const std::size_t columns = fields.table(list.table).columns;
    const Cell& cell = session_.projection_.cells(list.table)[outer * columns + list.column];
    return append_index(text_, row - cell.place.first);
  }
  if (field.parent == kNone) return;
  append_path(field.parent, row);
  if (text_.size() != items_.back().begin) text_ += '.';
  text_ += field.name;
}

// In order, each once, as many as a missing set names.
void Walk::settle_items() {
  const auto key = [this](const Item& item) {
    const std::string_view asked = std::string_view(text_).substr(item.begin, item.asked);
    return std::pair(asked.substr(0, item.path), asked);
  };
  const auto same = [&](const Item& a, const Item& b) { return key(a) == key(b); };
  std::ranges::sort(items_, {}, key);
  items_.erase(std::unique(items_.begin(), items_.end(), same), items_.end());
  if (items_.size() > cel::kMaxMissing) items_.resize(cel::kMaxMissing);
  if (items_.empty()) give_up();
}

}  // namespace verilot::plan
