// packs: the folders of rules and jurisdictions to checked packs.
//
//   LoadedPacks loaded = load_packs("/usr/share/verilot", {"us-fda"});
//
// `root` holds rules/ and jurisdictions/. The pack `rules` is always there: it has the shared rules
// that no chosen pack binds.
//
// Errors: every fault of every file, with file, line and column; a pack with one is not used.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "model/schema.h"
#include "model/tables.h"
#include "packs/pack.h"

namespace verilot {

struct LoadedPacks {
  std::vector<RulePack> packs;  // those chosen, in order, then `rules`
  Problems problems;
};

// The types that expressions are checked against.
cel::Environment pack_environment(const Schema&);

// The ids of the folders in jurisdictions/ with their countries, in order of name.
struct PackName {
  std::string id;
  std::string country;              // ISO 3166-1: "GB"
  std::vector<std::string> called;  // other names that people write: "UK"
};
std::vector<PackName> list_packs(const std::string& root, Problems&);

LoadedPacks load_packs(const std::string& root, const std::vector<std::string>& ids, const Schema&,
                       const Tables&);

}  // namespace verilot
