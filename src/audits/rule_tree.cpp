#include "audits/rule_tree.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "audits/inventory.h"
#include "digest/digest.h"

namespace verilot {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::json;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string manifest_of(const RuleTree& tree) { return Json(tree.files).dump(); }

// A path of a manifest stays below its folder.
bool is_inside(const std::string& path) {
  const fs::path given(path);
  return !given.is_absolute() && std::ranges::find(given, "..") == given.end();
}

}  // namespace

RuleTree read_rule_tree(const std::string& root) {
  RuleTree tree{root, "", "", {}};
  std::string rules;
  for (const char* part : {"rules", "jurisdictions"}) {
    for (const std::string& file : files_of((fs::path(root) / part).string())) {
      const std::string path = std::string(part) + "/" + file;
      tree.files.emplace_back(path, sha256_of({bytes_of(fs::path(root) / path)}));
      if (std::string_view(part) == "rules") rules += path + tree.files.back().second;
    }
  }
  tree.rules = sha256_of({rules});
  tree.digest = sha256_of({manifest_of(tree)});
  return tree;
}

void keep(Store& store, const RuleTree& tree) {
  if (store.has(tree.digest)) return;
  for (const auto& [path, digest] : tree.files)
    store.keep({{digest, bytes_of(fs::path(tree.root) / path)}});
  store.keep({{tree.digest, manifest_of(tree)}});
}

TemporaryTree::TemporaryTree(Store& store, const std::string& manifest, const std::string& name) {
  std::string pattern = (fs::temp_directory_path() / "verilot-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw StoreError("no folder can be made in " + fs::temp_directory_path().string());
  above_ = pattern;
  path_ = (fs::path(above_) / (name.empty() ? "tree" : name)).string();
  fs::create_directories(path_);
  for (const Json& entry : Json::parse(store.content(manifest))) {
    const std::string path = entry.at(0).get<std::string>();
    if (!is_inside(path)) throw StoreError("the store: a manifest names '" + path + "'");
    const fs::path file = fs::path(path_) / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << store.content(entry.at(1).get<std::string>());
  }
}

TemporaryTree::~TemporaryTree() {
  std::error_code error;
  fs::remove_all(above_, error);
}

}  // namespace verilot
