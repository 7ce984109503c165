// The constants that a pack and its rules give, with the places they are written at, and the slips
// that an author may make in them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/audit.h"

namespace verilot {

// A constant with one member left out, or one unit of its last printed place off.
struct ChangedConstant {
  std::string name;
  cel::Value value;
  SourceLocation where;  // of the value, or of the member
  std::string original, mutated;
  std::optional<cel::Value> left_out;  // the member
};

class WrittenConstants {
 public:
  // Reads the files of the pack again: a loaded pack does not keep where its constants stand.
  WrittenConstants(const RulePack&, const Rulebook&);

  // Of the pack's own values; those it takes over from another one are that one's.
  std::vector<ChangedConstant> changed_values() const;
  // Of the parameters that stand with the rule or the binding itself.
  std::vector<ChangedConstant> changed_parameters(const Rule&) const;

 private:
  std::vector<ChangedConstant> changes(const YamlNode& map,
                                       const std::map<std::string, cel::Value, std::less<>>&) const;

  const RulePack& pack_;
  const Rulebook& rulebook_;
  YamlNode values_;
  std::map<std::string, YamlNode> parameters_;  // by the place of the rule
};

// "jurisdictions/us-fda/", "rules/": how the files of the pack begin in places.
std::string folder_in_places(const RulePack&, const Rulebook&);

}  // namespace verilot
