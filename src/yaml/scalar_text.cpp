#include "yaml/scalar_text.h"

#include <algorithm>
#include <optional>
#include <span>

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

struct Word {
  std::string_view text;
  // Of && || ? and : within how many calls they stand, `f(a && b)` is 1; of other words nothing.
  std::optional<int> operator_within;
};

// `in_condition`: the operators of a text without && and || are words like others.
std::vector<Word> marked_words(std::string_view text, bool in_condition) {
  std::vector<Word> words;
  std::vector<bool> is_call;  // of each "(" that is open
  char before = ' ';
  for (const std::string_view word : words_of(text)) {
    const bool joins = word == "&&" || word == "||" || word == "?" || word == ":";
    words.push_back({word, std::nullopt});
    if (joins && in_condition)
      words.back().operator_within = static_cast<int>(std::ranges::count(is_call, true));
    for (const char c : word) {
      if (c == '(') is_call.push_back((before >= 'a' && before <= 'z') || before == '_');
      if (c == ')' && !is_call.empty()) is_call.pop_back();
      before = c;
    }
    before = ' ';
  }
  return words;
}

// Fills lines: a phrase stays together where it fits on one, else its own phrases do.
class Folder {
 public:
  explicit Folder(std::size_t width) : width_(width) {}

  void put(std::span<const Word> words, int within) {
    const bool parts = std::ranges::any_of(
        words.subspan(words.empty() ? 0 : 1),
        [&](const Word& word) { return word.operator_within && *word.operator_within >= within; });
    if (!parts || width_of(words) <= width_) return put_phrase(words);
    for (std::size_t begin = 0; begin < words.size();) {
      std::size_t end = begin + 1;
      while (end < words.size() && words[end].operator_within.value_or(within + 1) > within) ++end;
      put(words.subspan(begin, end - begin), within + 1);
      begin = end;
    }
  }

  std::vector<std::string> take() && {
    if (!line_.empty()) lines_.push_back(std::move(line_));
    return std::move(lines_);
  }

 private:
  static std::size_t width_of(std::span<const Word> words) {
    std::size_t width = words.size() - 1;
    for (const Word& word : words) width += verilot::width_of(word.text);
    return width;
  }

  void put_phrase(std::span<const Word> words) {
    if (!fits(width_of(words))) end_line();
    for (const Word& word : words) {
      if (!fits(verilot::width_of(word.text))) end_line();
      line_ += (line_.empty() ? "" : " ") + std::string(word.text);
    }
  }
  bool fits(std::size_t width) const {
    return line_.empty() || verilot::width_of(line_) + 1 + width <= width_;
  }
  void end_line() {
    if (!line_.empty()) lines_.push_back(std::move(line_));
    line_.clear();
  }

  const std::size_t width_;
  std::vector<std::string> lines_;
  std::string line_;
};

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
  const bool condition =
      text.find(" && ") != std::string_view::npos || text.find(" || ") != std::string_view::npos;
  Folder folder(width);
  const std::vector<Word> words = marked_words(text, condition);
  if (condition) {
    folder.put(words, 0);
  } else {
    for (const Word& word : words) folder.put({&word, 1}, 0);
  }
  return std::move(folder).take();
}

bool can_be_literal(std::string_view text) {
  const std::size_t ends = text.find_last_not_of('\n');
  return ends != std::string_view::npos && text.size() - ends <= 2 && text.front() != ' ' &&
         text.front() != '\n' && is_printed(text);
}

}  // namespace verilot
