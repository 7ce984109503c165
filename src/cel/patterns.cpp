#include "cel/patterns.h"

#include <re2/re2.h>

#include <atomic>

namespace verilot::cel {
namespace {

constexpr std::size_t kClassWeight = 100;
constexpr std::size_t kStatesOfByte = 16;
constexpr std::int64_t kMaxMemory = 512 * 1024;  // about kMaxPatternsStates states

std::atomic<std::size_t>& counter() {
  static std::atomic<std::size_t> count = 0;
  return count;
}

}  // namespace

std::size_t pattern_weight(std::string_view pattern) {
  std::size_t weight = pattern.size();
  for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '\\' && (pattern[i + 1] == 'p' || pattern[i + 1] == 'P')) {
      weight += kClassWeight;
    }
  }
  return weight;
}

Pattern compile_pattern(const std::string& pattern) {
  if (pattern_weight(pattern) > kMaxPatternWeight) {
    return {nullptr,
            "it is longer than " + std::to_string(kMaxPatternWeight) + " bytes (\\p counts " +
                std::to_string(kClassWeight) + ")",
            kMaxPatternsStates / 10};
  }
  ++counter();
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMaxMemory);
  auto regex = std::make_shared<const RE2>(pattern, options);
  if (regex->ok()) {
    const auto states = static_cast<std::size_t>(regex->ProgramSize());
    return {std::move(regex), "", states};
  }
  // One that grows too large is found out after as much work as half of what is allowed takes.
  const bool too_large = regex->error_code() == RE2::ErrorPatternTooLarge;
  return {nullptr, regex->error(),
          too_large ? kMaxPatternsStates / 2 + 1 : kMaxPatternsStates / 10};
}

std::size_t bytes_of_match(const re2::RE2& regex) {
  return 1 + static_cast<std::size_t>(regex.ProgramSize()) / kStatesOfByte;
}

std::size_t compiled_patterns() { return counter(); }

}  // namespace verilot::cel
