#include "cli/packs_tool.h"

#include <algorithm>
#include <filesystem>

namespace verilot {

std::unique_ptr<PacksTool> make_coverage_tool();
std::unique_ptr<PacksTool> make_diff_tool();
std::unique_ptr<PacksTool> make_fmt_tool();
std::unique_ptr<PacksTool> make_reference_tool();
std::unique_ptr<PacksTool> make_resolve_tool();
std::unique_ptr<PacksTool> make_review_tool();

std::vector<std::unique_ptr<PacksTool>> packs_tools() {
  std::vector<std::unique_ptr<PacksTool>> tools;
  tools.push_back(make_coverage_tool());
  tools.push_back(make_fmt_tool());
  tools.push_back(make_resolve_tool());
  tools.push_back(make_diff_tool());
  tools.push_back(make_reference_tool());
  tools.push_back(make_review_tool());
  return tools;
}

std::string pack_id(const std::string& word) {
  std::filesystem::path path(word);
  if (path.filename().empty()) path = path.parent_path();
  return path.filename().string();
}

std::vector<std::string> chosen_packs_of(const std::vector<std::string>& words,
                                         const Rulebook& rulebook) {
  std::vector<std::string> ids;
  for (const std::string& word : words) ids.push_back(pack_id(word));
  if (!ids.empty()) return ids;
  ids.push_back("rules");
  for (const PackName& name : rulebook.packs) ids.push_back(name.id);
  return ids;
}

void refuse_unknown_pack(const std::string& id, const Rulebook& rulebook) {
  std::vector<std::string> ids = {"rules"};
  for (const PackName& name : rulebook.packs) ids.push_back(name.id);
  if (std::find(ids.begin(), ids.end(), id) == ids.end())
    throw UsageError("no pack '" + id + "'" + did_you_mean(id, ids));
}

LoadedPacks load_with_cases(const Rulebook& rulebook, const std::string& id) {
  if (id == "rules") return load_packs(rulebook.root, {}, rulebook.schema, rulebook.tables);
  refuse_unknown_pack(id, rulebook);
  return load_packs(rulebook.root, {id}, rulebook.schema, rulebook.tables);
}

const RulePack& pack_in(const LoadedPacks& loaded, const std::string& id) {
  const auto it = std::find_if(loaded.packs.begin(), loaded.packs.end(),
                               [&](const RulePack& p) { return p.id == id; });
  if (it == loaded.packs.end()) throw UsageError("pack '" + id + "' was not loaded");
  return *it;
}

}  // namespace verilot
