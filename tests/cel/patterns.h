// Evidence for tests: variables with parts that are unknown, told by patterns such as "r.b",
// "l[1]" or "r.*".
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cel/program.h"

namespace verilot::cel {

inline bool matches_pattern(const std::string& pattern, const std::string& path) {
  if (pattern.ends_with(".*")) {
    const std::string parent = pattern.substr(0, pattern.size() - 1);
    return path.starts_with(parent) && path.size() > parent.size();
  }
  return path == pattern || path.starts_with(pattern + ".") || path.starts_with(pattern + "[");
}

using Patterns = std::vector<std::string>;

inline bool is_unknown_path(const Patterns& patterns, const std::string& path) {
  for (const std::string& pattern : patterns) {
    if (matches_pattern(pattern, path)) return true;
  }
  return false;
}

inline Value unknown_at(const std::string& path) {
  return Value::unknown(Missing{path, path, "not stated"});
}

Value with_patterns(const Value& value, const std::string& path, const Patterns& patterns);

class PatternMap final : public Map {
 public:
  PatternMap(Value map, std::string path, const Patterns& patterns)
      : map_(std::move(map)), path_(std::move(path)), patterns_(patterns) {}
  std::size_t size() const override { return map_.as_map().size(); }
  std::vector<Value> keys() const override { return map_.as_map().keys(); }
  std::optional<Value> find(const Value& key) const override {
    std::string path = path_;
    if (key.kind() == Value::Kind::text) {
      path.append(".").append(key.as_text());
    } else {
      path.append("[").append(to_display(key)).append("]");
    }
    if (is_unknown_path(patterns_, path)) return unknown_at(path);
    const std::optional<Value> found = map_.as_map().find(key);
    return found ? std::optional(with_patterns(*found, path, patterns_)) : std::nullopt;
  }

 private:
  Value map_;
  std::string path_;
  const Patterns& patterns_;
};

class PatternList final : public List {
 public:
  PatternList(Value list, std::string path, const Patterns& patterns)
      : list_(std::move(list)), path_(std::move(path)), patterns_(patterns) {}
  std::size_t size() const override { return list_.as_list().size(); }
  Value at(std::size_t index) const override {
    const std::string path = path_ + "[" + std::to_string(index) + "]";
    if (is_unknown_path(patterns_, path)) return unknown_at(path);
    return with_patterns(list_.as_list().at(index), path, patterns_);
  }

 private:
  Value list_;
  std::string path_;
  const Patterns& patterns_;
};

inline Value with_patterns(const Value& value, const std::string& path, const Patterns& patterns) {
  if (value.kind() == Value::Kind::map) {
    return Value::map(MapPtr(std::make_shared<const PatternMap>(value, path, patterns)));
  }
  if (value.kind() == Value::Kind::list) {
    return Value::list(ListPtr(std::make_shared<const PatternList>(value, path, patterns)));
  }
  return value;
}

class PatternActivation final : public Activation {
 public:
  std::map<std::string, Value, std::less<>> variables;
  Patterns unknown;

  std::optional<Value> find(std::string_view name) const override {
    if (is_unknown_path(unknown, std::string(name))) return unknown_at(std::string(name));
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return with_patterns(found->second, std::string(name), unknown);
  }
};

}  // namespace verilot::cel
