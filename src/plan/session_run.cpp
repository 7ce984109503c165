#include <re2/re2.h>

#include <algorithm>
#include <bit>

#include "plan/cells.h"
#include "plan/session_fill.h"

namespace verilot::plan {
namespace {

// The value of a condition: yes and no for themselves, unknown, and error for everything else.
Tag as_state(Tag tag) { return tag <= Tag::error ? tag : Tag::error; }

Tag state_of(bool value) { return value ? Tag::yes : Tag::no; }

}  // namespace

void Session::run(const Node& of, Need rows) {
  if (of.mask) {
    run_mask(of, rows);
  } else {
    run_values(of, rows);
  }
}

void Session::run_mask(const Node& of, Need rows) {
  switch (of.op) {
    case Op::logical_and:
    case Op::logical_or:
      return run_logical(of, rows);
    case Op::logical_not:
      return run_not(of);
    case Op::exists:
    case Op::all:
    case Op::exists_one:
      return run_loop(of, rows);
    case Op::contains:
    case Op::starts_with:
    case Op::ends_with:
    case Op::matches:
      return run_text_test(of, rows);
    case Op::pattern_set:
      return run_patterns(of);
    case Op::pattern:  // done by its set
      return;
    case Op::equal_symbol:
      if (of.operands[0].fetch == Fetch::same && !of.lazy) return run_symbol(of);
      [[fallthrough]];
    default:
      return run_comparison(of, rows);
  }
}

// Row by row. It has a function of its own so that what is done with whole words does not pay for
// its frame.
void Session::run_comparison(const Node& of, Need rows) {
  const Column a = column(of.operands[0], of.variable, 0);
  const Column b = of.operands.size() > 1 ? column(of.operands[1], of.variable, 1) : Column{};
  const auto settled = [&](Tag tag, std::size_t row) {
    return tag == kLeft ? left_state(of, row) : tag;
  };
  switch (of.op) {
    case Op::truth:
      return fill_mask(of, rows, [&](std::size_t row) { return as_state(a.at(row).tag); });
    case Op::known:
      return fill_mask(of, rows, [&](std::size_t row) {
        return a.at(row).is_value() ? Tag::yes : a.at(row).tag;
      });
    case Op::equal:
      return fill_mask(of, rows, [&](std::size_t row) {
        return settled(equal_cells(a.at(row), b.at(row)), row);
      });
    case Op::less:
    case Op::less_or_equal:
      return fill_mask(of, rows, [&, or_equal = of.op == Op::less_or_equal](std::size_t row) {
        const Cell &x = a.at(row), &y = b.at(row);
        const bool exact_x = is_exact(x), exact_y = is_exact(y);
        if (!(exact_x & exact_y)) return settled(less_cells(x, y, or_equal), row);
        const double left = exact_real(x), right = exact_real(y);
        return state_of((left < right) | (or_equal & (left == right)));
      });
    case Op::equal_symbol: {
      const auto symbol = static_cast<std::uint16_t>(of.constant.integer);
      return fill_mask(of, rows, [&](std::size_t row) {
        const Cell& cell = a.at(row);
        return cell.is_value() ? state_of(cell.symbol == symbol) : cell.tag;
      });
    }
    case Op::in_symbols:
      return fill_mask(of, rows, [&](std::size_t row) {
        const Cell& cell = a.at(row);
        if (!cell.is_value()) return cell.tag;
        const std::size_t word = cell.symbol / 64u;
        return state_of(word < of.symbols.size() &&
                        (of.symbols[word] >> cell.symbol % 64u & 1) != 0);
      });
    case Op::in_constants:
      return fill_mask(of, rows, [&](std::size_t row) {
        const Cell& cell = a.at(row);
        if (!cell.is_value()) return cell.tag;
        return state_of(std::ranges::any_of(of.constants, [&](const Cell& constant) {
          return equal_cells(cell, constant) == Tag::yes;
        }));
      });
    case Op::has:
      return fill_mask(of, rows, [&](std::size_t row) {
        const Cell& object = a.at(row);
        if (object.tag == Tag::map) return state_of(b.at(row).tag != Tag::unknown);
        return object.tag == Tag::unknown ? Tag::unknown : Tag::error;
      });
    default:
      return;
  }
}

// All rows of a column and one of its symbols: what most rules consist of.
void Session::run_symbol(const Node& of) {
  const auto symbol = static_cast<std::uint16_t>(of.constant.integer);
  const Operand& operand = of.operands[0];
  const Cell* cell = projection_.cells(operand.table) + operand.index;
  const Mask mask = mask_of(of);
  const Space& space = space_of(of);
  for (std::uint32_t row = 0; row < space.rows; row += 64) {
    const std::uint32_t end = std::min(space.rows - row, 64u);
    Triple out;
    for (std::uint32_t bit = 0; bit < end; ++bit, cell += operand.stride) {
      const std::uint64_t known = cell->is_value();
      const std::uint64_t same = cell->symbol == symbol;
      out.yes |= (known & same) << bit;
      out.no |= (known & ~same & 1) << bit;
      out.error |= std::uint64_t{cell->tag == Tag::error} << bit;
    }
    mask.yes[row / 64] = out.yes;
    mask.no[row / 64] = out.no;
    mask.error[row / 64] = out.error;
  }
}

void Session::run_values(const Node& of, Need rows) {
  if (of.op == Op::other) {
    return fill_values(of, rows, [&](std::size_t row) { return left(of, row); });
  }
  if (of.op == Op::count) return run_loop(of, rows);
  if (of.op == Op::conditional) return run_conditional(of, rows);
  if (of.op == Op::row_index) {
    const TableId table = table_of(of.variable);
    const std::uint32_t* parents = projection_.parents(table);
    std::uint32_t first = 0;
    return fill_values(of, rows, [&](std::size_t row) {
      if (row == 0 || parents[row] != parents[row - 1]) first = static_cast<std::uint32_t>(row);
      return integer_cell(static_cast<std::int64_t>(row - first));
    });
  }
  const Column a = column(of.operands[0], of.variable, 0);
  const Column b = of.operands.size() > 1 ? column(of.operands[1], of.variable, 1) : Column{};
  switch (of.op) {
    case Op::negate:
      return fill_values(of, rows, [&](std::size_t row) { return negated(a.at(row)); });
    case Op::size:
      return fill_values(of, rows, [&](std::size_t row) { return size_of(a.at(row)); });
    case Op::timestamp:
      return fill_values(of, rows, [&](std::size_t row) { return timestamp_of(a.at(row)); });
    case Op::duration:
      return fill_values(of, rows, [&](std::size_t row) { return duration_of(a.at(row)); });
    case Op::real_of:
      return fill_values(of, rows, [&](std::size_t row) { return real_of(a.at(row)); });
    case Op::element: {
      const Field& field = plan_.fields().at(of.field);
      const Cell* cells = projection_.cells(field.table) + field.column;
      const std::size_t columns = plan_.fields().table(field.table).columns;
      const auto index = static_cast<std::uint64_t>(of.constant.integer);
      return fill_values(of, rows, [&](std::size_t row) {
        const Cell& list = a.at(row);
        if (list.tag == Tag::map) return left_cell();
        if (list.tag != Tag::list) return cell_of(list.is_value() ? Tag::error : list.tag);
        if (index >= list.length) return cell_of(Tag::unknown);
        return cells[(list.place.first + index) * columns];
      });
    }
    default:
      return fill_values(of, rows,
                         [&](std::size_t row) { return arithmetic(of.op, a.at(row), b.at(row)); });
  }
}

void Session::run_conditional(const Node& of, Need rows) {
  const Column condition = column(of.operands[0], of.variable, 0);
  const Column yes = column(of.operands[1], of.variable, 1);
  const Column no = column(of.operands[2], of.variable, 2);
  fill_values(of, rows, [&](std::size_t row) {
    const Tag state = as_state(condition.at(row).tag);
    if (state > Tag::yes) return cell_of(state);
    return state == Tag::yes ? yes.at(row) : no.at(row);
  });
}

void Session::run_text_test(const Node& of, Need rows) {
  const Column text = column(of.operands[0], of.variable, 0);
  const Column part = column(of.operands[1], of.variable, 1);
  const auto fill = [&](const auto& holds) {
    fill_mask(of, rows, [&](std::size_t row) {
      const Cell &a = text.at(row), &b = part.at(row);
      if (a.tag == Tag::text && b.tag == Tag::text) return state_of(holds(a.view(), b.view()));
      const Tag fault = strict(a, b);
      return fault != Tag::yes ? fault : Tag::error;
    });
  };
  using Text = std::string_view;
  switch (of.op) {
    case Op::starts_with:
      return fill([](Text whole, Text start) { return whole.starts_with(start); });
    case Op::ends_with:
      return fill([](Text whole, Text end) { return whole.ends_with(end); });
    case Op::contains:
      return fill([](Text whole, Text inner) { return whole.find(inner) != Text::npos; });
    default:
      return fill([&of](Text whole, Text) {
        return RE2::PartialMatch(re2::StringPiece(whole.data(), whole.size()), *of.expr->regex);
      });
  }
}

// Most texts match none of the patterns, and of most of these that is seen at once.
void Session::run_patterns(const Node& leader) {
  const PatternSet& set = plan_.patterns(leader);
  const Column text = column(leader.operands[0], leader.variable, 0);
  const Space& space = space_of(leader);
  for (std::size_t word = 0; word < space.words; ++word) {
    std::uint64_t texts = 0, errors = 0;
    for (const std::uint32_t storage : set.masks()) mask_of(leader.table, storage).yes[word] = 0;
    const std::size_t end = std::min<std::size_t>(space.rows - word * 64, 64);
    for (std::size_t bit = 0; bit < end; ++bit) {
      const Cell& cell = text.at(word * 64 + bit);
      const bool is_text = cell.tag == Tag::text;
      texts |= std::uint64_t{is_text} << bit;
      errors |= std::uint64_t{!is_text && cell.tag != Tag::unknown} << bit;
      if (is_text && set.may_match(cell.view())) match_patterns(set, cell, word * 64 + bit);
    }
    for (const std::uint32_t storage : set.masks()) {
      const Mask mask = mask_of(leader.table, storage);
      mask.no[word] = texts & ~mask.yes[word];
      mask.error[word] = errors;
    }
  }
}

void Session::match_patterns(const PatternSet& set, const Cell& text, std::size_t row) {
  const auto found = [&](const Node& member) {
    mask_of(member).yes[row / 64] |= std::uint64_t{1} << row % 64;
  };
  if (set.match(text.view(), hits_)) {
    for (const int hit : hits_) found(node(set.members()[static_cast<std::size_t>(hit)]));
    return;
  }
  const re2::StringPiece piece(text.text, text.length);
  for (const NodeId id : set.members()) {
    const Node& member = node(id);
    const std::string_view part = node(member.operands[1].node).constant.view();
    if (member.expr->regex ? RE2::PartialMatch(piece, *member.expr->regex)
                           : text.view().find(part) != std::string_view::npos)
      found(member);
  }
}

void Session::run_not(const Node& of) {
  const Mask mask = mask_of(of);
  const std::size_t words = space_of(of).words;
  for (std::size_t word = 0; word < words; ++word) {
    const Triple operand = seen_words(of.operands[0], of.variable, word);
    mask.yes[word] = operand.no;
    mask.no[word] = operand.yes;
    mask.error[word] = operand.error;
  }
}

// Operand by operand, costly ones last and only for the rows that are open then. The deciding
// state comes before unknown, unknown before error, error before the other state.
void Session::run_logical(const Node& of, Need rows) {
  const bool is_or = of.op == Op::logical_or;
  const Mask mask = mask_of(of);
  std::uint64_t* deciding = is_or ? mask.yes : mask.no;
  std::uint64_t* other = is_or ? mask.no : mask.yes;
  const std::size_t words = space_of(of).words;
  for (std::size_t word = 0; word < words; ++word) {  // rows that were computed before stay
    const std::uint64_t kept = of.lazy ? ~rows[word] : 0;
    deciding[word] &= kept;
    mask.error[word] &= kept;
    other[word] |= ~kept;
  }
  for (const Operand& operand : of.operands) {
    if (node(operand.node).lazy && node(operand.node).fixed.empty()) {
      std::vector<std::uint64_t> open(rows, rows + words);
      bool any = false;
      for (std::size_t word = 0; word < words; ++word) {
        open[word] &= ~deciding[word];
        any = any || open[word] != 0;
      }
      if (!any) break;
      need(operand.node,
           operand.fetch == Fetch::same ? open.data() : space_of(node(operand.node)).all.data());
    }
    for (std::size_t word = 0; word < words; ++word) {
      const Triple next = seen_words(operand, of.variable, word);
      const std::uint64_t unknown =
          next.unknown() | ~(mask.yes[word] | mask.no[word] | mask.error[word]);
      const std::uint64_t kept = of.lazy ? ~rows[word] : 0;
      const std::uint64_t error =
          (mask.error[word] | next.error) & ~(is_or ? next.yes : next.no) & ~deciding[word];
      deciding[word] |= (is_or ? next.yes : next.no) & ~kept;
      other[word] &= (is_or ? next.no : next.yes) | kept;
      mask.error[word] = (error & ~unknown & ~kept) | (mask.error[word] & kept);
    }
  }
}

}  // namespace verilot::plan
