#include "evaluate/evidence_view.h"

#include <algorithm>

#include "packs/domain_values.h"

namespace verilot {

namespace {

cel::Value not_stated(std::string path) {
  return cel::Value::unknown(cel::Missing{path, path, "not stated"});
}

std::string join(const std::string& head, const std::string& key) {
  return head.empty() ? key : head + "." + key;
}

}  // namespace

std::size_t EvidenceMap::size() const { return evidence_.size(node_); }

std::vector<cel::Value> EvidenceMap::keys() const {
  std::vector<cel::Value> keys;
  for (const NodeId child : evidence_.children(node_))
    keys.push_back(cel::Value::text(std::string(evidence_.key(child))));
  return keys;
}

std::optional<cel::Value> EvidenceMap::find(const cel::Value& key) const {
  if (key.kind() != cel::Value::Kind::text) return std::nullopt;
  const NodeId child = evidence_.member(node_, key.as_text());
  if (child == kNoNode) return std::nullopt;
  return value_of(evidence_, child);
}

cel::Value EvidenceMap::absent(const cel::Value& key) const {
  const bool text = key.kind() == cel::Value::Kind::text;
  return not_stated(join(evidence_.path(node_), text ? key.as_text() : cel::to_display(key)));
}

cel::Value EvidenceMap::supported(const std::string& key, Basis basis) const {
  const NodeId child = evidence_.member(node_, key);
  const std::string path = join(evidence_.path(node_), key);
  if (child == kNoNode) return not_stated(path);
  const NodeKind kind = evidence_.kind(child);
  if (kind == NodeKind::unknown) return value_of(evidence_, child);
  bool found = evidence_.basis(child) == basis;
  for (const NodeId assertion : evidence_.assertions(child))
    found = found || evidence_.basis(assertion) == basis;
  if (kind == NodeKind::null) return cel::Value::boolean(false);
  if (found) return cel::Value::boolean(true);
  return cel::Value::unknown(
      cel::Missing{path, path, "stated, not " + std::string(to_string(basis))});
}

EvidenceList::EvidenceList(const Evidence& evidence, NodeId node)
    : evidence_(evidence), node_(node), elements_(evidence.children(node)) {
  if (evidence.complete(node)) return;
  const std::string path = evidence.path(node) + "[" + std::to_string(elements_.size()) + "]";
  rest_.push_back({path, path, std::string(evidence.reason(node))});
}

cel::Value EvidenceList::at(std::size_t index) const {
  return value_of(evidence_, elements_[index]);
}

const cel::MissingSet* EvidenceList::rest() const { return rest_.empty() ? nullptr : &rest_; }

cel::Value EvidenceList::past_end(std::size_t index) const {
  return not_stated(evidence_.path(node_) + "[" + std::to_string(index) + "]");
}

cel::Value value_of(const Evidence& evidence, NodeId node) {
  switch (evidence.kind(node)) {
    case NodeKind::unknown: {
      const std::string path = evidence.path(node);
      return cel::Value::unknown(cel::Missing{path, path, std::string(evidence.reason(node))});
    }
    case NodeKind::null:
      return cel::Value::stated_null();
    case NodeKind::boolean:
      return cel::Value::boolean(evidence.boolean(node));
    case NodeKind::integer:
      return cel::Value::integer(evidence.integer(node));
    case NodeKind::quantity:
      return quantity_value(evidence.quantity(node));
    case NodeKind::date:
      return date_value(evidence.date(node));
    case NodeKind::text:
      return cel::Value::text(evidence.text(node));
    case NodeKind::list:
      return cel::Value::list(std::make_shared<EvidenceList>(evidence, node));
    case NodeKind::object:
      return cel::Value::map(std::make_shared<EvidenceMap>(evidence, node));
  }
  return cel::Value::error("a fact of no kind");
}

void RuleActivation::bind(std::string name, cel::Value value) {
  bound_.reserve(2);
  const auto there = std::ranges::find(bound_, name, &std::pair<std::string, cel::Value>::first);
  if (there != bound_.end()) {
    there->second = std::move(value);
  } else {
    bound_.emplace_back(std::move(name), std::move(value));
  }
}

std::optional<cel::Value> RuleActivation::find(std::string_view name) const {
  for (const auto& [bound, value] : bound_)
    if (bound == name) return value;
  if (name == "as_of") return as_of_;
  if (const auto it = values_.find(name); it != values_.end()) return it->second;
  const NodeId node = evidence_.member(evidence_.root(), name);
  if (node != kNoNode) return value_of(evidence_, node);
  return not_stated(std::string(name));
}

}  // namespace verilot
