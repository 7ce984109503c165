#include "evaluate/supposed.h"

#include "packs/domain_values.h"
#include "packs/support_functions.h"

namespace verilot {

namespace {

cel::Value unknown_at(const std::string& path, const std::string& reason) {
  return cel::Value::unknown(cel::Missing{path, path, reason});
}

class WorldMap final : public cel::Map, public FactSupport {
 public:
  WorldMap(const World& world, std::string path, NodeId node)
      : world_(world), path_(std::move(path)), node_(node) {}

  std::size_t size() const override { return node_ == kNoNode ? 0 : world_.evidence().size(node_); }
  std::vector<cel::Value> keys() const override {
    std::vector<cel::Value> keys;
    if (node_ == kNoNode) return keys;
    for (const NodeId child : world_.evidence().children(node_))
      keys.push_back(cel::Value::text(std::string(world_.evidence().key(child))));
    return keys;
  }
  std::optional<cel::Value> find(const cel::Value& key) const override {
    if (key.kind() != cel::Value::Kind::text) return std::nullopt;
    const NodeId child = member(key.as_text());
    const std::string path = path_of_member(key.as_text(), child);
    if (child == kNoNode && world_.supposed(path) == nullptr) return std::nullopt;
    return world_.value(path, child);
  }
  cel::Value absent(const cel::Value& key) const override {
    const bool text = key.kind() == cel::Value::Kind::text;
    return unknown_at(path_ + "." + (text ? key.as_text() : cel::to_display(key)), "not stated");
  }
  cel::Value supported(const std::string& key, Basis basis) const override;
  const std::string& path() const { return path_; }

 private:
  NodeId member(const std::string& key) const {
    return node_ == kNoNode ? kNoNode : world_.evidence().member(node_, key);
  }
  // A link leads to the path of what it stands for.
  std::string path_of_member(const std::string& key, NodeId child) const {
    return child == kNoNode ? path_ + "." + key : world_.evidence().path(child);
  }

  const World& world_;
  std::string path_;
  NodeId node_;
};

cel::Value WorldMap::supported(const std::string& key, Basis basis) const {
  const NodeId child = member(key);
  const std::string path = path_of_member(key, child);
  const std::string own = path + "#" + std::string(to_string(basis));
  if (const Supposed* given = world_.supposed(own)) return given->value;
  const cel::Value value = child == kNoNode && world_.supposed(path) == nullptr
                               ? unknown_at(path, "not stated")
                               : world_.value(path, child);
  if (value.is_unknown()) return value;
  if (value.is_null()) return cel::Value::boolean(false);
  if (child != kNoNode && world_.supposed(path) == nullptr) {
    const Evidence& evidence = world_.evidence();
    bool found = evidence.basis(child) == basis;
    for (const NodeId assertion : evidence.assertions(child))
      found = found || evidence.basis(assertion) == basis;
    if (found) return cel::Value::boolean(true);
  }
  return unknown_at(own, "stated, not " + std::string(to_string(basis)));
}

class WorldList final : public cel::List {
 public:
  // The list as evidence has it, with what is supposed of its further element.
  WorldList(const World& world, const std::string& path, NodeId node)
      : world_(world), nodes_(world.evidence().children(node)) {
    if (world.evidence().complete(node)) return;
    const std::string further = path + "[" + std::to_string(nodes_.size()) + "]";
    const Supposed* given = world.supposed(further);
    if (given == nullptr) {
      rest_.push_back({further, further, std::string(world.evidence().reason(node))});
    } else if (given->shape != Supposed::Shape::no_further) {
      further_ = world.value(further, kNoNode);
    }
  }
  // A list of one object.
  WorldList(const World& world, const std::string& path)
      : world_(world), further_(world.object_at(path + "[]")) {}

  std::size_t size() const override { return nodes_.size() + (further_ ? 1 : 0); }
  cel::Value at(std::size_t index) const override {
    if (index >= nodes_.size()) return *further_;
    return world_.value(world_.evidence().path(nodes_[index]), nodes_[index]);
  }
  const cel::MissingSet* rest() const override { return rest_.empty() ? nullptr : &rest_; }
  cel::Value past_end(std::size_t) const override {
    return rest_.empty() ? cel::Value::stated_null() : cel::Value::unknown(rest_);
  }

 private:
  const World& world_;
  std::vector<NodeId> nodes_;
  std::optional<cel::Value> further_;
  cel::MissingSet rest_;
};

}  // namespace

std::string path_of(const cel::Map& map) {
  const auto* own = dynamic_cast<const WorldMap*>(&map);
  return own == nullptr ? "" : own->path();
}

void World::suppose(const std::string& path, const Supposed* supposed) {
  if (supposed == nullptr) {
    supposed_.erase(path);
  } else {
    supposed_.insert_or_assign(path, supposed);
  }
}

const Supposed* World::supposed(std::string_view path) const {
  const auto found = supposed_.find(path);
  return found == supposed_.end() ? nullptr : found->second;
}

cel::Value World::object_at(const std::string& path) const {
  return cel::Value::map(std::make_shared<WorldMap>(*this, path, kNoNode));
}

cel::Value World::value(const std::string& path, NodeId node) const {
  if (const Supposed* given = supposed(path)) {
    if (given->shape == Supposed::Shape::object) return object_at(path);
    if (given->shape == Supposed::Shape::one)
      return cel::Value::list(std::make_shared<WorldList>(*this, path));
    return given->value;
  }
  if (node == kNoNode) return unknown_at(path, "not stated");
  switch (evidence_.kind(node)) {
    case NodeKind::unknown:
      return unknown_at(path, std::string(evidence_.reason(node)));
    case NodeKind::null:
      return cel::Value::stated_null();
    case NodeKind::boolean:
      return cel::Value::boolean(evidence_.boolean(node));
    case NodeKind::integer:
      return cel::Value::integer(evidence_.integer(node));
    case NodeKind::quantity:
      return quantity_value(evidence_.quantity(node));
    case NodeKind::date:
      return date_value(evidence_.date(node));
    case NodeKind::text:
      return cel::Value::text(evidence_.text(node));
    case NodeKind::list:
      return cel::Value::list(std::make_shared<WorldList>(*this, path, node));
    case NodeKind::object:
      return cel::Value::map(std::make_shared<WorldMap>(*this, path, node));
  }
  return cel::Value::error("a fact of no kind");
}

WorldActivation::WorldActivation(const World& world, const Constants& values, const Date& as_of)
    : world_(world), values_(values), as_of_(date_value(as_of)) {}

void WorldActivation::bind(std::string name, cel::Value constant) {
  bound_.insert_or_assign(std::move(name), std::move(constant));
}

void WorldActivation::bind_fact(std::string name, std::string path, NodeId node) {
  name_ = std::move(name);
  path_ = std::move(path);
  node_ = node;
}

std::optional<cel::Value> WorldActivation::find(std::string_view name) const {
  if (!name_.empty() && name == name_)
    return node_ == kNoNode ? world_.object_at(path_) : world_.value(path_, node_);
  if (const auto it = bound_.find(name); it != bound_.end()) return it->second;
  if (name == "as_of") return as_of_;
  if (const auto it = values_.find(name); it != values_.end()) return it->second;
  const NodeId node = world_.evidence().member(world_.evidence().root(), name);
  return world_.value(node == kNoNode ? std::string(name) : world_.evidence().path(node), node);
}

std::optional<std::string> WorldActivation::fact(std::string_view name) const {
  if (!name_.empty() && name == name_) return path_;
  if (bound_.find(name) != bound_.end() || name == "as_of" || values_.find(name) != values_.end())
    return std::nullopt;
  return std::string(name);
}

}  // namespace verilot
