#include "ingest/split_phrases.h"

namespace verilot {
namespace {

constexpr double kWidestSpace = 0.9;  // of the height
constexpr std::size_t kLongest = 40;  // characters

bool stands_alone(const std::string& text, const Lexicon& lexicon) {
  return lexicon.is_value(text) || lexicon.is_unit(text) || !lexicon.column(text).role.empty() ||
         !lexicon.analyte_id(text).empty();
}

bool belong_together(const Phrase& a, const Phrase& b, const Lexicon& lexicon) {
  const double height = std::max(height_of(a.box), height_of(b.box));
  const double gap = b.box.x0 - a.box.x1;
  if (gap > kWidestSpace * height || a.text.size() + b.text.size() > kLongest) return false;
  const std::string both = a.text + " " + b.text;
  if (lexicon.result_role(both).empty() && lexicon.label_role(both).empty()) return false;
  return !(stands_alone(a.text, lexicon) && stands_alone(b.text, lexicon));
}

bool is_verdict(const std::string& text, const Lexicon& lexicon) {
  const std::string role = lexicon.result_role(text);
  return role == "pass" || role == "fail";
}

Phrase phrase_of(const std::vector<PdfWord>& words) {
  Phrase phrase{"", words.front().box, words};
  for (const PdfWord& word : words) {
    phrase.text += (phrase.text.empty() ? "" : " ") + word.text;
    phrase.box = joined(phrase.box, word.box);
  }
  return phrase;
}

}  // namespace

// "10,000 PASS": the end of one column and the beginning of the next.
void cut_off_verdicts(Line& line, const Lexicon& lexicon) {
  std::vector<Phrase> cut;
  for (Phrase& phrase : line.phrases) {
    const std::size_t count = phrase.words.size();
    if (count < 2 || count > 6 || !is_verdict(phrase.words.back().text, lexicon) ||
        !lexicon.result_role(phrase.text).empty()) {
      cut.push_back(std::move(phrase));
      continue;
    }
    const Phrase verdict = phrase_of({phrase.words.back()});
    const Phrase value = phrase_of({phrase.words.begin(), phrase.words.end() - 1});
    const bool apart = lexicon.is_value(value.text) && !is_verdict(value.text, lexicon);
    if (apart) cut.push_back(value);
    cut.push_back(apart ? verdict : std::move(phrase));
  }
  line.phrases = std::move(cut);
}

void join_split_phrases(PageLayout& page, const Lexicon& lexicon) {
  for (Line& line : page.lines) {
    cut_off_verdicts(line, lexicon);
    for (std::size_t i = 0; i + 1 < line.phrases.size();) {
      Phrase& left = line.phrases[i];
      const Phrase& right = line.phrases[i + 1];
      if (!belong_together(left, right, lexicon)) {
        ++i;
        continue;
      }
      left.text += " " + right.text;
      left.box = joined(left.box, right.box);
      left.words.insert(left.words.end(), right.words.begin(), right.words.end());
      line.phrases.erase(line.phrases.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
  }
}

}  // namespace verilot
