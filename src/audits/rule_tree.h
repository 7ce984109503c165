// audits: the rules and jurisdictions that a run was judged by, so that it can be judged again.
//
//   const RuleTree tree = read_rule_tree("/usr/share/verilot");
//   keep(store, tree);                               // what the store does not have yet
//   TemporaryTree old("rules");                      // somewhere on disk again
//   for (const auto& [path, digest] : kept_list(store, tree.digest))
//     old.add(path, kept_file(store, digest, path));
//   Rulebook rulebook = load_rulebook(old.path());
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/store.h"

namespace verilot {

struct RuleTree {
  std::string root;
  std::string digest;  // of the manifest
  std::string rules;   // of what lies in rules/ alone: schema, tables, shared rules
  std::vector<std::pair<std::string, std::string>> files;  // path below the root, sha256
};

RuleTree read_rule_tree(const std::string& root);
void keep(Store&, const RuleTree&);

// The path and the digest of each file of a list [["path","sha256"],...] that the store keeps.
std::vector<std::pair<std::string, std::string>> kept_list(Store&, const std::string& digest);
// What was judged is not in the store, or not as it was.
struct NotKept : StoreError {
  using StoreError::StoreError;
};
// What the store kept under the digest. Throws NotKept with the name.
std::string kept_file(Store&, const std::string& digest, const std::string& name);

// A folder that goes with the object.
class TemporaryTree {
 public:
  // `name` is the folder's own name; "tree" where that is no name of a folder. Throws StoreError
  // where none can be made or written.
  explicit TemporaryTree(const std::string& name);
  ~TemporaryTree();
  TemporaryTree(const TemporaryTree&) = delete;
  TemporaryTree& operator=(const TemporaryTree&) = delete;
  // `path` stays below the folder, or StoreError.
  void add(const std::string& path, std::string_view bytes);
  const std::string& path() const { return path_; }

 private:
  std::string above_, path_;
};

}  // namespace verilot
