// Patterns of matches(): RE2's, with limits on what compiling one may cost.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace verilot::cel {

inline constexpr std::size_t kMaxPatternWeight = 1'000;
inline constexpr std::size_t kMaxPatternsWeight = 8'000;  // of one expression
inline constexpr std::size_t kMaxPatternsStates = 5'000;  // of one expression

// Its bytes; a class of Unicode characters such as \pL is large, and counts 100.
std::size_t pattern_weight(std::string_view pattern);

struct Pattern {
  std::shared_ptr<const re2::RE2> regex;  // nullptr where it is none
  std::string fault;
  std::size_t states = 0;  // what compiling it took, at least about; also where it is none
};
Pattern compile_pattern(const std::string& pattern);

// What a match pays for a byte of text, in bytes: where a pattern keeps making new states, RE2
// looks at the old ones for every byte.
std::size_t bytes_of_match(const re2::RE2&);

// How often compile_pattern() was called since the program began.
std::size_t compiled_patterns();

}  // namespace verilot::cel
