#include "examine/source_patterns.h"

#include <algorithm>

namespace verilot {

SourcePatterns::SourcePatterns(const SourceWords& words) {
  for (const auto& [role, patterns] : words)
    for (const std::string& pattern : patterns)
      roles_[role].push_back(std::make_unique<RE2>(pattern, RE2::Quiet));
}

const SourcePatterns::Patterns& SourcePatterns::of(std::string_view role) const {
  static const Patterns kNone;
  const auto found = roles_.find(role);
  return found == roles_.end() ? kNone : found->second;
}

bool SourcePatterns::fit(std::string_view role, const std::string& words) const {
  return std::ranges::any_of(of(role),
                             [&](const auto& one) { return RE2::PartialMatch(words, *one); });
}

std::string SourcePatterns::without(std::string_view role, std::string words) const {
  for (const auto& one : of(role)) RE2::GlobalReplace(&words, *one, "");
  return words;
}

}  // namespace verilot
