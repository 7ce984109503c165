#include "scan/lines.h"

#include <algorithm>

#include "plan/record.h"

namespace verilot {

namespace {

// Lines are long, so that a search for each end costs less than a look at every byte.
std::uint64_t count_lines(std::string_view bytes) {
  std::uint64_t lines = 0;
  for (std::size_t at = 0; (at = bytes.find('\n', at)) != std::string_view::npos; ++at) ++lines;
  return lines;
}

}  // namespace

std::size_t LineReader::read(char* into, std::size_t size) {
  const std::size_t got = input_.read(into, size);
  if (got == 0) ended_ = true;
  return got;
}

bool LineReader::next(LineBlock& block) {
  block.cut.clear();
  if (ended_ && carried_.empty()) return false;
  block.number = block_++;
  block.first_line = line_;
  if (!fill(block)) return false;
  // A byte order mark is no part of the first record.
  if (block.number == 0 && block.bytes.starts_with("\xEF\xBB\xBF"))
    block.bytes.replace(0, 3, 3, ' ');
  line_ += count_lines(std::string_view(block.bytes).substr(0, block.size));
  return true;
}

// Reads until there is the end of a line, and carries over what is behind the last one.
bool LineReader::fill(LineBlock& block) {
  std::size_t size = carried_.size();
  std::size_t end = 0;
  if (block.bytes.size() > 8 * block_bytes_) block.bytes = {};  // of a very long line
  block.bytes.resize(std::max(block.bytes.size(), size + block_bytes_ + plan::kPadding));
  std::copy(carried_.begin(), carried_.end(), block.bytes.begin());
  carried_.clear();
  while (end == 0 && !ended_) {
    if (block.bytes.size() < size + block_bytes_ + plan::kPadding)
      block.bytes.resize(size + block_bytes_ + plan::kPadding);
    const std::size_t got = read(block.bytes.data() + size, block_bytes_);
    const std::size_t newline = std::string_view(block.bytes).substr(size, got).rfind('\n');
    if (newline != std::string_view::npos) end = size + newline + 1;
    size += got;
    if (end == 0 && size > plan::kMaxLine) {
      // Nothing of such a line is kept but its number.
      block.cut.push_back(line_);
      skip_rest_of_line();
      block.bytes[0] = '\n';
      size = end = 1;
    }
  }
  if (end == 0) end = size;
  if (size > end) carried_.assign(block.bytes, end, size - end);
  block.size = end;
  std::fill_n(block.bytes.begin() + static_cast<std::ptrdiff_t>(end), plan::kPadding, '\n');
  return end > 0;
}

void LineReader::skip_rest_of_line() {
  std::string rest(block_bytes_, '\0');
  while (!ended_) {
    const std::size_t got = read(rest.data(), block_bytes_);
    const std::size_t newline = std::string_view(rest).substr(0, got).find('\n');
    if (newline == std::string_view::npos) continue;
    carried_.assign(rest, newline + 1, got - newline - 1);
    return;
  }
}

}  // namespace verilot
