#include "scan/rule_file.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "packs/text_places.h"
#include "plan/rules.h"
#include "yaml/yaml.h"

namespace verilot {

namespace {

void report(Problems& problems, const SourceLocation& where, std::string message) {
  problems.push_back({ProblemLevel::error, where, std::move(message)});
}

// By the name of the file; one that says neither is JSON where it begins as a list of JSON does.
LoadedYaml load(const std::string& path, const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool yaml = path.ends_with(".yaml") || path.ends_with(".yml");
  const bool json =
      path.ends_with(".json") || (!yaml && first != std::string::npos && text[first] == '[');
  return json ? load_json(text, path) : load_yaml(text, path);
}

std::string bytes_of(const std::string& path, Problems& problems) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  std::error_code error;
  if (!file || std::filesystem::is_directory(path, error))
    report(problems, in_file(path), "cannot be read; name a file of rules");
  return bytes.str();
}

using Source = std::shared_ptr<const std::string>;

void read_rule(const YamlNode& node, const Source& source, LoadedRules& loaded,
               std::set<std::string>& ids) {
  if (!node.is_map()) {
    return report(loaded.problems, node.where, "a rule is an object with \"id\" and \"cel\"");
  }
  const YamlNode* id = node.find("id");
  const YamlNode* text = node.find("cel");
  for (const auto& [member, name] : {std::pair{id, "id"}, std::pair{text, "cel"}}) {
    if (member != nullptr && member->is_scalar() && !member->text.empty()) continue;
    const std::string of = id != nullptr && member != id ? "rule " + id->text + ": " : "";
    return report(loaded.problems, node.where, of + "a rule needs a text under \"" + name + "\"");
  }
  if (!ids.insert(id->text).second)
    report(loaded.problems, id->where, "there is another rule " + id->text + "; ids are unique");
  const cel::Compiled compiled = plan::compile_rule(text->text);
  const Expression written{
      text->text, text->where, {{0, text->text.size(), text->where, source}}, std::nullopt};
  for (const cel::Issue& issue : compiled.issues) {
    const MarkedPart marked = mark(written, issue);
    report(loaded.problems, marked.where,
           "rule " + id->text + ": " + issue.message + "\n" + marked.excerpt);
  }
  if (compiled.program) loaded.rules.push_back({id->text, *compiled.program});
}

}  // namespace

LoadedRules load_bare_rules(const std::string& path) {
  LoadedRules loaded;
  const Source source = std::make_shared<const std::string>(bytes_of(path, loaded.problems));
  if (any_error(loaded.problems)) return loaded;
  LoadedYaml file = load(path, *source);
  loaded.problems.insert(loaded.problems.end(), file.problems.begin(), file.problems.end());
  if (any_error(loaded.problems)) return loaded;
  std::set<std::string> ids;
  if (!file.root.is_list() || file.root.items.empty()) {
    report(loaded.problems, in_file(path), "a file of rules is a list, [{id, cel}, ...]");
  }
  if (file.root.is_list())
    for (const YamlNode& node : file.root.items) read_rule(node, source, loaded, ids);
  if (any_error(loaded.problems)) loaded.rules.clear();
  return loaded;
}

}  // namespace verilot
