#include "ingest/load_documents.h"

#include <algorithm>
#include <array>

#include "yaml/yaml.h"

namespace verilot {

namespace {

const std::vector<YamlNode>& elements(const YamlNode& root, const char* key, Problems& problems) {
  static const std::vector<YamlNode> kNone;
  const YamlNode* list = root.find(key);
  if (list != nullptr && list->is_list()) return list->items;
  problems.push_back({ProblemLevel::error, list == nullptr ? root.where : list->where,
                      std::string("'") + key + "' must be a list"});
  return kNone;
}

DocumentKind kind_of(const YamlNode& node, Problems& problems) {
  refuse_unknown_keys(node, {"kind", "name", "held_by", "holds", "asked_as"}, problems);
  DocumentKind kind;
  kind.id = text_member(node, "kind", problems);
  kind.name = text_member(node, "name", problems);
  kind.held_by = text_member(node, "held_by", problems);
  kind.asked_as = text_list_member(node, "asked_as", problems);
  for (std::string& fact : text_list_member(node, "holds", problems))
    kind.holds.insert(std::move(fact));
  constexpr std::array<std::string_view, 3> kHolders = {"supplier", "clinic", "public"};
  if (std::find(kHolders.begin(), kHolders.end(), kind.held_by) == kHolders.end())
    problems.push_back({ProblemLevel::error, node.where,
                        "held_by '" + kind.held_by + "': expected supplier, clinic or public"});
  return kind;
}

}  // namespace

DocumentTable load_documents(const std::string& rules_folder, Problems& problems) {
  DocumentTable table;
  const LoadedYaml loaded =
      load_file(rules_folder + "/tables/documents.yaml", "rules/tables/documents.yaml");
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  refuse_unknown_keys(loaded.root, {"documents", "changes"}, problems);
  for (const YamlNode& node : elements(loaded.root, "documents", problems))
    table.kinds.push_back(kind_of(node, problems));
  for (const YamlNode& node : elements(loaded.root, "changes", problems)) {
    refuse_unknown_keys(node, {"subject", "words", "withdrawn"}, problems);
    table.changes.push_back({text_member(node, "subject", problems),
                             text_member(node, "words", problems),
                             text_member(node, "withdrawn", problems)});
  }
  return table;
}

}  // namespace verilot
