// audit: what is different between two states of packs, and what that changes for dossiers.
//
//   std::vector<PartChange> parts = compare(before, after);
//   std::vector<DossierChange> dossiers = compare(run_before, run_after);
#pragma once

#include <string>
#include <vector>

#include "model/run.h"
#include "packs/describe.h"

namespace verilot {

struct FieldChange {
  std::string name, before, after;  // "" where there is none
};

struct PartChange {
  std::string kind, id;  // "rule", "us-fda.610.12"
  enum class How { added, removed, changed } how = How::changed;
  std::vector<FieldChange> fields;  // of one that was changed
};

// In order of kind and id.
std::vector<PartChange> compare(const RulePack& before, const RulePack& after);

struct FindingChange {
  std::string id, pack, rule, subject;
  std::string before, after;  // "fail high"; "" where there is no such finding
};
struct VerdictChange {
  std::string pack, before, after;  // "" where the pack did not judge it
  std::vector<std::string> rules;   // whose findings changed
};
struct DossierChange {
  std::string id, path;
  std::vector<VerdictChange> verdicts;
  std::vector<FindingChange> findings;
};

// Those that change, in the order of the runs, which hold the same dossiers.
std::vector<DossierChange> compare(const Run& before, const Run& after);

}  // namespace verilot
