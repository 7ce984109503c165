// Records of at most 64 rows in every table: steps of a kind one after the other, without a call
// or a search for each.
#include "plan/cells.h"
#include "plan/session.h"

namespace verilot::plan {
namespace {

// The bits of the rows, one after the other.
template <typename Test>
std::uint64_t bits_of(std::size_t rows, const Test& test) {
  std::uint64_t bits = 0;
  for (std::size_t row = 0; row < rows; ++row) bits |= std::uint64_t{test(row)} << row;
  return bits;
}

}  // namespace

void Session::begin_narrow() {
  const Narrow& narrow = plan_.narrow();
  narrow_masks_.resize(narrow.masks() + 1);  // a table without masks has a first one all the same
  views_.resize(narrow.views());
  for (const auto& [view, bits] : narrow.constants()) {
    std::ranges::fill(views_[view].bits, bits);
    views_[view].states.yes = ~std::uint64_t{0};
  }
}

void Session::run_narrow() {
  const Narrow& narrow = plan_.narrow();
  for (const StepGroup& group : narrow.groups())
    run_steps(group, {narrow.steps() + group.first, narrow.steps() + group.end});
}

void Session::run_steps(const StepGroup& group, Steps steps) {
  const NarrowTable table{projection_.cells(group.table), plan_.fields().table(group.table).columns,
                          spaces_[group.table].rows, spaces_[group.table].all.data()};
  switch (group.kind) {
    case StepKind::plain:
      for (const Step& step : steps) run(node(step.node), table.all);
      return;
    case StepKind::numbers:
    case StepKind::times:
    case StepKind::durations:
      return run_views(group, table, steps);
    case StepKind::symbol_is:
    case StepKind::symbol_in:
    case StepKind::tag_is:
      return run_cells(group.kind, table, steps);
    case StepKind::less_number:
    case StepKind::less_or_equal_number:
    case StepKind::less_whole:
    case StepKind::less_or_equal_whole:
      return run_less(group.kind, table, steps);
    case StepKind::logical_not:
      for (const Step& step : steps) {
        const Triple& of = narrow_masks_[step.a];
        narrow_masks_[step.out] = {of.no, of.yes, of.error};
      }
      return;
    case StepKind::logical_and:
    case StepKind::logical_or:
      return run_connectives(group.kind == StepKind::logical_or, steps);
    case StepKind::exists:
    case StepKind::all:
      return run_quantifiers(group.kind == StepKind::exists, table, steps);
  }
}

// Rows whose value is of another kind are in none of the states.
void Session::run_views(const StepGroup& group, const NarrowTable& table, Steps steps) {
  for (const Step& step : steps) {
    View& view = views_[step.out];
    const bool stored = step.wanted != 0;
    const Cell* cell = stored ? values_of(group.table, step.a) : table.cells + step.a;
    const std::size_t stride = stored ? 1 : table.columns;
    view.states = {};
    view.unknown = 0;
    for (std::size_t row = 0; row < table.rows; ++row, cell += stride) {
      bool fits = cell->tag == Tag::duration;
      view.bits[row] = cell->bits;
      if (group.kind == StepKind::times) fits = cell->tag == Tag::timestamp && cell->length == 0;
      if (group.kind == StepKind::numbers) {
        fits = is_exact(*cell);
        view.bits[row] = std::bit_cast<std::uint64_t>(exact_real(*cell));
      }
      view.states.yes |= std::uint64_t{fits} << row;
      view.states.error |= std::uint64_t{cell->tag == Tag::error} << row;
      view.unknown |= std::uint64_t{cell->tag == Tag::unknown} << row;
    }
  }
}

void Session::run_cells(StepKind kind, const NarrowTable& table, Steps steps) {
  for (const Step& step : steps) {
    const Cell* cell = table.cells + step.a;
    std::uint64_t known = 0, same = 0, error = 0;
    for (std::size_t row = 0; row < table.rows; ++row, cell += table.columns) {
      bool fits = cell->symbol == step.wanted;
      if (kind == StepKind::symbol_in) fits = (step.wanted >> cell->symbol & 1) != 0;
      if (kind == StepKind::tag_is) fits = static_cast<std::uint64_t>(cell->tag) == step.wanted;
      same |= std::uint64_t{fits} << row;
      known |= std::uint64_t{cell->is_value()} << row;
      error |= std::uint64_t{cell->tag == Tag::error} << row;
    }
    narrow_masks_[step.out] = {known & same, known & ~same, error};
  }
}

void Session::run_less(StepKind kind, const NarrowTable& table, Steps steps) {
  const auto compare = [&](const View& a, const View& b) {
    const auto real = [](std::uint64_t bits) { return std::bit_cast<double>(bits); };
    const auto whole = [](std::uint64_t bits) { return static_cast<std::int64_t>(bits); };
    switch (kind) {
      case StepKind::less_number:
        return bits_of(table.rows,
                       [&](std::size_t i) { return real(a.bits[i]) < real(b.bits[i]); });
      case StepKind::less_or_equal_number:
        return bits_of(table.rows,
                       [&](std::size_t i) { return real(a.bits[i]) <= real(b.bits[i]); });
      case StepKind::less_whole:
        return bits_of(table.rows,
                       [&](std::size_t i) { return whole(a.bits[i]) < whole(b.bits[i]); });
      default:
        return bits_of(table.rows,
                       [&](std::size_t i) { return whole(a.bits[i]) <= whole(b.bits[i]); });
    }
  };
  for (const Step& step : steps) {
    const View &a = views_[step.a], &b = views_[step.b];
    const std::uint64_t holds = compare(a, b);
    const std::uint64_t both = a.states.yes & b.states.yes;
    const std::uint64_t error = a.states.error | b.states.error;
    const std::uint64_t settled = both | error | a.unknown | b.unknown;
    narrow_masks_[step.out] = {both & holds, both & ~holds, error};
    if ((*table.all & ~settled) != 0) run(node(step.node), table.all);
  }
}

void Session::run_connectives(bool is_or, Steps steps) {
  const std::uint32_t* places = plan_.narrow().places();
  for (const Step& step : steps) {
    std::uint64_t deciding = 0, other = ~std::uint64_t{0}, error = 0, unknown = 0;
    for (std::uint32_t i = step.a; i < step.b; ++i) {
      const Triple& next = narrow_masks_[places[i]];
      deciding |= is_or ? next.yes : next.no;
      other &= is_or ? next.no : next.yes;
      error |= next.error;
      unknown |= next.unknown();
    }
    error &= ~(deciding | unknown);
    narrow_masks_[step.out] =
        is_or ? Triple{deciding, other, error} : Triple{other, deciding, error};
  }
}

// Which rows are the elements of a row's list.
void Session::find_spans(const NarrowTable& table, std::uint32_t column, Spans& spans) {
  const Cell* list = table.cells + column;
  spans.column = column;
  spans.lists = spans.errors = spans.others = 0;
  for (std::size_t row = 0; row < table.rows; ++row, list += table.columns) {
    const bool is_list = list->tag == Tag::list;
    spans.lists |= std::uint64_t{is_list} << row;
    spans.errors |= std::uint64_t{list->tag == Tag::error} << row;
    spans.others |= std::uint64_t{list->is_value() && !is_list} << row;
    const bool empty = !is_list || list->length == 0;
    spans.rows[row] =
        empty ? 0 : ~std::uint64_t{0} >> (64 - list->length) << list->place.first % 64;
  }
}

void Session::run_quantifiers(bool exists, const NarrowTable& table, Steps steps) {
  Spans spans;
  for (const Step& step : steps) {
    if (step.a != spans.column) find_spans(table, step.a, spans);
    const Triple& body = narrow_masks_[step.b];
    const std::uint64_t deciding = exists ? body.yes : body.no, open = body.unknown();
    std::uint64_t decided = 0, unknown = 0, error = 0;
    for (std::size_t row = 0; row < table.rows; ++row) {
      decided |= std::uint64_t{(spans.rows[row] & deciding) != 0} << row;
      unknown |= std::uint64_t{(spans.rows[row] & open) != 0} << row;
      error |= std::uint64_t{(spans.rows[row] & body.error) != 0} << row;
    }
    error &= ~(decided | unknown);
    const std::uint64_t other = spans.lists & ~(decided | unknown | error);
    error |= spans.errors;
    narrow_masks_[step.out] =
        exists ? Triple{decided, other, error} : Triple{other, decided, error};
    if (spans.others != 0) run(node(step.node), table.all);
  }
}

}  // namespace verilot::plan
