// The 64 rules of rules.json as a person would write them for speed: simdjson On-Demand into
// structs, then plain code. What is absent is unknown and what has another type is an error, as
// the rules say; records are otherwise taken as the generator makes them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace bench {

inline constexpr std::size_t kRules = 64;
enum class Verdict : std::uint8_t { no, yes, unknown, error };

class Ideal {
 public:
  Ideal();
  ~Ideal();
  // `line` must have 64 readable bytes behind it. The verdicts in the order of rules.json.
  const std::array<Verdict, kRules>& judge(std::string_view line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bench
