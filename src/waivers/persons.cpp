#include "waivers/persons.h"

#include <algorithm>
#include <functional>

#include "examine/folded_text.h"
#include "ingest/text_fold.h"
#include "yaml/utf8.h"

namespace verilot {

namespace {

using Words = std::vector<std::string>;

// Letters of other alphabets as the Latin ones that they look like; what looks like none stays.
std::string as_it_looks(std::string_view name) {
  std::string plain;
  for (std::size_t i = 0; i < name.size();) {
    const std::string letter(name.substr(i, std::max<std::size_t>(utf8_length(name.substr(i)), 1)));
    const std::string looks = letter.size() == 1 ? letter : fold(letter, 0).text;
    plain += looks.find('~') == std::string::npos ? looks : letter;
    i += letter.size();
  }
  return plain;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

std::string initial(const std::string& word) { return word.substr(0, utf8_length(word)); }
bool is_initial(const std::string& word) { return initial(word) == word; }

enum class Use { all_whole, some_or_initials };

// Whether the words, each once at most, make up the text.
bool make_up(std::string_view text, const Words& words, Use use) {
  if (text.empty()) return words.empty() || use == Use::some_or_initials;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Words rest = words;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    const auto begins = [&](const std::string& part) {
      return text.starts_with(part) && make_up(text.substr(part.size()), rest, use);
    };
    if (begins(words[i])) return true;
    if (use == Use::some_or_initials && begins(initial(words[i]))) return true;
  }
  return false;
}

bool has_same_letters(const Words& a, const Words& b) {
  std::string left = joined(a), right = joined(b);
  std::ranges::sort(left);
  std::ranges::sort(right);
  return left == right;
}

bool is_same(const Words& a, const Words& b) {
  if (!has_same_letters(a, b)) return false;
  if (std::max(a.size(), b.size()) > Persons::kMostWords) return true;
  return make_up(joined(a), b, Use::all_whole) || make_up(joined(b), a, Use::all_whole);
}

// Whether each word of the shorter name is one of the other, or one of both is its initial.
bool fits(Words few, Words many) {
  if (few.size() > many.size()) std::swap(few, many);
  const auto pair_up = [&](const auto& agrees) {
    std::erase_if(few, [&](const std::string& word) {
      const auto other =
          std::ranges::find_if(many, [&](const std::string& one) { return agrees(word, one); });
      if (other == many.end()) return false;
      many.erase(other);
      return true;
    });
  };
  pair_up(std::equal_to<std::string>());
  pair_up([](const std::string& a, const std::string& b) {
    return (is_initial(a) || is_initial(b)) && initial(a) == initial(b);
  });
  return few.empty();
}

bool may_be_same(const Words& a, const Words& b) {
  if (a.empty() || b.empty() || fits(a, b)) return true;
  if (std::max(a.size(), b.size()) > Persons::kMostWords) return false;
  return make_up(joined(a), b, Use::some_or_initials) ||
         make_up(joined(b), a, Use::some_or_initials);
}

}  // namespace

std::vector<Words> Persons::readings(std::string_view name) const {
  return {split_words(fold_.folded(name)), split_words(fold_.folded(as_it_looks(name)))};
}

OnePerson Persons::compare(std::string_view one, std::string_view other) const {
  OnePerson found = OnePerson::no;
  for (const Words& a : readings(one))
    for (const Words& b : readings(other))
      found = std::max(found, is_same(a, b)       ? OnePerson::yes
                              : may_be_same(a, b) ? OnePerson::maybe
                                                  : OnePerson::no);
  return found;
}

}  // namespace verilot
