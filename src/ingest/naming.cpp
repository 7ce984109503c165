#include "ingest/naming.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>

#include "ingest/text_fold.h"

namespace verilot {

namespace {

constexpr std::size_t kShortestPart = 4;  // a shorter quotation stands in any text
constexpr int kNameWords = 6;

bool part_of_word(unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c >= 0x80; }

std::string without_spaces(std::string_view text) {
  std::string out = folded(text);
  std::erase(out, ' ');
  return out;
}

// More words than a name has: the dossier tells in its own words what a document says.
bool describes(std::string_view text) {
  const std::string words = folded(text);
  return std::count(words.begin(), words.end(), ' ') >= kNameWords;
}

// Whether a word of some length stands in both.
bool shares_word(std::string_view a, std::string_view b) {
  const std::string all = " " + folded(b) + " ";
  std::istringstream words(folded(a));
  for (std::string word; words >> word;)
    if (word.size() >= kShortestPart && all.find(" " + word + " ") != std::string::npos)
      return true;
  return false;
}

// Whether `text` holds `words` as words of their own.
bool has_words(std::string_view text, std::string_view words) {
  return (" " + folded(text) + " ").find(" " + folded(words) + " ") != std::string::npos;
}

}  // namespace

bool names_nothing(const Schema& schema, std::string_view text) {
  bool any = false;
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const auto c =
        i < text.size() ? static_cast<unsigned char>(text[i]) : static_cast<unsigned char>(' ');
    if (part_of_word(c)) {
      word += static_cast<char>(std::tolower(c));
      continue;
    }
    if (word.empty()) continue;
    any = true;
    const auto& known = schema.names_nothing;
    if (std::find(known.begin(), known.end(), word) == known.end()) return false;
    word.clear();
  }
  return any;
}

bool shows(const Schema& schema, std::string_view quote, std::string_view value) {
  const std::string words = without_spaces(quote), wanted = without_spaces(value);
  if (words.find(wanted) != std::string::npos) return true;
  if (words.size() >= kShortestPart && wanted.find(words) != std::string::npos) return true;
  if (describes(value) && shares_word(quote, value)) return true;
  return std::any_of(schema.same_names.begin(), schema.same_names.end(), [&](const auto& same) {
    if (!has_words(value, same.first)) return false;
    return std::any_of(same.second.begin(), same.second.end(),
                       [&](const std::string& name) { return has_words(quote, name); });
  });
}

}  // namespace verilot
