#include "conformance/patterns.h"

#include <algorithm>
#include <memory>

namespace verilot::conformance {
namespace {

using cel::Value;

bool matches(const std::string& pattern, const std::string& path) {
  if (pattern.ends_with(".*")) {
    const std::string parent = pattern.substr(0, pattern.size() - 2);
    return path.size() > parent.size() + 1 && path.starts_with(parent) &&
           (path[parent.size()] == '.' || path[parent.size()] == '[');
  }
  return path == pattern || path.starts_with(pattern + ".") || path.starts_with(pattern + "[");
}

bool is_unknown(const Patterns& patterns, const std::string& path) {
  return std::ranges::any_of(
      patterns, [&path](const std::string& pattern) { return matches(pattern, path); });
}

Value unknown_at(const std::string& path) {
  return Value::unknown(cel::Missing{path, path, "not stated"});
}

Value part(const Value& value, const std::string& path, const Patterns& patterns);

class PatternMap final : public cel::Map {
 public:
  PatternMap(Value map, std::string path, const Patterns& patterns)
      : map_(std::move(map)), path_(std::move(path)), patterns_(patterns) {
    const auto of_member = [this](const std::string& pattern) {
      return pattern.size() > path_.size() && pattern.starts_with(path_) &&
             (pattern[path_.size()] == '.' || pattern[path_.size()] == '[');
    };
    if (std::ranges::any_of(patterns, of_member))
      unread_.push_back(cel::Missing{path_, path_, "not stated"});
  }
  const cel::MissingSet* unread() const override { return unread_.empty() ? nullptr : &unread_; }
  std::size_t size() const override { return map_.as_map().size(); }
  std::vector<Value> keys() const override { return map_.as_map().keys(); }
  std::optional<Value> find(const Value& key) const override {
    const std::string step =
        key.kind() == Value::Kind::text ? "." + key.as_text() : "[" + cel::to_display(key) + "]";
    const std::string path = path_ + step;
    if (is_unknown(patterns_, path)) return unknown_at(path);
    const std::optional<Value> found = map_.as_map().find(key);
    return found ? std::optional(part(*found, path, patterns_)) : std::nullopt;
  }

 private:
  Value map_;
  std::string path_;
  cel::MissingSet unread_;  // a pattern may be of a key that is not bound
  const Patterns& patterns_;
};

class PatternList final : public cel::List {
 public:
  PatternList(Value list, std::string path, const Patterns& patterns)
      : list_(std::move(list)), path_(std::move(path)), patterns_(patterns) {}
  std::size_t size() const override { return list_.as_list().size(); }
  Value at(std::size_t index) const override {
    const std::string path = path_ + "[" + std::to_string(index) + "]";
    if (is_unknown(patterns_, path)) return unknown_at(path);
    return part(list_.as_list().at(index), path, patterns_);
  }

 private:
  Value list_;
  std::string path_;
  const Patterns& patterns_;
};

Value part(const Value& value, const std::string& path, const Patterns& patterns) {
  if (patterns.empty()) return value;
  if (value.kind() == Value::Kind::map) {
    return Value::map(cel::MapPtr(std::make_shared<const PatternMap>(value, path, patterns)));
  }
  if (value.kind() == Value::Kind::list) {
    return Value::list(cel::ListPtr(std::make_shared<const PatternList>(value, path, patterns)));
  }
  return value;
}

}  // namespace

std::optional<Value> PatternActivation::find(std::string_view name) const {
  const std::string path(name);
  if (is_unknown(unknown, path)) return unknown_at(path);
  const auto found = variables.find(name);
  if (found == variables.end()) return std::nullopt;
  return part(found->second, path, unknown);
}

}  // namespace verilot::conformance
