// audits: the rules and jurisdictions that a run was judged by, so that it can be judged again.
//
//   const RuleTree tree = read_rule_tree("/usr/share/verilot");
//   keep(store, tree);                               // what the store does not have yet
//   const TemporaryTree old(store, tree.digest);     // somewhere on disk again
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

// Files of a manifest [["path","sha256"],...] written below a folder that goes with the object.
class TemporaryTree {
 public:
  // Throws StoreError where the store lacks one of them. `name` is the folder's own name.
  TemporaryTree(Store&, const std::string& manifest, const std::string& name);
  ~TemporaryTree();
  TemporaryTree(const TemporaryTree&) = delete;
  TemporaryTree& operator=(const TemporaryTree&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string above_, path_;
};

}  // namespace verilot
