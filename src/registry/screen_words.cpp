#include "registry/screen_words.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <utility>

#include "yaml/yaml.h"

namespace verilot {

namespace {

constexpr const char* kTable = "rules/tables/names.yaml";
constexpr std::size_t kMostWordsOfText = 400, kMostNames = 12;

std::vector<std::string> split(std::string_view folded) {
  std::vector<std::string> words;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    if (end > 0) words.emplace_back(folded.substr(0, end));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from, std::size_t count) {
  std::string text;
  for (std::size_t i = from; i < from + count; ++i) text += (text.empty() ? "" : " ") + words[i];
  return text;
}

bool is_digits(const std::string& word) {
  return word.find_first_not_of("0123456789") == std::string::npos;
}

double number_of(const YamlNode& map, const char* key, Problems& problems) {
  const std::string text = text_member(map, key, problems);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0')
    problems.push_back({ProblemLevel::error, map.where,
                        std::string("`") + key + ":` is not there or not a number"});
  return number;
}

// Whether a letter of a script other than the Latin one stands there: U+0370 and above, but for the
// blocks of further Latin letters, of punctuation and of full-width forms.
bool is_of_other_script(std::string_view word) {
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const auto lead = static_cast<unsigned char>(word[i]);
    const auto next = static_cast<unsigned char>(word[i + 1]);
    const bool latin = (lead == 0xCD && next < 0xB0) || (lead == 0xE1 && next >= 0xB8) ||
                       lead == 0xE2 || (lead == 0xE3 && next == 0x80) || lead == 0xEF;
    if (lead >= 0xCD && !latin) return true;
  }
  return false;
}

}  // namespace

bool ScreenWords::strip(std::vector<std::string>& words, bool at_end, std::string& form) const {
  for (std::size_t count = std::min(longest_form_, words.size()); count > 0; --count) {
    const std::size_t from = at_end ? words.size() - count : 0;
    const std::string text = joined(words, from, count);
    if (!(at_end ? forms_ : before_).contains(text)) continue;
    form = form.empty() ? text : text + " " + form;
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(from);
    words.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    return true;
  }
  return false;
}

ScreenName ScreenWords::name_of(std::vector<std::string> words, std::size_t most) const {
  ScreenName parts;
  while (strip(words, true, parts.legal_form)) {
  }
  while (strip(words, false, parts.legal_form)) {
  }
  for (std::string& word : words) {
    parts.cut = parts.words.size() == most;
    if (parts.cut) break;
    (is_digits(word) ? parts.digits : parts.words).push_back(std::move(word));
  }
  return parts;
}

ScreenName ScreenWords::take_apart(std::string_view name) const {
  return name_of(split(fold_.folded(name)), kMostNameWords);
}

// How many words stand there that part two names.
std::size_t ScreenWords::between_names(const std::vector<std::string>& words,
                                       std::size_t at) const {
  const auto found = also_called_.find(words[at]);
  if (found == also_called_.end()) return 0;
  for (const std::vector<std::string>& phrase : found->second)
    if (phrase.size() <= words.size() - at &&
        std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at)))
      return phrase.size();
  return 0;
}

std::vector<ScreenName> ScreenWords::take_names(std::string_view text) const {
  const std::vector<std::string> words = split(fold_.folded(text));
  std::vector<ScreenName> names = {name_of(words, kMostWordsOfText)};
  std::vector<std::string> part;
  const auto end_part = [&] {
    ScreenName name = name_of(std::exchange(part, {}), kMostWordsOfText);
    if (name.words.empty() && name.digits.empty()) return;
    if (names.size() <= kMostNames)
      names.push_back(std::move(name));
    else
      names.front().cut = true;
  };
  bool several = false;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t between = between_names(words, i);
    if (between == 0) {
      part.push_back(words[i++]);
      continue;
    }
    several = true;
    end_part();
    i += between;
  }
  if (several) end_part();
  return names;
}

std::vector<std::string> ScreenWords::parts_of(std::string_view text) const {
  std::string marked(text);
  for (const std::string& sign : parting_signs_)
    for (std::size_t at = marked.find(sign); at != marked.npos; at = marked.find(sign, at + 1))
      marked.replace(at, sign.size(), "\n");
  std::vector<std::string> parts;
  std::istringstream pieces(marked);
  for (std::string piece; std::getline(pieces, piece);) {
    std::istringstream words(piece);
    std::string part;
    bool other = false;
    for (std::string word; words >> word; part += (part.empty() ? "" : " ") + word) {
      if (!part.empty() && other != is_of_other_script(word))
        parts.push_back(std::exchange(part, {}));
      other = is_of_other_script(word);
    }
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::vector<ScreenName> ScreenWords::take_asked(std::string_view text) const {
  std::vector<ScreenName> names = take_names(text);
  const std::vector<std::string> parts = parts_of(text);
  if (parts.size() < 2) return names;
  for (const std::string& part : parts)
    for (ScreenName& name : take_names(part)) {
      const bool known = std::ranges::find(names, name.words, &ScreenName::words) != names.end();
      if (known || (name.words.size() < 2 && !is_of_other_script(part))) continue;
      if (names.size() > kMostNames)
        names.front().cut = true;
      else
        names.push_back(std::move(name));
    }
  return names;
}

int ScreenWords::typos(std::size_t letters) const {
  const auto after = typos_.upper_bound(letters);
  return after == typos_.begin() ? 0 : std::prev(after)->second;
}

ScreenWords load_screen_words(const std::string& root, NameFold fold, Problems& problems) {
  const LoadedYaml loaded = load_file(root + "/" + kTable, kTable);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  ScreenWords words(std::move(fold));
  for (const std::string& form : text_list_member(loaded.root, "legal_forms", problems)) {
    words.forms_.insert(form);
    words.longest_form_ = std::max(words.longest_form_, split(form).size());
  }
  const auto read = [&](const char* key, std::set<std::string, std::less<>>& into) {
    for (std::string& word : text_list_member(loaded.root, key, problems))
      into.insert(std::move(word));
  };
  read("before", words.before_);
  for (const std::string& phrase : text_list_member(loaded.root, "also_called", problems)) {
    std::vector<std::string> parts = split(phrase);
    if (!parts.empty()) words.also_called_[parts.front()].push_back(std::move(parts));
  }
  for (auto& [first, phrases] : words.also_called_)
    std::ranges::stable_sort(phrases, std::ranges::greater(), &std::vector<std::string>::size);
  words.parting_signs_ = text_list_member(loaded.root, "parts", problems);
  read("common", words.common_);
  read("one_each", words.one_each_);
  words.common_weight_ = number_of(loaded.root, "common_weight", problems);
  if (const YamlNode* typos = loaded.root.find("token_typos"))
    for (std::size_t i = 0; i < typos->items.size(); ++i)
      words.typos_[std::strtoul(typos->keys[i].c_str(), nullptr, 10)] =
          static_cast<int>(std::strtol(typos->items[i].text.c_str(), nullptr, 10));
  if (const YamlNode* weights = loaded.root.find("weights"))
    words.weights = {number_of(*weights, "intercept", problems),
                     number_of(*weights, "slope", problems),
                     number_of(*weights, "other_country", problems),
                     number_of(*weights, "same_address", problems),
                     number_of(*weights, "other_identifier", problems),
                     number_of(*weights, "other_digits", problems)};
  words.possible = number_of(loaded.root, "possible", problems);
  words.likely = number_of(loaded.root, "likely", problems);
  return words;
}

}  // namespace verilot
