#include "model/limit_words.h"

namespace verilot {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || (c & 0x80) != 0; }

bool same(std::string_view text, std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i)
    if (lower(text[i]) != word[i]) return false;
  return true;
}

}  // namespace

LimitWord limit_prefix(std::string_view text, const LimitWords& limits) {
  LimitWord found;
  if (text.empty() || !is_letter(text.front())) return found;
  std::size_t longest = 0;
  for (const auto& [role, words] : limits) {
    for (const std::string& word : words) {
      if (word.size() <= longest || word.size() > text.size() || !same(text, word)) continue;
      const bool ends =
          word.size() == text.size() || word.back() == '.' || !is_letter(text[word.size()]);
      if (!ends) continue;
      longest = word.size();
      found.role = role;
    }
  }
  while (longest != 0 && longest < text.size() && (text[longest] == ' ' || text[longest] == ':'))
    ++longest;
  found.length = longest;
  return found;
}

LimitWord limit_suffix(std::string_view text, const LimitWords& limits) {
  LimitWord found;
  std::size_t longest = 0;
  for (const auto& [role, words] : limits) {
    for (const std::string& word : words) {
      if (word.size() <= longest || word.size() >= text.size()) continue;
      const std::size_t at = text.size() - word.size();
      if (!same(text.substr(at), word) || (is_letter(text[at - 1]) && is_letter(word.front())))
        continue;
      longest = word.size();
      found.role = role;
    }
  }
  while (longest != 0 && longest < text.size() && text[text.size() - longest - 1] == ' ') ++longest;
  found.length = longest;
  return found;
}

}  // namespace verilot
