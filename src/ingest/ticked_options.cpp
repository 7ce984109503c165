#include "ingest/ticked_options.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace verilot {
namespace {

constexpr std::string_view kTicked[] = {"☒", "☑", "🗹", "🗷", "■", "[x]", "[X]", "(x)", "(X)"};
constexpr std::string_view kEmpty[] = {"☐", "□", "❏", "❑", "[]", "[_]"};

enum class Mark { none, empty, ticked };

Mark mark_of(std::string_view word) {
  const auto is_it = [&](std::string_view mark) { return word == mark; };
  if (std::ranges::any_of(kTicked, is_it)) return Mark::ticked;
  return std::ranges::any_of(kEmpty, is_it) ? Mark::empty : Mark::none;
}

// "☒Pass" has its box in the same word: how long the box is, 0 without one.
std::size_t box_before_label(std::string_view word) {
  for (const std::string_view box : {kTicked[0], kTicked[1], kEmpty[0], kEmpty[1]})
    if (word.starts_with(box) && word.size() > box.size()) return box.size();
  return 0;
}

void add_word(std::vector<PdfWord>& words, const PdfWord& word) {
  if (word.text == "]" && !words.empty() && words.back().text == "[") {
    words.back() = {"[]", joined(words.back().box, word.box)};
    return;
  }
  const std::size_t length = box_before_label(word.text);
  if (length == 0) return words.push_back(word);
  PdfWord box = word;
  PdfWord label = word;
  box.text = word.text.substr(0, length);
  box.box.x1 = box.box.x0 + std::min(height_of(word.box), 0.5 * (word.box.x1 - word.box.x0));
  label.text = word.text.substr(length);
  label.box.x0 = box.box.x1;
  words.push_back(std::move(box));
  words.push_back(std::move(label));
}

std::vector<PdfWord> words_of(const Line& line) {
  std::vector<PdfWord> words;
  for (const Phrase& phrase : line.phrases)
    for (const PdfWord& word : phrase.words) add_word(words, word);
  return words;
}

struct Option {
  Mark mark = Mark::none;
  std::vector<PdfWord> label;
};

Phrase phrase_of(const std::vector<PdfWord>& words) {
  Phrase phrase{"", words.front().box, words};
  for (const PdfWord& word : words) {
    phrase.text += (phrase.text.empty() ? "" : " ") + word.text;
    phrase.box = joined(phrase.box, word.box);
  }
  return phrase;
}

// The words up to the next box or a wide gap.
std::vector<Option> options_in(const std::vector<PdfWord>& words, std::size_t from) {
  constexpr double kWide = 2.5;  // of the height
  std::vector<Option> options;
  for (std::size_t i = from; i < words.size(); ++i) {
    if (const Mark mark = mark_of(words[i].text); mark != Mark::none) {
      options.push_back({mark, {}});
      continue;
    }
    const double gap = words[i].box.x0 - words[i - 1].box.x1;
    if (!options.back().label.empty() && gap > kWide * height_of(words[i].box)) return {};
    options.back().label.push_back(words[i]);
  }
  return options;
}

void settle(Line& line) {
  const std::vector<PdfWord> words = words_of(line);
  const auto first = std::ranges::find_if(
      words, [](const PdfWord& word) { return mark_of(word.text) != Mark::none; });
  if (first == words.end()) return;
  const auto options = options_in(words, static_cast<std::size_t>(first - words.begin()));
  const auto ticked = std::ranges::count(options, Mark::ticked, &Option::mark);
  const bool named =
      std::ranges::none_of(options, [](const Option& option) { return option.label.empty(); });
  if (options.size() < 2 || ticked != 1 || !named) return;
  std::vector<Phrase> kept;
  for (const Phrase& phrase : line.phrases) {
    std::vector<PdfWord> before;
    for (const PdfWord& word : phrase.words)
      if (word.box.x1 <= first->box.x0 + 0.5) before.push_back(word);
    if (!before.empty()) kept.push_back(phrase_of(before));
  }
  // All answers stand in the column of the first, whichever is ticked.
  const auto answer = std::ranges::find(options, Mark::ticked, &Option::mark);
  Phrase phrase = phrase_of(answer->label);
  phrase.box.x0 = first->box.x0;
  kept.push_back(std::move(phrase));
  line.phrases = std::move(kept);
}

}  // namespace

void keep_ticked_options(PageLayout& page) {
  for (Line& line : page.lines) settle(line);
}

bool holds_option_box(std::string_view text) {
  return std::ranges::any_of(kEmpty,
                             [&](std::string_view box) {
                               return box.front() != '[' &&
                                      text.find(box) != std::string_view::npos;
                             }) ||
         text.find("☒") != std::string_view::npos || text.find("☑") != std::string_view::npos;
}

}  // namespace verilot
