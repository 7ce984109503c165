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

// A path of a list stays below its folder.
bool is_inside(const std::string& path) {
  const fs::path given(path);
  return !path.empty() && path.find('\0') == std::string::npos && !given.is_absolute() &&
         std::ranges::find(given, "..") == given.end();
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

std::vector<std::pair<std::string, std::string>> kept_list(Store& store,
                                                           const std::string& digest) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const Json& entry : Json::parse(store.content(digest)))
    files.emplace_back(entry.at(0).get<std::string>(), entry.at(1).get<std::string>());
  return files;
}

std::string kept_file(Store& store, const std::string& digest, const std::string& name) {
  if (!store.has(digest))
    throw NotKept("the store did not keep " + name + " as it was judged (sha256 " + digest +
                  "); the file of today is not taken for it");
  std::string bytes = store.content(digest);
  if (sha256_of({bytes}) != digest)
    throw NotKept("the store: what is kept as " + name + " is not what was judged (sha256 " +
                  digest + ")");
  return bytes;
}

TemporaryTree::TemporaryTree(const std::string& name) {
  std::string pattern = (fs::temp_directory_path() / "verilot-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw StoreError("no folder can be made in " + fs::temp_directory_path().string());
  above_ = pattern;
  const bool usable = !name.empty() && name.size() < 200 && name.find('/') == std::string::npos &&
                      name != "." && name != ".." && name.find('\0') == std::string::npos;
  path_ = (fs::path(above_) / (usable ? name : "tree")).string();
  fs::create_directories(path_);
}

void TemporaryTree::add(const std::string& path, std::string_view bytes) {
  if (!is_inside(path)) throw StoreError("the store: a list names the file '" + path + "'");
  const fs::path file = fs::path(path_) / path;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw StoreError("cannot write " + file.string() + "; check the free space");
}

TemporaryTree::~TemporaryTree() {
  std::error_code error;
  fs::remove_all(above_, error);
}

}  // namespace verilot
