#include "examine/sentences.h"

#include <algorithm>

#include "examine/printed.h"

namespace verilot {

namespace {

constexpr std::size_t kWrappedLine = 60;  // shorter lines end where their author ended them
constexpr std::size_t kMaxHeading = 90;

struct Line {
  std::size_t begin = 0, end = 0;  // trimmed
  std::size_t length = 0;          // with its indentation
  bool item = false;
  bool markdown_heading = false;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The length of a list marker: "- ", "* ", "1. ", "a) ", a bullet or tick, "| " of a table.
std::size_t marker_length(std::string_view line) {
  constexpr std::string_view kMarkers[] = {
      "- ",      "* ",     "+ ",     "|",      "\u2022", "\u00B7", "\u2013 ",
      "\u2014 ", "\u25CF", "\u25E6", "\u25AA", "\u25A0", "\u2713", "\u2714",
      "\u2705",  "\u274C", "\u2717", "\u27A4", "\u2192", "\uF0B7",
  };
  for (const std::string_view marker : kMarkers)
    if (line.substr(0, marker.size()) == marker) return marker.size();
  std::size_t i = 0;
  while (i < line.size() && i < 3 && is_digit(line[i])) ++i;
  if (i == 0 && line.size() > 1 && line[0] >= 'a' && line[0] <= 'z' && line[1] == ')') i = 1;
  if (i == 0 || i + 1 >= line.size()) return 0;
  return (line[i] == '.' || line[i] == ')') && line[i + 1] == ' ' ? i + 2 : 0;
}

// Past spaces, line ends of a web page's source and, noting it, the sign before an item.
std::size_t skip_start(std::string_view text, Line& line) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool wrap = text[at] == '\v' && at + 1 < text.size() && text[at + 1] == '\n';
    if (text[at] == '\v' && !wrap)
      line.item = true;
    else if (!wrap && !is_blank(text[at]))
      break;
  }
  return at;
}

Line read_line(std::string_view captured, std::size_t begin, std::size_t end) {
  Line line;
  const std::string_view raw = captured.substr(begin, end - begin);
  line.length = raw.size();
  line.begin = begin + skip_start(raw, line);
  line.end = end;
  while (line.end > line.begin && is_blank(captured[line.end - 1])) --line.end;
  // "## Red flags" is a heading, "#FDAapproved" a hashtag.
  std::size_t signs = line.begin;
  while (signs < line.end && captured[signs] == '#') ++signs;
  line.markdown_heading = signs > line.begin && (signs == line.end || is_blank(captured[signs]));
  if (line.markdown_heading) line.begin = signs;
  const std::size_t marker = marker_length(captured.substr(line.begin, line.end - line.begin));
  line.item = line.item || marker != 0;
  line.begin += marker;
  return line;
}

struct LineEnd {
  std::size_t at = 0;
  bool block = false;    // ends a block of a web page
  bool printed = false;  // the author broke the line here, it was not wrapped
};

// Signs as html_text writes them; a page break of a plain text ends nothing that its line end does
// not end.
LineEnd line_end(std::string_view text, std::size_t start) {
  for (std::size_t at = start; at < text.size(); ++at) {
    at = text.find_first_of("\n\f\r", at);
    if (at == std::string_view::npos) break;
    const char before = at > 0 ? text[at - 1] : ' ';
    if (text[at] == '\n' && before != '\v') return {at, false, false};
    const bool page = before == '\n' && (at < 2 || text[at - 2] != '\v');
    if (text[at] == '\f' && !page) return {at, true, true};
    if (text[at] == '\r' && text.substr(at + 1, 1) != "\n") return {at, false, true};
  }
  return {text.size(), true, true};
}

bool ends_open(std::string_view line) {
  constexpr std::string_view kDangling[] = {
      "not",  "no",    "never",  "is",     "are", "was", "been", "be",   "the", "a",
      "an",   "of",    "by",     "to",     "and", "or",  "for",  "with", "any", "has",
      "have", "isn't", "aren't", "hasn't", "el",  "la",  "los",  "las",  "de",  "por",
      "y",    "o",     "ni",     "es",     "son", "ha",  "una",
  };
  const std::size_t space = line.find_last_of(" \t");
  const std::string word =
      lower_ascii(space == std::string_view::npos ? line : line.substr(space + 1));
  return std::find(std::begin(kDangling), std::end(kDangling), word) != std::end(kDangling);
}

// Whether `line` goes on with what `before` left unfinished.
bool continues(std::string_view captured, const Line& before, const Line& line) {
  if (line.item || line.markdown_heading || before.markdown_heading || before.begin == before.end)
    return false;
  const std::string_view text = captured.substr(before.begin, before.end - before.begin);
  if (ends_open(text)) return true;
  const char last = text.back();
  if (last == '.' || last == '!' || last == '?' || last == ':') return false;
  const char first = captured[line.begin];
  const bool lower = (first >= 'a' && first <= 'z') || first == '(' || first == ',';
  return lower || last == ',' || before.length >= kWrappedLine;
}

void finish(std::string_view captured, TextBlock& block, bool markdown_heading) {
  const std::string_view text = captured.substr(block.begin, block.end - block.begin);
  if (text.empty()) return;
  const char last = text.back();
  block.introduces = last == ':' || (text.size() > 2 && text.substr(text.size() - 2) == ":*");
  const bool stops = last == '.' || last == '!' || last == ',' || last == ';';
  block.heading = !block.item &&
                  (markdown_heading || block.introduces || (!stops && text.size() <= kMaxHeading));
}

}  // namespace

std::vector<TextBlock> split_blocks(std::string_view captured) {
  std::vector<TextBlock> blocks;
  Line before;
  bool gap = true;
  for (std::size_t start = 0; start < captured.size();) {
    const LineEnd end = line_end(captured, start);
    Line line = read_line(captured, start, end.at);
    start = end.at + 1;
    if (line.begin >= line.end) {
      gap = true;
      continue;
    }
    if (!blocks.empty() && !gap && continues(captured, before, line)) {
      blocks.back().end = line.end;
    } else {
      blocks.push_back({line.begin, line.end, line.item, false, false, gap});
    }
    finish(captured, blocks.back(), line.markdown_heading);
    if (end.printed) line.length = 0;
    before = line;
    gap = end.block;
  }
  return blocks;
}

namespace {

// "Dr. Smith", "e.g. minoxidil", "F.D.A. approved": a full stop that ends no sentence.
bool abbreviates(std::string_view before) {
  if (before.size() == 1) return true;  // "Q." and "A." label a question and its answer
  const std::size_t space = before.find_last_of(" (\"");
  const std::string_view word = space == std::string_view::npos ? before : before.substr(space + 1);
  constexpr std::string_view kWords[] = {"dr",  "dra", "mr", "mrs", "ms",  "prof", "approx", "vs",
                                         "inc", "ltd", "st", "fig", "e.g", "i.e",  "p.ej",   "sr"};
  if (std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords)) return true;
  return word.size() >= 3 && word[word.size() - 2] == '.';  // f.d.a, u.s
}

bool ends_sentence(std::string_view folded, std::size_t at) {
  const char c = folded[at];
  if (c != '.' && c != '!' && c != '?') return false;
  std::size_t next = at + 1;
  while (next < folded.size() &&
         (folded[next] == '"' || folded[next] == '\'' || folded[next] == ')'))
    ++next;
  if (next < folded.size() && folded[next] != ' ') return false;
  return c != '.' || !abbreviates(folded.substr(0, at));
}

}  // namespace

std::vector<std::pair<std::size_t, std::size_t>> split_sentences(std::string_view folded) {
  std::vector<std::pair<std::size_t, std::size_t>> sentences;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const bool too_long = i - begin >= kMaxSentence && folded[i] == ' ';
    if (!too_long && i - begin < 2 * kMaxSentence &&
        !ends_sentence(folded.substr(begin), i - begin))
      continue;
    std::size_t end = i + 1;
    while (end < folded.size() && (folded[end] == '"' || folded[end] == '\'' || folded[end] == ')'))
      ++end;
    sentences.emplace_back(begin, end);
    while (end < folded.size() && folded[end] == ' ') ++end;
    begin = end;
    i = end == 0 ? 0 : end - 1;
  }
  if (begin < folded.size()) sentences.emplace_back(begin, folded.size());
  return sentences;
}

}  // namespace verilot
