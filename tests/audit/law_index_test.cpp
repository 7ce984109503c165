// Every entry of the law notes is a clause of a pack, on which a rule rests or that says why none.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "audit/rulebook.h"
#include "packs/reference.h"

namespace verilot {
namespace {

namespace fs = std::filesystem;

fs::path notes_folder() {
  const char* shared = std::getenv("VERILOT_SHARED");
  const fs::path folder = shared != nullptr ? shared : VERILOT_SOURCE_DIR "/../shared";
  return folder / "regulations";
}

std::set<std::string> entries_of(const fs::path& folder) {
  static const std::regex kEntry(R"(^(?:#### |\*\*)`([^`]+)`)");
  std::set<std::string> entries;
  for (const auto& file : fs::directory_iterator(folder)) {
    std::ifstream in(file.path());
    std::smatch match;
    for (std::string line; std::getline(in, line);)
      if (std::regex_search(line, match, kEntry)) entries.insert(match[1]);
  }
  return entries;
}

TEST_CASE("law: every entry of the law notes is a clause with a rule, or with a reason for none") {
  if (!fs::exists(notes_folder())) {
    MESSAGE("skipped: VERILOT_SHARED has no regulations");
    return;
  }
  const Rulebook& rulebook = the_rulebook();
  std::vector<std::string> ids;
  for (const PackName& name : rulebook.packs) ids.push_back(name.id);
  const LoadedPacks loaded = load_packs(rulebook.root, ids, rulebook.schema, rulebook.tables);
  ClauseUsers users;
  std::map<std::string, const Clause*> clauses;
  for (const RulePack& pack : loaded.packs) {
    note_users(pack, users);
    for (const auto& [id, clause] : pack.law) clauses.emplace(id, &clause);
  }
  const std::set<std::string> entries = entries_of(notes_folder());
  CHECK(entries.size() > 300);
  for (const std::string& entry : entries) {
    CAPTURE(entry);
    const auto clause = clauses.find(entry);
    REQUIRE(clause != clauses.end());
    CHECK((users.count(entry) != 0 || !clause->second->no_rule.empty()));
  }
}

}  // namespace
}  // namespace verilot
