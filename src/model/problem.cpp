#include "model/problem.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace verilot {

namespace {

std::string rounded(double points) { return std::to_string(std::lround(points)); }

std::string_view level_word(ProblemLevel level) {
  switch (level) {
    case ProblemLevel::note:
      return "note";
    case ProblemLevel::warning:
      return "warning";
    case ProblemLevel::error:
      return "error";
  }
  return "error";
}

// Edits from one word to the other; two neighbours that changed places are one edit.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

SourceLocation in_file(std::string file) {
  SourceLocation where;
  where.file = std::move(file);
  return where;
}

std::string to_string(const SourceLocation& where) {
  std::string text = where.file;
  if (where.page > 0) {
    text += " p." + std::to_string(where.page);
    if (where.box != Box{})
      text += " box " + rounded(where.box.x0) + "," + rounded(where.box.y0) + "-" +
              rounded(where.box.x1) + "," + rounded(where.box.y1);
  } else if (where.line > 0) {
    text += ":" + std::to_string(where.line);
    if (where.column > 0) text += ":" + std::to_string(where.column);
  }
  return where.correction.empty() ? text : text + " (" + where.correction + ")";
}

std::string to_string(const Problem& problem) {
  std::string text = to_string(problem.where);
  if (!text.empty()) text += ": ";
  text += std::string(level_word(problem.level)) + ": ";
  // An excerpt with carets stays below the message.
  const std::size_t line = std::min(problem.message.find('\n'), problem.message.size());
  text += problem.message.substr(0, line);
  if (!problem.where.pointer.empty()) text += " (at " + problem.where.pointer + ")";
  return text + problem.message.substr(line);
}

bool any_error(const Problems& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& p) { return p.level == ProblemLevel::error; });
}

std::string nearest(const std::string& word, const std::vector<std::string>& candidates) {
  if (word.size() > 64) return "";
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 64) continue;
    const std::size_t d = distance(word, candidate);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string best = nearest(word, candidates);
  return best.empty() ? "" : ", did you mean '" + best + "'?";
}

}  // namespace verilot
