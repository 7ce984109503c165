#include "yaml/scalar_text.h"

#include <algorithm>

namespace verilot {

namespace {

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; }

// Line ends and marks beyond ASCII that YAML reads as something else than letters.
bool has_strange_breaks(std::string_view text) {
  for (const std::string_view strange :
       {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"})
    if (text.find(strange) != std::string_view::npos) return true;
  return false;
}

bool is_printed(std::string_view text) {
  return std::ranges::none_of(text, is_control) && !has_strange_breaks(text);
}

// Text of several words that no reader takes for a number, a date, true or null.
bool can_be_plain(std::string_view text) {
  const char first = text.empty() ? ' ' : text.front();
  const bool letter = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z') ||
                      first == '(' || static_cast<unsigned char>(first) >= 0x80;
  return letter && text.find(' ') != std::string_view::npos && text.back() != ' ' &&
         text.back() != ':' && text.find(": ") == std::string_view::npos &&
         text.find(" #") == std::string_view::npos && is_printed(text);
}

std::string in_single_quotes(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

std::string in_double_quotes(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += std::string("\\") + c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (is_control(c)) {
      const auto byte = static_cast<unsigned char>(c);
      quoted += std::string("\\x") + kDigits[byte >> 4] + kDigits[byte & 15];
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

// Blanks that stand together keep together: a line cannot begin or end with one.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find(' ', at);
    while (end != std::string_view::npos && text[end + 1] == ' ')
      end = text.find(' ', text.find_first_not_of(' ', end));
    end = std::min(end, text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// What is better not broken: of a condition what stands between its operators, else single words.
std::vector<std::vector<std::string_view>> phrases_of(std::string_view text) {
  const bool condition =
      text.find(" && ") != std::string_view::npos || text.find(" || ") != std::string_view::npos;
  std::vector<std::vector<std::string_view>> phrases;
  for (const std::string_view word : words_of(text)) {
    const bool begins = word == "&&" || word == "||" || word == "?" || word == ":";
    if (phrases.empty() || !condition || begins) phrases.emplace_back();
    phrases.back().push_back(word);
  }
  return phrases;
}

}  // namespace

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string on_one_line(const SourceNode& scalar) {
  const bool block = !scalar.raw.empty() && (scalar.raw[0] == '|' || scalar.raw[0] == '>');
  if (!block && scalar.raw.find('\n') == std::string::npos) return scalar.raw;
  return scalar.plain ? scalar.text : shortest(scalar.text);
}

std::string shortest(const std::string& text) {
  if (can_be_plain(text)) return text;
  const bool broken = text.find('\n') != std::string::npos;
  return broken || !is_printed(text) ? in_double_quotes(text) : in_single_quotes(text);
}

bool can_fold(std::string_view text) {
  return !text.empty() && text.front() != ' ' && text.back() != ' ' &&
         text.find('\n') == std::string_view::npos && is_printed(text) &&
         folded(text, 1).size() > 1;
}

std::vector<std::string> folded(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (const std::vector<std::string_view>& phrase : phrases_of(text)) {
    std::size_t whole = line.empty() ? 0 : width_of(line);
    for (const std::string_view word : phrase) whole += 1 + width_of(word);
    bool breaks = whole > width;
    for (const std::string_view word : phrase) {
      breaks = breaks || width_of(line) + 1 + width_of(word) > width;
      if (breaks && !line.empty()) {
        lines.push_back(std::move(line));
        line.clear();
      }
      breaks = false;
      line += (line.empty() ? "" : " ") + std::string(word);
    }
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

bool can_be_literal(std::string_view text) {
  const std::size_t ends = text.find_last_not_of('\n');
  return ends != std::string_view::npos && text.size() - ends <= 2 && text.front() != ' ' &&
         text.front() != '\n' && is_printed(text);
}

}  // namespace verilot
