#include "ingest/label_phrases.h"

#include <algorithm>

#include "ingest/certificate_fields.h"
#include "ingest/printed_dates.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

// "Batch #", "Lot No.", "Batch number": what follows on the same line is the identifier.
bool ends_as_number_label(const std::string& label) {
  static constexpr std::string_view kEnds[] = {"#", "no", "nr", "number", "nummer"};
  const auto words = split_words(folded(label));
  return words.size() >= 2 && std::ranges::find(kEnds, words.back()) != std::end(kEnds);
}

}  // namespace

bool is_identifier(const std::string& word) {
  const auto digits = std::ranges::count_if(word, [](char c) { return c >= '0' && c <= '9'; });
  const bool signs = word.find_first_of("-/_") != std::string::npos;
  return word.size() >= 5 && digits >= 2 && (signs || digits >= 4) &&
         word.find_first_of("%()<>=") == std::string::npos;
}

std::optional<FoundLabel> label_in(const Phrase& phrase, const Lexicon& lexicon) {
  const std::size_t colon = phrase.text.find(':');
  if (colon != std::string::npos && colon < 60) {
    const std::string role = lexicon.label_role(phrase.text.substr(0, colon));
    if (!role.empty())
      return FoundLabel{role, phrase.text.substr(0, colon), squeezed(phrase.text.substr(colon + 1)),
                        true};
  }
  if (const std::string role = lexicon.label_role(phrase.text); !role.empty()) {
    return FoundLabel{role, phrase.text, "", phrase.text.ends_with(':')};
  }
  std::string start;
  for (std::size_t i = 0; i + 1 < phrase.words.size() && i < 4; ++i) {
    start += (start.empty() ? "" : " ") + phrase.words[i].text;
    const std::string role = lexicon.label_role(start);
    if (role.empty()) continue;
    const bool short_phrase = phrase.words.size() <= i + 6 || phrase.words[i + 2].text == "|";
    const bool names_itself = (role == "number" || role == "lot") && short_phrase &&
                              is_identifier(phrase.words[i + 1].text);
    std::string value;
    for (std::size_t j = i + 1; j < phrase.words.size() && phrase.words[j].text != "|"; ++j)
      value += phrase.words[j].text + " ";
    // "Lot No. 제조번호": the same in a second language.
    if (lexicon.label_role(value) == role) return FoundLabel{role, phrase.text, "", true};
    const bool dated = is_date_role(role) && looks_like_date(value);
    if (!ends_as_number_label(start) && !names_itself && !dated) continue;
    return FoundLabel{role, start, squeezed(value), true};
  }
  return std::nullopt;
}
std::string value_in_sentence(const std::string& role, const Phrase& phrase, std::size_t from) {
  if (role == "lot") {
    std::string lot = phrase.words[from].text;
    while (lot.ends_with(',') || lot.ends_with(';') || lot.ends_with('.')) lot.pop_back();
    return is_identifier(lot) ? lot : "";
  }
  if (!is_date_role(role)) return "";
  std::string text;
  for (std::size_t i = from; i < phrase.words.size() && i < from + 7; ++i) {
    std::string word = phrase.words[i].text;
    const bool ends = word.ends_with('.') || word.ends_with(';') || word.ends_with(',');
    if (ends) word.pop_back();
    text += (text.empty() ? "" : " ") + word;
    if (ends) break;
  }
  const std::string first = text.substr(0, text.find(" to "));
  return looks_like_date(first) ? text : "";
}

}  // namespace verilot
