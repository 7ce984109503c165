#include "yaml/yaml.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace verilot {

namespace {

constexpr std::size_t kMaxListedKeys = 8;
constexpr std::size_t kMaxUnknownKeys = 100;

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

LoadedYaml load_file(const std::string& path, const std::string& shown_as,
                     std::string_view left_out) {
  std::error_code error;
  std::ifstream in;
  if (!std::filesystem::is_directory(path, error)) in.open(path, std::ios::binary);
  std::ostringstream text;
  if (in.is_open()) text << in.rdbuf();
  if (!in.is_open() || in.bad()) {
    LoadedYaml failed;
    SourceLocation where;
    where.file = shown_as;
    failed.problems.push_back({ProblemLevel::error, where,
                               "cannot be read; check that it is a file and its permissions"});
    return failed;
  }
  const bool json = path.size() > 5 && path.compare(path.size() - 5, 5, ".json") == 0;
  return json ? load_json(text.str(), shown_as) : load_yaml(text.str(), shown_as, left_out);
}

std::vector<LoadedYaml> load_files(const std::vector<FileToLoad>& files,
                                   std::string_view left_out) {
  std::vector<LoadedYaml> loaded(files.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++)
      loaded[i] = load_file(files[i].path, files[i].shown_as, left_out);
  };
  const std::size_t helpers =
      std::min<std::size_t>({files.size(), std::thread::hardware_concurrency(), 8});
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(work);
  } catch (const std::system_error&) {
    // The system gives no further thread: those there are do the work.
  }
  work();
  threads.clear();
  return loaded;
}

bool is_boolean(const YamlNode& node, bool& value) {
  if (!node.is_scalar() || node.quoted) return false;
  if (node.text != "true" && node.text != "false") return false;
  value = node.text == "true";
  return true;
}

namespace {

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

}  // namespace

void refuse_unknown_keys(const YamlNode& map, const std::vector<std::string>& known,
                         Problems& problems) {
  if (map.is_list() || map.is_scalar()) {
    problems.push_back(
        {ProblemLevel::error, map.where, "expected keys and values: " + listed(known)});
  }
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    if (std::find(known.begin(), known.end(), map.keys[i]) != known.end()) continue;
    if (++unknown > kMaxUnknownKeys) {
      problems.push_back({ProblemLevel::error, map.key_place(i),
                          "more than 100 unknown keys in one place; the rest are not listed"});
      return;
    }
    std::string hint = did_you_mean(map.keys[i], known);
    if (hint.empty() && known.size() <= kMaxListedKeys) hint = "; expected " + listed(known);
    problems.push_back(
        {ProblemLevel::error, map.key_place(i), "unknown key '" + map.keys[i] + "'" + hint});
  }
}

std::string text_member(const YamlNode& map, std::string_view key, Problems& problems) {
  const YamlNode* node = map.find(key);
  if (node == nullptr || node->is_null()) return "";
  if (node->is_scalar()) return node->text;
  problems.push_back(
      {ProblemLevel::error, node->where, "'" + std::string(key) + "' must be one text"});
  return "";
}

std::vector<std::string> text_list_member(const YamlNode& map, std::string_view key,
                                          Problems& problems) {
  std::vector<std::string> texts;
  const YamlNode* node = map.find(key);
  if (node == nullptr || node->is_null()) return texts;
  if (!node->is_list()) {
    problems.push_back(
        {ProblemLevel::error, node->where, "'" + std::string(key) + "' must be a list of texts"});
    return texts;
  }
  for (const YamlNode& item : node->items) {
    if (item.is_scalar()) {
      texts.push_back(item.text);
    } else {
      problems.push_back({ProblemLevel::error, item.where, "must be a text"});
    }
  }
  return texts;
}

}  // namespace verilot
