#include "ingest/load_letter.h"

#include <algorithm>
#include <filesystem>

#include "yaml/yaml.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

// What a letter is made of; each must be there.
const std::vector<std::string> kFrame = {
    "title",        "to",      "date",      "subject",   "opening", "deadline",
    "no_deadline",  "absent",  "lots",      "why",       "missing", "more_clauses",
    "english_only", "closing", "signature", "own_title", "nothing", "own_opening"};

std::map<std::string, std::string, std::less<>> texts_of(const YamlNode& root, const char* key,
                                                         Problems& problems) {
  std::map<std::string, std::string, std::less<>> texts;
  const YamlNode* map = root.find(key);
  if (map == nullptr) return texts;
  if (!map->is_map())
    problems.push_back(
        {ProblemLevel::error, map->where, std::string("'") + key + "' must be a map"});
  for (const std::string& name : map->keys) texts[name] = text_member(*map, name, problems);
  return texts;
}

}  // namespace

std::vector<std::string> letter_languages(const std::string& rules_folder) {
  std::vector<std::string> languages;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(rules_folder + "/letters", error))
    if (entry.path().extension() == ".yaml") languages.push_back(entry.path().stem().string());
  std::sort(languages.begin(), languages.end());
  return languages;
}

LetterWords load_letter(const std::string& rules_folder, const std::string& language,
                        Problems& problems) {
  const std::string name = "letters/" + language + ".yaml";
  const LoadedYaml loaded = load_file(rules_folder + "/" + name, "rules/" + name);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  std::vector<std::string> known = kFrame;
  known.insert(known.end(), {"language", "documents", "each", "requests"});
  refuse_unknown_keys(loaded.root, known, problems);
  LetterWords words;
  words.language = text_member(loaded.root, "language", problems);
  for (const std::string& key : kFrame) {
    words.frame[key] = text_member(loaded.root, key, problems);
    if (words.frame[key].empty())
      problems.push_back({ProblemLevel::error, loaded.root.where, "'" + key + "' is missing"});
  }
  words.documents = texts_of(loaded.root, "documents", problems);
  words.each = texts_of(loaded.root, "each", problems);
  const YamlNode* requests = loaded.root.find("requests");
  words.translates = requests != nullptr;
  if (requests == nullptr) return words;
  for (const YamlNode& request : requests->items) {
    refuse_unknown_keys(request, {"en", language}, problems);
    words.requests.push_back(
        {text_member(request, "en", problems), text_member(request, language, problems)});
  }
  return words;
}

}  // namespace verilot
