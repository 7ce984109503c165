#include "yaml/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "yaml/utf8.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxBytes = 4u << 20;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 500'000;
constexpr std::size_t kMaxUnknownKeys = 100;

std::string escaped_token(std::string_view key) {
  std::string token;
  for (const char c : key) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

// Thrown out of the parser when going on would be pointless; carries the place.
struct Refused {
  Problem problem;
};

// Builds the tree from the parser's events. yaml-cpp counts lines and columns from 0.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::string file, LoadedYaml& out)
      : text_(text), file_(std::move(file)), out_(out) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_)
      throw Refused{{ProblemLevel::error, place(mark),
                     "a second YAML document is not read; write one document a file"}};
    started_ = true;
  }
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    problem(mark, "aliases are not read; write the value out");
    put(YamlNode{}, mark);
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    YamlNode node;
    node.text = null_word(mark);
    put(std::move(node), mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    if (!tag.empty() && tag != "!" && tag != "?")
      problem(mark, "tag '" + tag + "' is not read; remove it");
    YamlNode node;
    node.quoted = tag == "!";
    node.text = value;
    const bool null = !node.quoted && (value.empty() || value == "~" || value == "null");
    node.kind = null ? YamlNode::Kind::null : YamlNode::Kind::scalar;
    put(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    open(YamlNode::Kind::list, mark);
  }
  void OnSequenceEnd() override { stack_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    open(YamlNode::Kind::map, mark);
  }
  void OnMapEnd() override { stack_.pop_back(); }

 private:
  struct Open {
    YamlNode* node;
    bool want_key = true;
    std::string key;
    SourceLocation key_place;
    std::set<std::string> seen;
  };

  SourceLocation place(const YAML::Mark& mark) const {
    SourceLocation where;
    where.file = file_;
    where.line = mark.line + 1;
    where.column = mark.column + 1;
    if (!stack_.empty()) where.pointer = stack_.back().node->where.pointer;
    return where;
  }
  // "null" or "~" where that is written, "" for a value that was left blank. The mark of a blank is
  // that of what follows it, which may be a key of that name or one that begins so.
  std::string null_word(const YAML::Mark& mark) const {
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    if (at >= text_.size()) return "";
    for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
      const std::string_view rest = text_.substr(at);
      if (!rest.starts_with(word)) continue;
      const std::size_t end = std::min(rest.find_first_not_of(" \t", word.size()), rest.size());
      const bool ends = end == rest.size() ||
                        std::string_view("\r\n,]}#").find(rest[end]) != std::string_view::npos;
      if (ends) return std::string(word);
    }
    return "";
  }
  void problem(const YAML::Mark& mark, std::string message) {
    out_.problems.push_back({ProblemLevel::error, place(mark), std::move(message)});
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) problem(mark, "anchors are not read; write the value where it is used");
  }

  // Takes a scalar as the key of the innermost map when one is due; false when it is a value.
  bool take_key(const YamlNode& node, const YAML::Mark& mark) {
    if (stack_.empty()) return false;
    Open& top = stack_.back();
    if (top.node->kind != YamlNode::Kind::map || !top.want_key) return false;
    top.key = node.kind == YamlNode::Kind::null ? "null" : node.text;
    top.key_place = place(mark);
    top.want_key = false;
    return true;
  }

  YamlNode* attach(YamlNode node, const YAML::Mark& mark) {
    node.where = place(mark);
    if (++values_ > kMaxValues)
      throw Refused{{ProblemLevel::error, place(mark), "more than 500,000 values; split the file"}};
    if (stack_.empty()) {
      out_.root = std::move(node);
      return &out_.root;
    }
    Open& top = stack_.back();
    if (top.node->kind == YamlNode::Kind::list) {
      node.where.pointer += "/" + std::to_string(top.node->items.size());
    } else {
      node.where.pointer += "/" + escaped_token(top.key);
      if (!top.seen.insert(top.key).second) {
        out_.problems.push_back({ProblemLevel::error, top.key_place,
                                 "key '" + top.key + "' is written twice; write it once"});
      }
      top.node->keys.push_back(top.key);
      top.node->key_places.push_back(top.key_place);
      top.want_key = true;
    }
    top.node->items.push_back(std::move(node));
    return &top.node->items.back();
  }

  void put(YamlNode node, const YAML::Mark& mark) {
    if (!take_key(node, mark)) attach(std::move(node), mark);
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark) {
    if (stack_.size() >= kMaxDepth)
      throw Refused{{ProblemLevel::error, place(mark), "nested deeper than 64 levels; flatten it"}};
    YamlNode node;
    node.kind = kind;
    if (!stack_.empty() && stack_.back().node->kind == YamlNode::Kind::map &&
        stack_.back().want_key)
      throw Refused{
          {ProblemLevel::error, place(mark), "a key must be a plain word, not a list or a map"}};
    stack_.push_back({attach(std::move(node), mark), true, {}, {}, {}});
  }

  std::string_view text_;
  std::string file_;
  LoadedYaml& out_;
  std::vector<Open> stack_;
  std::size_t values_ = 0;
  bool started_ = false;
};

// Whether the line, counted from 0, is indented with a tab.
bool indents_with_tab(std::string_view text, int line) {
  for (; line > 0 && text.find('\n') != std::string_view::npos; --line)
    text.remove_prefix(text.find('\n') + 1);
  const std::string_view indent = text.substr(0, text.find_first_not_of(" \t"));
  return indent.find('\t') != std::string_view::npos;
}

std::string parser_message(const std::string& message) {
  if (message.empty() || message == "bad file")
    return "this is not YAML; check quotes and indentation";
  return "this is not YAML: " + message + "; check quotes and indentation";
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

LoadedYaml load_yaml(std::string_view text, const std::string& file) {
  LoadedYaml loaded;
  loaded.root.where.file = file;
  const std::optional<std::string> clean = checked_utf8(text, kMaxBytes, file, loaded.problems);
  if (!clean) return loaded;
  std::istringstream in(*clean);
  try {
    TreeBuilder builder(*clean, file, loaded);
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    loaded.problems.push_back(refused.problem);
  } catch (const YAML::Exception& error) {
    SourceLocation where;
    where.file = file;
    where.line = error.mark.line + 1;
    where.column = error.mark.column + 1;
    const bool tab = indents_with_tab(*clean, error.mark.line);
    loaded.problems.push_back({ProblemLevel::error, where,
                               tab ? "a tab indents this line; YAML is indented with spaces"
                                   : parser_message(error.msg)});
  }
  return loaded;
}

LoadedYaml load_file(const std::string& path, const std::string& shown_as) {
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
  return json ? load_json(text.str(), shown_as) : load_yaml(text.str(), shown_as);
}

std::vector<LoadedYaml> load_files(const std::vector<FileToLoad>& files) {
  std::vector<LoadedYaml> loaded(files.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++)
      loaded[i] = load_file(files[i].path, files[i].shown_as);
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

void refuse_unknown_keys(const YamlNode& map, const std::vector<std::string>& known,
                         Problems& problems) {
  if (map.is_list() || map.is_scalar()) {
    std::string keys;
    for (const std::string& key : known) keys += (keys.empty() ? "" : ", ") + key;
    problems.push_back({ProblemLevel::error, map.where, "expected keys and values: " + keys});
  }
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    if (std::find(known.begin(), known.end(), map.keys[i]) != known.end()) continue;
    if (++unknown > kMaxUnknownKeys) {
      problems.push_back({ProblemLevel::error, map.key_places[i],
                          "more than 100 unknown keys in one place; the rest are not listed"});
      return;
    }
    problems.push_back({ProblemLevel::error, map.key_places[i],
                        "unknown key '" + map.keys[i] + "'" + did_you_mean(map.keys[i], known)});
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
