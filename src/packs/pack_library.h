// packs: the folders of rules and jurisdictions to checked packs, each read once.
//
//   PackLibrary library("/usr/share/verilot", schema, tables);
//   for (const auto& pack : library.take({"us-fda"})) judge(*pack);
//
// `root` holds rules/ and jurisdictions/. The pack `rules` is always there: it has the shared rules
// that no chosen pack binds.
//
// Errors: a pack with a fault is not used; its faults are problems.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "packs/load_packs.h"

namespace verilot {

// For judging: packs are shared by all that chose them, and have no cases. Threads may share it.
class PackLibrary {
 public:
  using Packs = std::vector<std::shared_ptr<const RulePack>>;

  PackLibrary(std::string root, const Schema& schema, const Tables& tables,
              const Tailoring* tailoring = nullptr)
      : root_(std::move(root)), schema_(schema), tables_(tables), tailoring_(tailoring) {}

  // Those chosen, in order, then `rules`.
  const Packs& take(const std::vector<std::string>& ids);

  // All packs taken so far, those of one set before those of the next, each once.
  Packs used() const;

  // Of all packs that were asked for so far.
  Problems problems() const;

 private:
  Packs chosen(const std::vector<std::string>& ids);

  const std::string root_;
  const Schema& schema_;
  const Tables& tables_;
  const Tailoring* const tailoring_;
  mutable std::mutex mutex_;
  std::shared_ptr<const RulePack> shared_;         // packs that bind a rule are read by it
  std::shared_ptr<const RulePack> judged_shared_;  // as tailored
  bool shared_usable_ = false;
  std::map<std::string, std::shared_ptr<const RulePack>> own_;  // nullptr: not usable
  std::map<std::vector<std::string>, Packs> sets_;
  Packs used_;
  Problems problems_;
};

struct LoadedPacks {
  std::vector<RulePack> packs;  // those chosen, in order, then `rules`
  Problems problems;
};

// For tools: the packs as a library would give them, with their cases.
LoadedPacks load_packs(const std::string& root, const std::vector<std::string>& ids, const Schema&,
                       const Tables&, const Tailoring* = nullptr);

}  // namespace verilot
