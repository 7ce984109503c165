#include "cel/containers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "cel/numbers.h"

namespace verilot::cel {
namespace {

int rank(const Value& key) {
  if (key.kind() == Value::Kind::boolean) return 0;
  return is_number(key) ? 1 : 2;
}

}  // namespace

std::optional<Value> as_key(const Value& key) {
  switch (key.kind()) {
    case Value::Kind::boolean:
    case Value::Kind::integer:
    case Value::Kind::unsigned_integer:
    case Value::Kind::text:
      return key;
    case Value::Kind::real:
      return whole_number(key.as_real());
    default:
      return std::nullopt;
  }
}

bool key_less(const Value& a, const Value& b) {
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.kind() == Value::Kind::boolean) return !a.as_boolean() && b.as_boolean();
  if (a.kind() == Value::Kind::text) return a.as_text() < b.as_text();
  return compare_numbers(a, b) < 0;
}

EntriesMap::EntriesMap(std::vector<std::pair<Value, Value>> entries)
    : entries_(std::move(entries)), by_key_(entries_.size()) {
  std::iota(by_key_.begin(), by_key_.end(), std::size_t{0});
  std::ranges::stable_sort(by_key_, [this](std::size_t a, std::size_t b) {
    return key_less(entries_[a].first, entries_[b].first);
  });
}

std::vector<Value> EntriesMap::keys() const {
  std::vector<Value> keys;
  keys.reserve(entries_.size());
  for (const auto& [key, value] : entries_) keys.push_back(key);
  return keys;
}

std::optional<Value> EntriesMap::find(const Value& key) const {
  const std::optional<Value> wanted = as_key(key);
  if (!wanted) return std::nullopt;
  const auto found = std::ranges::lower_bound(
      by_key_, *wanted, key_less,
      [this](std::size_t index) -> const Value& { return entries_[index].first; });
  if (found == by_key_.end() || key_less(*wanted, entries_[*found].first)) return std::nullopt;
  return entries_[*found].second;
}

bool is_made(const List& list) { return dynamic_cast<const ElementsList*>(&list) != nullptr; }
bool is_made(const Map& map) { return dynamic_cast<const EntriesMap*>(&map) != nullptr; }

}  // namespace verilot::cel
