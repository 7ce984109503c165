// scan: a stream of lines in blocks, plain or gzip, with flat memory whatever its length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scan/input.h"

namespace verilot {

// Whole lines. A line that is longer than a record may be is cut: `cut` has its number.
struct LineBlock {
  std::uint64_t number = 0;      // of the block, from 0
  std::uint64_t first_line = 1;  // from 1
  std::string bytes;             // lines with their newlines, then padding
  std::size_t size = 0;          // without the padding
  std::vector<std::uint64_t> cut;
};

class LineReader {
 public:
  // "-" is the standard input. A block has about `block_bytes`, and at least a line. Throws
  // std::runtime_error where it cannot be opened.
  explicit LineReader(const std::string& path, std::size_t block_bytes = 512 * 1024)
      : block_bytes_(block_bytes), input_(path) {}

  // False at the end. The memory of `block` is used again.
  bool next(LineBlock& block);
  // Why the input ended too early: "" or "the compressed data is damaged".
  const std::string& fault() const { return input_.fault(); }
  // Of the file, compressed or not.
  std::uint64_t bytes_read() const { return input_.bytes_read(); }

 private:
  bool fill(LineBlock& block);
  void skip_rest_of_line();
  std::size_t read(char* into, std::size_t size);

  std::size_t block_bytes_;
  Input input_;
  std::string carried_;  // the start of a line whose end is in the next block
  std::uint64_t block_ = 0;
  std::uint64_t line_ = 1;
  bool ended_ = false;
};

}  // namespace verilot
