#include "model/documents.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace verilot {

namespace {

constexpr std::size_t kMostExact = 16;

// "dossier.lots", "lot.expiry" and the types behind them, from the root to the fact.
struct Step {
  std::string field, type;
};

std::vector<Step> steps_of(std::string_view path, const Schema& schema) {
  std::vector<Step> steps;
  path = path.substr(0, path.find(' '));
  const ObjectType* type = schema.type(schema.root);
  while (!path.empty() && type != nullptr) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string_view word = path.substr(0, path.find_first_of(".["));
    const Field* field = schema.field(type->name, word);
    if (field == nullptr) break;
    steps.push_back({type->name + "." + field->name, field->type});
    type = schema.type(field->type);
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return steps;
}

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text) result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

using Choices = std::vector<std::vector<std::size_t>>;  // of each fact

std::vector<std::size_t> exact(const Choices& facts, const std::vector<std::size_t>& kinds) {
  std::vector<std::uint32_t> wanted;
  for (const std::vector<std::size_t>& fact : facts) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kinds.size(); ++i)
      if (std::find(fact.begin(), fact.end(), kinds[i]) != fact.end()) bits |= 1U << i;
    wanted.push_back(bits);
  }
  const auto covers = [&](std::uint32_t set) {
    return std::all_of(wanted.begin(), wanted.end(),
                       [&](std::uint32_t fact) { return (fact & set) != 0; });
  };
  // Of equally many, those that stand first in the table.
  std::uint32_t best = (1U << kinds.size()) - 1;
  for (std::uint32_t set = 0; set < (1U << kinds.size()); ++set)
    if (std::popcount(set) < std::popcount(best) && covers(set)) best = set;
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if ((best >> i & 1U) != 0) result.push_back(kinds[i]);
  return result;
}

std::vector<std::size_t> greedy(Choices facts, const std::vector<std::size_t>& kinds) {
  std::vector<std::size_t> result;
  while (!facts.empty()) {
    const auto count = [&](std::size_t kind) {
      return std::count_if(facts.begin(), facts.end(), [&](const std::vector<std::size_t>& fact) {
        return std::find(fact.begin(), fact.end(), kind) != fact.end();
      });
    };
    const std::size_t most =
        *std::max_element(kinds.begin(), kinds.end(),
                          [&](std::size_t a, std::size_t b) { return count(a) < count(b); });
    result.push_back(most);
    std::erase_if(facts, [&](const std::vector<std::size_t>& fact) {
      return std::find(fact.begin(), fact.end(), most) != fact.end();
    });
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

const DocumentKind* DocumentTable::find(std::string_view id) const {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const DocumentKind& kind) { return kind.id == id; });
  return found == kinds.end() ? nullptr : &*found;
}

namespace {

std::vector<std::size_t> kinds_holding(const std::string& fact, const DocumentTable& table,
                                       const Schema& schema) {
  const std::vector<Step> steps = steps_of(fact, schema);
  const auto named = [&](const std::string& name) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.kinds.size(); ++i)
      if (table.kinds[i].holds.contains(name)) found.push_back(i);
    return found;
  };
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (auto found = named(steps[i].field); !found.empty()) return found;
    const std::string type = steps[i].field.substr(0, steps[i].field.find('.'));
    if (auto found = named(type); !found.empty()) return found;
  }
  return {};
}

}  // namespace

const DocumentKind* DocumentTable::asked_for(std::string_view request) const {
  const std::string words = lower(request);
  const DocumentKind* best = nullptr;
  std::size_t first = std::string::npos, length = 0;
  for (const DocumentKind& kind : kinds) {
    for (const std::string& phrase : kind.asked_as) {
      const std::size_t at = words.find(phrase);
      if (at == std::string::npos || at > first) continue;
      if (at == first && phrase.size() <= length) continue;
      best = &kind;
      first = at;
      length = phrase.size();
    }
  }
  return best;
}

const DocumentIndex::Kinds& DocumentIndex::holding(const std::string& fact) {
  const auto known = held_.find(fact);
  if (known != held_.end()) return known->second;
  return held_.emplace(fact, kinds_holding(fact, table_, schema_)).first->second;
}

DocumentIndex::Kinds DocumentIndex::fewest(const std::vector<std::string>& facts) {
  Choices choices;
  std::vector<std::size_t> involved;
  for (const std::string& fact : facts) {
    const Kinds& held = holding(fact);
    if (held.empty() || std::find(choices.begin(), choices.end(), held) != choices.end()) continue;
    for (const std::size_t kind : held)
      if (std::find(involved.begin(), involved.end(), kind) == involved.end())
        involved.push_back(kind);
    choices.push_back(held);
  }
  std::sort(involved.begin(), involved.end());
  return involved.size() <= kMostExact ? exact(choices, involved) : greedy(choices, involved);
}

}  // namespace verilot
