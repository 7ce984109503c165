// cli: one class per subcommand of `verilot packs`, and what they share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"

namespace verilot {

class PacksTool {
 public:
  virtual ~PacksTool() = default;
  virtual void add(CLI::App& packs) = 0;
  virtual bool asked() const = 0;  // on the command line
  // Whether its arguments name the packs, and --packs does not matter.
  virtual bool reads_own_packs() const { return false; }
  virtual ExitCode run(const Rulebook&, Environment&) = 0;
};

// In the order of the help text.
std::vector<std::unique_ptr<PacksTool>> packs_tools();

// The packs that the words name, by id or folder; without words the shared rules and every pack.
std::vector<std::string> chosen_packs_of(const std::vector<std::string>& words, const Rulebook&);

// Throws UsageError for an id that is none.
void refuse_unknown_pack(const std::string& id, const Rulebook&);

// The pack and the shared rules; throws UsageError for an id that is none.
LoadedPacks load_with_cases(const Rulebook&, const std::string& id);
const RulePack& pack_in(const LoadedPacks&, const std::string& id);

// "jurisdictions/us-fda/" and "us-fda" name the same pack.
std::string pack_id(const std::string& word);

}  // namespace verilot
