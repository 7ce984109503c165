#include "plan/narrow.h"

#include <algorithm>

#include "plan/cells.h"

namespace verilot::plan {
namespace {

using Place = Operand::Place;

// The bits of a constant in a view; none where it is of another kind.
std::optional<std::uint64_t> bits_in_view(const Cell& cell, StepKind kind) {
  switch (kind) {
    case StepKind::numbers:
      if (is_exact(cell)) return std::bit_cast<std::uint64_t>(exact_real(cell));
      return std::nullopt;
    case StepKind::times:
      if (cell.tag == Tag::timestamp && cell.length == 0) return cell.bits;
      return std::nullopt;
    default:
      if (cell.tag == Tag::duration) return cell.bits;
      return std::nullopt;
  }
}

bool is_less(const Node& node) { return node.op == Op::less || node.op == Op::less_or_equal; }

}  // namespace

void Narrow::build(const Nodes& nodes, const Fields& fields, const std::vector<NodeId>& eager,
                   const std::vector<std::uint32_t>& masks) {
  nodes_ = &nodes;
  fields_ = &fields;
  for (const std::uint32_t count : masks) {
    first_masks_.push_back(static_cast<std::uint32_t>(masks_));
    masks_ += count;
  }
  for (const NodeId id : eager)
    if (is_less(nodes.at(id))) add_views(nodes.at(id));
  for (const auto& [key, view] : views_) {
    const auto& [kind, place, table, index] = key;
    if (place == Place::column) add(kind, table, {.out = view, .a = index});
  }
  for (const NodeId id : eager) add_node(id);
  nodes_ = nullptr;
  fields_ = nullptr;
}

void Narrow::add(StepKind kind, TableId table, const Step& step) {
  if (groups_.empty() || groups_.back().kind != kind || groups_.back().table != table) {
    const auto first = static_cast<std::uint32_t>(steps_.size());
    groups_.push_back({kind, table, first, first});
  }
  steps_.push_back(step);
  ++groups_.back().end;
}

void Narrow::add_node(NodeId id) {
  const Node& node = nodes_->at(id);
  if (node.op == Op::pattern) return;  // done by its set
  Step step;
  step.node = id;
  if (node.mask) step.out = first_masks_[node.table] + node.storage;
  const StepKind kind = step_of(node, step);
  add(kind, node.table, step);
  if (node.mask) return;
  for (const StepKind view : {StepKind::numbers, StepKind::times, StepKind::durations}) {
    const auto found = views_.find({view, Place::values, node.table, node.storage});
    if (found == views_.end()) continue;
    add(view, node.table, {.out = found->second, .a = node.storage, .wanted = 1});
  }
}

StepKind Narrow::step_of(const Node& node, Step& step) {
  switch (node.op) {
    case Op::equal_symbol:
    case Op::in_symbols:
      return symbol_step(node, step);
    case Op::equal:
      return equal_step(node, step);
    case Op::less:
    case Op::less_or_equal:
      return less_step(node, step);
    case Op::logical_not:
    case Op::logical_and:
    case Op::logical_or:
      return logical_step(node, step);
    case Op::exists:
    case Op::all:
      return loop_step(node, step);
    default:
      return StepKind::plain;
  }
}

StepKind Narrow::symbol_step(const Node& node, Step& step) const {
  const Operand& text = node.operands[0];
  if (!is_column(text)) return StepKind::plain;
  step.a = text.index;
  if (node.op == Op::equal_symbol) {
    step.wanted = static_cast<std::uint64_t>(node.constant.integer);
    return StepKind::symbol_is;
  }
  const NodeId path = text.node;
  const bool few = fields_->at(nodes_->at(path).field).symbols.size() < 64;
  if (!few || node.symbols.size() != 1) return StepKind::plain;
  step.wanted = node.symbols.front();
  return StepKind::symbol_in;
}

// With true, false or null: what is neither unknown nor an error is equal where the tag is.
StepKind Narrow::equal_step(const Node& node, Step& step) const {
  const Operand &a = node.operands[0], &b = node.operands[1];
  if (!is_column(a) || b.place != Place::constant) return StepKind::plain;
  const Cell& constant = nodes_->at(b.node).constant;
  if (!constant.is_boolean() && constant.tag != Tag::null) return StepKind::plain;
  step.a = a.index;
  step.wanted = static_cast<std::uint64_t>(constant.tag);
  return StepKind::tag_is;
}

// As what the operands of a comparison are to be seen.
StepKind Narrow::view_of(const Node& less) const {
  for (const Operand& operand : less.operands) {
    const Node& node = nodes_->at(operand.node);
    const Tag constant = node.op == Op::constant ? node.constant.tag : Tag::unknown;
    if (node.op == Op::timestamp || constant == Tag::timestamp) return StepKind::times;
    if (node.op == Op::duration || constant == Tag::duration) return StepKind::durations;
  }
  return StepKind::numbers;
}

Narrow::ViewKey Narrow::key_of(const Operand& operand, StepKind kind) const {
  if (operand.place == Place::constant) return {kind, operand.place, 0, operand.node};
  return {kind, operand.place, operand.table, operand.index};
}

void Narrow::add_views(const Node& less) {
  for (const Operand& operand : less.operands) add_view(operand, view_of(less));
}

void Narrow::add_view(const Operand& operand, StepKind kind) {
  const auto next = static_cast<std::uint32_t>(views_.size());
  if (operand.place == Place::constant) {
    const auto bits = bits_in_view(nodes_->at(operand.node).constant, kind);
    if (bits && views_.try_emplace(key_of(operand, kind), next).second)
      constants_.emplace_back(next, *bits);
  } else if (operand.place != Place::mask && operand.fetch == Fetch::same) {
    views_.try_emplace(key_of(operand, kind), next);
  }
}

StepKind Narrow::less_step(const Node& node, Step& step) const {
  const StepKind view = view_of(node);
  const auto a = views_.find(key_of(node.operands[0], view));
  const auto b = views_.find(key_of(node.operands[1], view));
  const auto here = [](const Operand& operand) {
    return operand.place == Place::constant || operand.fetch == Fetch::same;
  };
  if (a == views_.end() || b == views_.end()) return StepKind::plain;
  if (!here(node.operands[0]) || !here(node.operands[1])) return StepKind::plain;
  step.a = a->second;
  step.b = b->second;
  const bool or_equal = node.op == Op::less_or_equal;
  if (view == StepKind::numbers)
    return or_equal ? StepKind::less_or_equal_number : StepKind::less_number;
  return or_equal ? StepKind::less_or_equal_whole : StepKind::less_whole;
}

StepKind Narrow::logical_step(const Node& node, Step& step) {
  for (const Operand& operand : node.operands)
    if (operand.fetch != Fetch::same || operand.place != Place::mask) return StepKind::plain;
  step.a = static_cast<std::uint32_t>(places_.size());
  for (const Operand& operand : node.operands) places_.push_back(place_of(operand));
  step.b = static_cast<std::uint32_t>(places_.size());
  if (node.op != Op::logical_not)
    return node.op == Op::logical_and ? StepKind::logical_and : StepKind::logical_or;
  step.a = places_[step.a];
  return StepKind::logical_not;
}

StepKind Narrow::loop_step(const Node& node, Step& step) const {
  const Rows& rows = nodes_->rows_of(node);
  if (!rows.bits) return StepKind::plain;
  step.a = rows.list.index;
  step.b = place_of(rows.body);
  return node.op == Op::exists ? StepKind::exists : StepKind::all;
}

}  // namespace verilot::plan
