#include "packs/text_places.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace verilot {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

int code_points(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), begins_code_point));
}

// A place in a file that moves on byte by byte.
class Cursor {
 public:
  Cursor(std::string_view source, const SourceLocation& where) : source_(source) {
    while (more() && line_ < where.line) next();
    while (more() && c() != '\n' && column_ < where.column) next();
  }
  bool more() const { return at_ < source_.size(); }
  char c() const { return source_[at_]; }
  void next() {
    const bool line_ends = c() == '\n';
    ++at_;
    if (line_ends) ++line_;
    column_ = line_ends ? 1 : column_ + (more() && !begins_code_point(c()) ? 0 : 1);
  }
  int line() const { return line_; }
  int column() const { return column_; }

 private:
  std::string_view source_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
};

// To the first byte of the content; the quote around it, or 0.
char enter_scalar(Cursor& at) {
  if (!at.more()) return 0;
  const char first = at.c();
  if (first == '>' || first == '|')
    while (at.more() && at.c() != '\n') at.next();
  if (first != '\'' && first != '"') return 0;
  at.next();
  return first;
}

// From this byte of a text on, up to the next run: its place in the file.
struct Run {
  std::size_t offset;
  int line, column;
};

// In the order of the text; without what cannot be found in the file again (an escape such as
// \x41).
std::vector<Run> runs_in_file(const WrittenPart& part, std::string_view text) {
  std::vector<Run> runs;
  Cursor at(*part.source, part.where);
  const char quote = enter_scalar(at);
  int shift = 0;  // columns from the text to the file
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char wanted = text[i];
    if (is_blank(wanted)) continue;
    while (at.more() && (is_blank(at.c()) || (quote == '"' && at.c() == '\\' && wanted != '\\')))
      at.next();
    if (!at.more() || at.c() != wanted) break;
    const int moved = at.column() - code_points(text.substr(0, i));
    if (runs.empty() || runs.back().line != at.line() || moved != shift)
      runs.push_back({i, at.line(), at.column()});
    shift = moved;
    at.next();
    if (quote == '\'' && wanted == quote && at.more()) at.next();  // '' is one
  }
  return runs;
}

// The text of the runs on one line.
std::string_view line_of(const std::vector<Run>& runs, std::size_t run, std::string_view text,
                         std::size_t& begin) {
  std::size_t first = run, last = run + 1;
  while (first > 0 && runs[first - 1].line == runs[run].line) --first;
  while (last < runs.size() && runs[last].line == runs[run].line) ++last;
  begin = runs[first].offset;
  std::string_view line = text.substr(begin);
  if (last < runs.size()) line = line.substr(0, runs[last].offset - begin);
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

}  // namespace

MarkedPart mark(const Expression& expression, cel::Issue issue) {
  const MarkedPart plain{expression.where, cel::with_caret(expression.text, issue)};
  const auto part =
      std::find_if(expression.parts.begin(), expression.parts.end(), [&](const WrittenPart& one) {
        return issue.offset >= one.offset && issue.offset <= one.offset + one.size;
      });
  if (part == expression.parts.end() || part->source == nullptr) return plain;
  const std::string_view text = std::string_view(expression.text).substr(part->offset, part->size);
  issue.offset -= part->offset;
  const std::vector<Run> runs = runs_in_file(*part, text);
  if (runs.empty() || runs.front().offset > issue.offset) return plain;
  std::size_t run = runs.size() - 1;
  while (runs[run].offset > issue.offset) --run;
  MarkedPart marked{part->where, ""};
  const std::size_t from = runs[run].offset;
  marked.where.line = runs[run].line;
  marked.where.column = runs[run].column + code_points(text.substr(from, issue.offset - from));
  std::size_t begin = 0;
  const std::string_view line = line_of(runs, run, text, begin);
  issue.offset -= begin;
  const std::size_t rest = line.size() - std::min(line.size(), issue.offset);
  issue.length = std::max<std::size_t>(std::min(issue.length, rest), 1);
  marked.excerpt = cel::with_caret(line, issue);
  return marked;
}

}  // namespace verilot
