// The lists and maps that expressions and functions make, as opposed to those that evidence brings.
#pragma once

#include <utility>
#include <vector>

#include "cel/value.h"

namespace verilot::cel {

class ElementsList final : public List {
 public:
  explicit ElementsList(std::vector<Value> elements) : elements_(std::move(elements)) {}
  std::size_t size() const override { return elements_.size(); }
  Value at(std::size_t index) const override { return elements_[index]; }

 private:
  std::vector<Value> elements_;
};

// Keeps the order in which the entries were written; finds by binary search.
class EntriesMap final : public Map {
 public:
  explicit EntriesMap(std::vector<std::pair<Value, Value>> entries);
  std::size_t size() const override { return entries_.size(); }
  std::vector<Value> keys() const override;
  std::optional<Value> find(const Value& key) const override;

 private:
  std::vector<std::pair<Value, Value>> entries_;
  std::vector<std::size_t> by_key_;  // indices of entries_, in the order of their keys
};

// A double that is a whole number becomes that number; nothing where `key` cannot be a key.
std::optional<Value> as_key(const Value& key);

// An order of keys: bool, numbers on one line, text.
bool key_less(const Value& a, const Value& b);

bool is_made(const List&);
bool is_made(const Map&);

}  // namespace verilot::cel
