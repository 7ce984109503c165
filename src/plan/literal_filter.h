// Which texts cannot match any of several patterns, seen from the literal texts that each pattern
// requires: one look at every byte instead of a run of the patterns' automaton.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace verilot::plan {

class LiteralFilter {
 public:
  // Every text may match where a pattern requires no literal.
  explicit LiteralFilter(const std::vector<std::string>& patterns);

  // False where the text certainly matches none of the patterns.
  bool may_match(std::string_view text) const;

 private:
  static constexpr std::size_t kWindow = 4;  // the first bytes of a literal that are looked at
  static constexpr std::size_t kBuckets = 8;
  void add(std::string_view literal);
  void allow(std::size_t place, unsigned char byte, std::size_t bucket);
  bool found_by_byte(std::string_view text) const;
  bool found_by_block(std::string_view text) const;
  bool begins_with_literal(std::string_view text) const;
  std::uint32_t windows_in_block(const char* begin) const;

  // One bit a bucket of literals, for each place in the window: whether some literal of the bucket
  // has such a byte there. The second table tells bytes by their halves, which is what a processor
  // looks up for 32 bytes at once.
  std::array<std::array<std::uint8_t, 256>, kWindow> bytes_{};
  struct Halves {
    alignas(16) std::array<std::uint8_t, 16> low{}, high{};
  };
  std::array<Halves, kWindow> halves_{};
  std::array<std::vector<std::string>, kBuckets> literals_;
  std::size_t longs_ = 0;
  bool usable_ = false;
  bool has_blocks_ = false;
};

}  // namespace verilot::plan
