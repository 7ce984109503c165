#include "cli/help_lines.h"

#include <sstream>

namespace verilot {

namespace {

// Where the next lines of a long one begin.
std::size_t hang_of(const std::string& line, std::size_t column) {
  const std::size_t indent = line.find_first_not_of(' ');
  const bool of_option = line.size() > column && line[column] != ' ' && line[column - 1] == ' ';
  const bool first = of_option && (indent == column || line.substr(0, column).ends_with("  "));
  return first ? column : indent == 0 ? 0 : indent + 4;
}

// The space at which a line is broken; npos where there is none. What an example does stands far
// behind it, and is not torn from the rest.
std::size_t break_of(const std::string& line, std::size_t hang, std::size_t width) {
  const std::size_t last = line.rfind(' ', width);
  const std::size_t gap = line.rfind("   ", width);
  const std::size_t words = line.find_first_not_of(' ', gap == line.npos ? 0 : gap);
  if (gap != line.npos && gap > hang && words > hang) return line.find_last_not_of(' ', gap) + 1;
  return last == line.npos || last <= hang ? line.npos : last;
}

void put(std::string line, std::size_t hang, std::size_t width, std::string& out) {
  while (line.size() > width) {
    const std::size_t end = break_of(line, hang, width);
    const std::size_t next = end == line.npos ? end : line.find_first_not_of(' ', end);
    if (next == line.npos) break;
    out += line.substr(0, end) + "\n";
    line = std::string(hang, ' ') + line.substr(next);
  }
  out += line + "\n";
}

}  // namespace

std::string fitted(const std::string& help, std::size_t column, std::size_t width) {
  std::string out;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);)
    put(line, line.size() > width ? hang_of(line, column) : 0, width, out);
  if (!help.ends_with('\n') && !out.empty()) out.pop_back();
  return out;
}

}  // namespace verilot
