#include "cel/issues.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "cel/display.h"
#include "cel/utf8.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kMaxIssues = 50;
constexpr std::size_t kMaxExcerpt = 200;        // bytes of a line that are shown before and after
constexpr std::size_t kMinSuggestedLength = 3;  // every name is near to a shorter one
constexpr std::size_t kMaxSuggestedLength = 64;
constexpr std::size_t kMaxCompared = 2 * kMaxSuggestedLength;  // no nearer one is longer

// Levenshtein's distance, a swap of neighbours counting 1; `limit` where it is that or more. The
// texts are at most kMaxCompared long.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() >= b.size() + limit || b.size() >= a.size() + limit) return limit;
  std::array<std::size_t, kMaxCompared + 1> rows[3];
  std::size_t* before = rows[0].data();
  std::size_t* previous = rows[1].data();
  std::size_t* row = rows[2].data();
  std::iota(previous, previous + b.size() + 1, std::size_t{0});
  std::size_t least_before = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, previous[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least >= limit && least_before >= limit) return limit;
    least_before = least;
    std::swap(before, row);
    std::swap(before, previous);
  }
  return std::min(previous[b.size()], limit);
}

// The offset, or the one before it where a character begins.
std::size_t whole(std::string_view text, std::size_t offset) {
  while (offset > 0 && offset < text.size() &&
         (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U)
    --offset;
  return offset;
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  const std::size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  return text.substr(begin, text.find('\n', offset) - begin);
}

}  // namespace

void Issues::add(Span place, std::string message) {
  const auto same_place = [&](const Issue& issue) { return issue.offset == place.offset; };
  if (full() || std::ranges::any_of(issues_, same_place)) return;
  Issue issue;
  issue.offset = std::min(place.offset, text_.size());
  issue.length = std::max<std::size_t>(place.length, 1);
  issue.message = std::move(message);
  issues_.push_back(std::move(issue));
}

bool Issues::full() const { return issues_.size() >= kMaxIssues; }

std::vector<Issue> Issues::take() {
  for (Issue& issue : issues_) {
    const std::string_view before = text_.substr(0, issue.offset);
    const std::size_t line_start = before.rfind('\n') + 1;
    issue.line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
    issue.column = count_code_points(before.substr(line_start)) + 1;
  }
  std::ranges::stable_sort(issues_, {}, &Issue::offset);
  return std::move(issues_);
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& known) {
  if (written.size() < kMinSuggestedLength || written.size() > kMaxSuggestedLength) return "";
  const std::string* nearest = nullptr;
  std::size_t nearest_distance = std::max<std::size_t>(1, written.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(written, candidate, nearest_distance);
    if (distance < nearest_distance) {
      nearest = &candidate;
      nearest_distance = distance;
    }
  }
  return nearest == nullptr ? "" : ": did you mean " + quoted(*nearest) + "?";
}

std::string with_caret(std::string_view text, const Issue& issue) {
  const std::size_t offset = std::min(issue.offset, text.size());
  const std::string_view line = line_at(text, offset);
  const auto in_line = static_cast<std::size_t>(text.data() + offset - line.data());
  const std::size_t begin = in_line > kMaxExcerpt ? whole(line, in_line - kMaxExcerpt / 2) : 0;
  const std::size_t end = whole(line, std::min(line.size(), in_line + kMaxExcerpt));
  const std::string_view before = line.substr(begin, in_line - begin);
  const std::string_view marked = line.substr(in_line, std::min(issue.length, end - in_line));
  const std::string_view cut = begin > 0 ? "..." : "";
  std::string out(cut);
  out += line.substr(begin, end - begin);
  out += end < line.size() ? "...\n" : "\n";
  out.append(cut.size(), ' ');
  for (const char c : before) {
    if (c == '\t') {
      out += '\t';
    } else if (count_code_points({&c, 1}) == 1) {
      out += ' ';
    }
  }
  out += std::string(std::max<std::size_t>(count_code_points(marked), 1), '^');
  return out;
}

}  // namespace verilot::cel
