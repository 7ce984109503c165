// Loops over the rows of a table: what the bits of their rows come to.
#include <bit>

#include "plan/session_fill.h"

namespace verilot::plan {

// What the body depends on besides its rows, for one row of the result.
void Session::enter_row(const Node& loop, const Rows& rows, std::uint32_t row) {
  set_row(loop.variable, row);
  if (!rows.iterates) return;
  for (const NodeId id : rows.inner) run(node(id), space_of(node(id)).all.data());
}

std::uint64_t Session::selected(const Operand& operand, const Rows& rows, std::size_t word) {
  if (operand.node == kNone) return ~std::uint64_t{0};
  return seen_words(operand, rows.variable, word).yes;
}

// Error, unknown, or yes where every strict part is known.
Tag Session::guarded(const Rows& rows, std::uint32_t first, std::uint32_t end) {
  for (std::size_t i = 0; i < rows.guards.size();) {
    std::uint64_t errors = 0, unknowns = 0;
    do {
      const Guard& guard = rows.guards[i];
      each_word(first, end, [&](std::size_t word, std::uint64_t bits) {
        const Triple states = seen_words(guard.mask, rows.variable, word);
        bits &= selected(guard.counts, rows, word);
        errors |= states.error & bits;
        unknowns |= states.unknown() & bits;
      });
      ++i;
    } while (i < rows.guards.size() && rows.guards[i].joined);
    if (errors != 0) return Tag::error;
    if (unknowns != 0) return Tag::unknown;
  }
  return Tag::yes;
}

Cell Session::folded(const Node& of, const Rows& rows, std::uint32_t first, std::uint32_t end) {
  std::uint64_t yes = 0, no = 0, errors = 0, unknowns = 0;
  std::int64_t count = 0;
  each_word(first, end, [&](std::size_t word, std::uint64_t bits) {
    bits &= selected(rows.selected, rows, word);
    if (rows.body.node == kNone) {
      count += std::popcount(bits);
      return;
    }
    const Triple states = seen_words(rows.body, rows.variable, word);
    yes |= states.yes & bits;
    no |= states.no & bits;
    errors |= states.error & bits;
    unknowns |= states.unknown() & bits;
    if (of.op == Op::exists_one) count += std::popcount(states.yes & bits);
  });
  if (of.op == Op::count) return integer_cell(count);
  if (of.op == Op::exists_one) {
    if (errors != 0 || unknowns != 0) return cell_of(errors != 0 ? Tag::error : Tag::unknown);
    return boolean_cell(count == 1);
  }
  const bool exists = of.op == Op::exists;
  if ((exists ? yes : no) != 0) return boolean_cell(exists);
  if (unknowns != 0) return cell_of(Tag::unknown);
  return errors != 0 ? cell_of(Tag::error) : boolean_cell(!exists);
}

Cell Session::loop_result(const Node& of, const Rows& rows, std::uint32_t row) {
  const Cell list = cell(rows.list, of.variable, row);
  if (list.tag == Tag::map) return left_cell();
  Tag fault = list.tag == Tag::list ? Tag::yes : list.is_value() ? Tag::error : list.tag;
  Cell out = cell_of(fault);
  if (fault == Tag::yes) {
    enter_row(of, rows, row);
    const std::uint32_t end = list.place.first + list.length;
    const Tag guard = guarded(rows, list.place.first, end);
    out = guard == Tag::yes ? folded(of, rows, list.place.first, end) : cell_of(guard);
    fault = guard;
  }
  if (rows.wanted.node == kNone) return out;
  const Cell wanted = cell(rows.wanted, of.variable, row);
  if (wanted.is_value()) return out;
  // An unknown operand comes after an error, but before a value that is no list.
  const bool no_list = list.is_value() && list.tag != Tag::list && rows.guards.empty();
  return fault == Tag::error && !no_list ? out : wanted;
}

// exists() and all() where nothing but the bits of the body matters.
void Session::run_bits(const Node& of, const Rows& rows, Need need_rows) {
  const bool exists = of.op == Op::exists;
  const Tag decided = exists ? Tag::yes : Tag::no, other = exists ? Tag::no : Tag::yes;
  const Cell* lists = projection_.cells(rows.list.table) + rows.list.index;
  const Mask body = mask_of(rows.body.table, rows.body.index);
  const std::uint64_t* deciding = exists ? body.yes : body.no;
  fill_mask(of, need_rows, [&](std::size_t row) {
    const Cell& list = lists[row * rows.list.stride];
    const std::uint32_t shift = list.place.first % 64, word = list.place.first / 64;
    if (list.tag != Tag::list || shift + list.length > 64) {
      const Cell result = loop_result(of, rows, static_cast<std::uint32_t>(row));
      return is_left(result) ? left_state(of, row) : result.tag;
    }
    if (list.length == 0) return other;
    const std::uint64_t bits = ~std::uint64_t{0} >> (64 - list.length) << shift;
    const std::uint64_t known = body.yes[word] | body.no[word];
    const Tag fault = (bits & ~known & ~body.error[word]) != 0 ? Tag::unknown : Tag::error;
    const Tag open = (bits & ~known) != 0 ? fault : other;
    return (bits & deciding[word]) != 0 ? decided : open;
  });
}

void Session::run_loop(const Node& of, Need need_rows) {
  const Rows& rows = plan_.nodes().rows_of(of);
  if (rows.bits) return run_bits(of, rows, need_rows);
  if (!of.mask) {
    return fill_values(of, need_rows, [&](std::size_t row) {
      return loop_result(of, rows, static_cast<std::uint32_t>(row));
    });
  }
  fill_mask(of, need_rows, [&](std::size_t row) {
    const Cell result = loop_result(of, rows, static_cast<std::uint32_t>(row));
    return is_left(result) ? left_state(of, row) : result.tag;
  });
}

}  // namespace verilot::plan
