#include "examine/claim_exceptions.h"

#include <algorithm>

namespace verilot {

ClaimExceptions::ClaimExceptions(const ClaimTable& table, Problems& problems)
    : weaker_(table.weaker_kinds) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  for (const auto& [kind, patterns] : table.not_meant) {
    std::string all;
    for (const std::string& pattern : patterns) all += (all.empty() ? "" : "|") + pattern;
    auto compiled = std::make_unique<RE2>("(" + all + ")", options);
    if (compiled->ok())
      not_meant_[kind] = std::move(compiled);
    else
      problems.push_back({ProblemLevel::error, in_file("rules/claims"),
                          "the words of 'not_meant: " + kind +
                              "' are no valid RE2 pattern: " + compiled->error()});
  }
}

bool ClaimExceptions::not_meant(const std::string& kind, std::string_view sentence,
                                std::size_t begin, std::size_t end) const {
  const auto words = not_meant_.find(kind);
  if (words == not_meant_.end()) return false;
  re2::StringPiece rest(sentence.data(), sentence.size());
  re2::StringPiece match;
  while (RE2::FindAndConsume(&rest, *words->second, &match) && !match.empty()) {
    const auto at = static_cast<std::size_t>(match.data() - sentence.data());
    if (at >= end) return false;
    if (at + match.size() > begin) return true;
  }
  return false;
}

bool ClaimExceptions::is_weaker(const std::string& kind, const std::string& than) const {
  const auto weaker = weaker_.find(than);
  return weaker != weaker_.end() && std::ranges::count(weaker->second, kind) != 0;
}

}  // namespace verilot
