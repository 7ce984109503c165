#include "model/evidence.h"

#include <algorithm>
#include <cassert>

namespace verilot {

namespace {

constexpr std::string_view kContradicted = "contradicted";
constexpr std::string_view kBasisWords[] = {"stated", "documented", "registered", "observed"};

// Two sources that both print "< 0.25 EU/mL" say the same, whatever the true value is.
bool says_the_same(const Quantity& a, const Quantity& b) {
  if (equal(a, b) == true) return true;
  const bool same_unit =
      a.unit == b.unit && (!a.unit.unit_class.empty() || a.unit_printed == b.unit_printed);
  return same_unit && a.bound == b.bound && a.value == b.value;
}

}  // namespace

std::string_view to_string(Basis basis) { return kBasisWords[static_cast<std::size_t>(basis)]; }

std::optional<Basis> parse_basis(std::string_view word) {
  const auto it = std::find(std::begin(kBasisWords), std::end(kBasisWords), word);
  if (it == std::end(kBasisWords)) return std::nullopt;
  return static_cast<Basis>(it - std::begin(kBasisWords));
}

NodeId Evidence::resolved(NodeId id) const { return nodes_[id].link ? nodes_[id].payload : id; }

NodeKind Evidence::kind(NodeId id) const { return nodes_[id].kind; }
Basis Evidence::basis(NodeId id) const { return nodes_[id].basis; }
const SourceLocation& Evidence::where(NodeId id) const { return wheres_[nodes_[id].where]; }

const Validity* Evidence::validity(NodeId id) const {
  return nodes_[id].validity == 0 ? nullptr : &validities_[nodes_[id].validity];
}

NodeId Evidence::member(NodeId object, std::string_view key) const {
  const auto it = key_index_.find(key);
  if (it == key_index_.end()) return kNoNode;
  for (NodeId child = nodes_[object].first_child; child != kNoNode; child = nodes_[child].next)
    if (nodes_[child].key == it->second) return resolved(child);
  return kNoNode;
}

std::vector<NodeId> Evidence::children(NodeId id) const {
  std::vector<NodeId> ids;
  ids.reserve(nodes_[id].child_count);
  for (NodeId child = nodes_[id].first_child; child != kNoNode; child = nodes_[child].next)
    ids.push_back(resolved(child));
  return ids;
}

std::string_view Evidence::key(NodeId id) const { return keys_[nodes_[id].key]; }
std::size_t Evidence::size(NodeId id) const { return nodes_[id].child_count; }
NodeId Evidence::parent(NodeId id) const { return nodes_[id].parent; }
bool Evidence::complete(NodeId id) const { return nodes_[id].complete; }
std::string_view Evidence::reason(NodeId id) const { return texts_[nodes_[id].note]; }

bool Evidence::boolean(NodeId id) const { return nodes_[id].payload != 0; }
std::int64_t Evidence::integer(NodeId id) const { return integers_[nodes_[id].payload]; }
const Quantity& Evidence::quantity(NodeId id) const { return quantities_[nodes_[id].payload]; }
const Date& Evidence::date(NodeId id) const { return dates_[nodes_[id].payload].date; }

std::string Evidence::text(NodeId id) const {
  const Node& node = nodes_[id];
  switch (node.kind) {
    case NodeKind::text:
      return texts_[node.payload];
    case NodeKind::boolean:
      return node.payload != 0 ? "true" : "false";
    case NodeKind::integer:
      return std::to_string(integers_[node.payload]);
    case NodeKind::quantity:
      return quantities_[node.payload].printed;
    case NodeKind::date:
      return dates_[node.payload].printed;
    case NodeKind::null:
      return "none";
    case NodeKind::unknown:
    case NodeKind::list:
    case NodeKind::object:
      return "";
  }
  return "";
}

std::vector<NodeId> Evidence::assertions(NodeId id) const {
  std::vector<NodeId> ids;
  for (NodeId other = nodes_[id].other; other != kNoNode; other = nodes_[other].other)
    ids.push_back(other);
  return ids;
}

std::string Evidence::path(NodeId id) const {
  if (id == root()) return "";
  const NodeId up = nodes_[id].parent;
  if (nodes_[up].kind != NodeKind::list) {
    const std::string head = path(up);
    return (head.empty() ? "" : head + ".") + std::string(key(id));
  }
  return path(up) + "[" + std::to_string(nodes_[id].index) + "]";
}

NodeId Evidence::find(std::string_view path) const {
  NodeId at = root();
  while (!path.empty()) {
    if (path[0] == '.') path.remove_prefix(1);
    if (!path.empty() && path[0] == '[') {
      const std::size_t close = path.find(']');
      if (close == std::string_view::npos || close < 2 || close > 9) return kNoNode;
      std::size_t index = 0;
      for (const char c : path.substr(1, close - 1)) {
        if (c < '0' || c > '9') return kNoNode;
        index = index * 10 + static_cast<std::size_t>(c - '0');
      }
      if (nodes_[at].kind != NodeKind::list || index >= size(at)) return kNoNode;
      NodeId element = nodes_[at].first_child;
      for (; index > 0; --index) element = nodes_[element].next;
      at = resolved(element);
      path.remove_prefix(close + 1);
    } else {
      const std::size_t end = std::min(path.find_first_of(".["), path.size());
      at = member(at, path.substr(0, end));
      if (at == kNoNode) return kNoNode;
      path.remove_prefix(end);
    }
  }
  return at;
}

EvidenceBuilder::EvidenceBuilder() {
  evidence_.keys_.push_back("");
  evidence_.key_index_.emplace("", 0);
  evidence_.texts_.push_back("");
  evidence_.wheres_.push_back({});
  evidence_.validities_.push_back({});
  Evidence::Node root;
  root.kind = NodeKind::object;
  evidence_.nodes_.push_back(root);
}

std::uint32_t EvidenceBuilder::store_text(std::string text) {
  if (text.empty()) return 0;
  evidence_.texts_.push_back(std::move(text));
  return static_cast<std::uint32_t>(evidence_.texts_.size() - 1);
}

NodeId EvidenceBuilder::append(NodeId parent, std::string_view key, Payload payload,
                               const SourceLocation& where) {
  Evidence& e = evidence_;
  Evidence::Node node;
  node.kind = payload.kind;
  node.payload = payload.index;
  node.parent = parent;
  node.basis = basis_;
  const auto [it, fresh] =
      e.key_index_.emplace(std::string(key), static_cast<std::uint32_t>(e.keys_.size()));
  if (fresh) e.keys_.emplace_back(key);
  node.key = it->second;
  if (where != e.wheres_.back()) e.wheres_.push_back(where);
  node.where = static_cast<std::uint32_t>(e.wheres_.size() - 1);
  const auto id = static_cast<NodeId>(e.nodes_.size());
  e.nodes_.push_back(node);
  Evidence::Node& up = e.nodes_[parent];
  if (up.first_child == kNoNode) {
    up.first_child = id;
  } else {
    e.nodes_[up.last_child].next = id;
  }
  up.last_child = id;
  e.nodes_[id].index = up.child_count++;
  return id;
}

NodeId EvidenceBuilder::add(NodeId parent, std::string_view key, Payload payload,
                            const SourceLocation& where) {
  const bool object = evidence_.nodes_[parent].kind == NodeKind::object;
  const NodeId first = object ? evidence_.member(parent, key) : kNoNode;
  if (first == kNoNode) return append(parent, key, payload, where);
  const NodeId second = append(parent, key, payload, where);
  // Off the chain of members again: an assertion hangs on the fact, not on the object.
  Evidence::Node& up = evidence_.nodes_[parent];
  NodeId before = up.first_child;
  while (evidence_.nodes_[before].next != second) before = evidence_.nodes_[before].next;
  evidence_.nodes_[before].next = kNoNode;
  up.last_child = before;
  --up.child_count;
  join(first, second);
  return second;
}

bool EvidenceBuilder::same_value(NodeId a, NodeId b) const {
  const Evidence& e = evidence_;
  if (e.kind(a) != e.kind(b)) return false;
  switch (e.kind(a)) {
    case NodeKind::null:
      return true;
    case NodeKind::boolean:
      return e.boolean(a) == e.boolean(b);
    case NodeKind::integer:
      return e.integer(a) == e.integer(b);
    case NodeKind::quantity:
      return says_the_same(e.quantity(a), e.quantity(b));
    case NodeKind::date:
      return e.date(a) == e.date(b);
    case NodeKind::text:
      return e.text(a) == e.text(b);
    case NodeKind::unknown:
    case NodeKind::list:
    case NodeKind::object:
      return false;
  }
  return false;
}

void EvidenceBuilder::join(NodeId first, NodeId second) {
  std::vector<Evidence::Node>& nodes = evidence_.nodes_;
  if (nodes[first].other == kNoNode) {
    // The fact itself becomes the head; what it said is its first assertion.
    Evidence::Node said = nodes[first];
    said.next = kNoNode;
    nodes.push_back(said);
    nodes[first].other = static_cast<NodeId>(nodes.size() - 1);
  }
  nodes[last_assertion(first)].other = second;
  nodes[first].last_other = second;
  // "Nobody knows" contradicts nothing, and what contradicts itself once stays so: the head and
  // the new assertion decide, however many came before.
  Evidence::Node& head = nodes[first];
  const Evidence::Node& said = nodes[second];
  const bool contradicted =
      head.kind == NodeKind::unknown && evidence_.reason(first) == kContradicted;
  if (contradicted || said.kind == NodeKind::unknown) return;
  if (head.kind != NodeKind::unknown) {
    if (!same_value(first, second)) {
      head.kind = NodeKind::unknown;
      head.note = store_text(std::string(kContradicted));
      return;
    }
    if (said.basis <= head.basis) return;
  }
  head.kind = said.kind;
  head.payload = said.payload;
  head.basis = said.basis;
  head.where = said.where;
  head.note = 0;
}

NodeId EvidenceBuilder::last_assertion(NodeId first) const {
  const Evidence::Node& head = evidence_.nodes_[first];
  return head.last_other != kNoNode ? head.last_other : head.other;
}

NodeId EvidenceBuilder::add_object(NodeId parent, std::string_view key,
                                   const SourceLocation& where) {
  return add(parent, key, {NodeKind::object}, where);
}
NodeId EvidenceBuilder::add_list(NodeId parent, std::string_view key, const SourceLocation& where) {
  return add(parent, key, {NodeKind::list}, where);
}
NodeId EvidenceBuilder::add_null(NodeId parent, std::string_view key, const SourceLocation& where) {
  return add(parent, key, {NodeKind::null}, where);
}
NodeId EvidenceBuilder::add_unknown(NodeId parent, std::string_view key, std::string reason,
                                    const SourceLocation& where) {
  const NodeId id = add(parent, key, {NodeKind::unknown}, where);
  if (evidence_.nodes_[id].note == 0) evidence_.nodes_[id].note = store_text(std::move(reason));
  return id;
}
NodeId EvidenceBuilder::add_boolean(NodeId parent, std::string_view key, bool value,
                                    const SourceLocation& where) {
  return add(parent, key, {NodeKind::boolean, value ? 1u : 0u}, where);
}
NodeId EvidenceBuilder::add_integer(NodeId parent, std::string_view key, std::int64_t value,
                                    const SourceLocation& where) {
  evidence_.integers_.push_back(value);
  return add(parent, key,
             {NodeKind::integer, static_cast<std::uint32_t>(evidence_.integers_.size() - 1)},
             where);
}
NodeId EvidenceBuilder::add_quantity(NodeId parent, std::string_view key, Quantity value,
                                     const SourceLocation& where) {
  evidence_.quantities_.push_back(std::move(value));
  return add(parent, key,
             {NodeKind::quantity, static_cast<std::uint32_t>(evidence_.quantities_.size() - 1)},
             where);
}
NodeId EvidenceBuilder::add_date(NodeId parent, std::string_view key, Date value,
                                 std::string printed, const SourceLocation& where) {
  evidence_.dates_.push_back({value, std::move(printed)});
  return add(parent, key, {NodeKind::date, static_cast<std::uint32_t>(evidence_.dates_.size() - 1)},
             where);
}
NodeId EvidenceBuilder::add_text(NodeId parent, std::string_view key, std::string value,
                                 const SourceLocation& where) {
  return add(parent, key, {NodeKind::text, store_text(std::move(value))}, where);
}

NodeId EvidenceBuilder::add_link(NodeId parent, std::string_view key, NodeId target) {
  const NodeId id = append(parent, key, {evidence_.kind(target), target}, evidence_.where(target));
  evidence_.nodes_[id].link = true;
  return id;
}

void EvidenceBuilder::use_basis(Basis basis) { basis_ = basis; }

void EvidenceBuilder::set_validity(NodeId id, Validity validity) {
  evidence_.validities_.push_back(std::move(validity));
  evidence_.nodes_[id].validity = static_cast<std::uint32_t>(evidence_.validities_.size() - 1);
}

void EvidenceBuilder::set_incomplete(NodeId list, std::string reason) {
  evidence_.nodes_[list].complete = false;
  std::string_view before = evidence_.reason(list);
  if (before.find(reason) != std::string_view::npos) return;
  if (!before.empty()) reason = std::string(before) + "; " + reason;
  evidence_.nodes_[list].note = store_text(std::move(reason));
}

Evidence EvidenceBuilder::finish() && { return std::move(evidence_); }

}  // namespace verilot
