#include "ingest/load_claims.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "yaml/yaml.h"

namespace verilot {

namespace {

namespace fs = std::filesystem;

using Words = std::map<std::string, std::string>;

// `{name}` by the words of that name; "{1,3}" is a repetition and stays.
std::string expanded(const YamlNode& pattern, const Words& words, Problems& problems) {
  std::string out;
  const std::string& text = pattern.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool name =
        text[i] == '{' && i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z';
    const std::size_t close = name ? text.find('}', i) : std::string::npos;
    if (close == std::string::npos) {
      out += text[i];
      continue;
    }
    const auto it = words.find(text.substr(i + 1, close - i - 1));
    if (it == words.end())
      problems.push_back({ProblemLevel::error, pattern.where,
                          "no words are named '" + text.substr(i + 1, close - i - 1) + "'"});
    else
      out += "(?:" + it->second + ")";
    i = close;
  }
  // A pattern that begins with a letter, a digit or a group begins at a word, in each of its
  // alternatives: "not|cant" is not in "significant".
  const bool at_word =
      !out.empty() &&
      (out[0] == '(' || (out[0] >= 'a' && out[0] <= 'z') || (out[0] >= '0' && out[0] <= '9') ||
       out.rfind("\\b", 0) == 0 || out.rfind("\\w", 0) == 0 || out.rfind("\\d", 0) == 0);
  return at_word ? "\\b(?:" + out + ")" : out;
}

std::vector<std::string> patterns_of(const YamlNode& list, const Words& words, Problems& problems) {
  std::vector<std::string> patterns;
  if (!list.is_list())
    problems.push_back({ProblemLevel::error, list.where, "a list of patterns is wanted here"});
  for (const YamlNode& item : list.items) {
    if (item.is_scalar())
      patterns.push_back(expanded(item, words, problems));
    else
      problems.push_back({ProblemLevel::error, item.where, "a pattern is wanted here"});
  }
  return patterns;
}

Words read_words(const YamlNode& root, Problems& problems) {
  Words words;
  const YamlNode* node = root.find("words");
  if (node == nullptr) return words;
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    if (!node->items[i].is_scalar()) {
      problems.push_back({ProblemLevel::error, node->items[i].where, "words are one pattern"});
      continue;
    }
    std::string pattern = expanded(node->items[i], words, problems);
    if (pattern.rfind("\\b", 0) == 0) pattern.erase(0, 2);  // the place decides where a word begins
    words[node->keys[i]] = pattern;
  }
  return words;
}

void read_phrases(const YamlNode& root, const Words& words, ClaimTable& table, Problems& problems) {
  const YamlNode* phrases = root.find("phrases");
  if (phrases == nullptr) return;
  const std::string language = text_member(root, "language", problems);
  for (std::size_t i = 0; i < phrases->keys.size(); ++i)
    for (std::string& pattern : patterns_of(phrases->items[i], words, problems))
      table.phrases.push_back({phrases->keys[i], language, std::move(pattern)});
}

// Patterns by role: `cues`, `speakers`; or names of kinds.
void read_roles(const YamlNode& root, const char* key, const Words& words,
                std::map<std::string, std::vector<std::string>>& roles, Problems& problems,
                bool kinds_only = false) {
  const YamlNode* node = root.find(key);
  if (node == nullptr) return;
  for (std::size_t i = 0; i < node->keys.size(); ++i) {
    const bool names = kinds_only || node->keys[i] == "negative_kinds";
    std::vector<std::string>& role = roles[node->keys[i]];
    const std::vector<std::string> added = names ? text_list_member(*node, node->keys[i], problems)
                                                 : patterns_of(node->items[i], words, problems);
    role.insert(role.end(), added.begin(), added.end());
  }
}

void read_language(const YamlNode& root, const Words& words, ClaimTable& table,
                   Problems& problems) {
  const std::string language = text_member(root, "language", problems);
  if (const YamlNode* list = root.find("function_words"))
    table.function_words[language] = patterns_of(*list, words, problems);
  if (root.find("hashtag_words") == nullptr) return;
  const std::vector<std::string> tags = text_list_member(root, "hashtag_words", problems);
  table.hashtag_words.insert(table.hashtag_words.end(), tags.begin(), tags.end());
}

void read_other_products(const YamlNode& root, const Words& words, ClaimTable& table,
                         Problems& problems) {
  const YamlNode* others = root.find("other_products");
  if (others == nullptr) return;
  for (const YamlNode& item : others->items) {
    refuse_unknown_keys(item, {"words", "kinds"}, problems);
    const YamlNode* pattern = item.find("words");
    if (pattern == nullptr || !pattern->is_scalar()) {
      problems.push_back({ProblemLevel::error, item.where, "another product has `words`"});
      continue;
    }
    table.other_products.push_back(
        {expanded(*pattern, words, problems), text_list_member(item, "kinds", problems)});
  }
}

}  // namespace

void load_claims(const std::string& folder, ClaimTable& table, Problems& problems) {
  std::vector<std::string> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  if (error)
    problems.push_back(
        {ProblemLevel::error, in_file(folder), "the folder of claim phrases is missing"});
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    const LoadedYaml loaded = load_file(file, file);
    problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
    if (!loaded.root.is_map()) continue;
    refuse_unknown_keys(loaded.root,
                        {"language", "words", "phrases", "cues", "other_products", "speakers",
                         "function_words", "hashtag_words", "not_meant", "weaker_kinds"},
                        problems);
    const Words words = read_words(loaded.root, problems);
    read_phrases(loaded.root, words, table, problems);
    read_roles(loaded.root, "cues", words, table.cues, problems);
    read_roles(loaded.root, "speakers", words, table.speakers, problems);
    read_roles(loaded.root, "not_meant", words, table.not_meant, problems);
    read_roles(loaded.root, "weaker_kinds", words, table.weaker_kinds, problems, true);
    read_language(loaded.root, words, table, problems);
    read_other_products(loaded.root, words, table, problems);
  }
}

}  // namespace verilot
