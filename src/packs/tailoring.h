// packs: a user's own changes to rules, kept beside the packs: a parameter set, a severity
// switched, a rule switched off or added. No pack is edited, and every change has a reason, a name
// and a day.
//
//   Tailoring tailoring = read_tailoring("clinic.yaml", problems);
//   RulePack pack = load_pack(root, folder, shared, schema, tables, problems, &tailoring);
//
// Errors: every fault with file, line and column, as in a pack; see pack_library.h for those that
//         only the packs tell.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/problem.h"
#include "packs/pack.h"
#include "yaml/yaml.h"

namespace verilot {

struct PackReader;

struct TailoredBy {
  std::string reason, who, date;
  SourceLocation where;
};

struct RuleChange {
  std::string rule;
  YamlNode parameters;  // a map, or null
  std::optional<Severity> severity;
  bool off = false;
  TailoredBy by;
};

struct AddedRule {
  std::string pack;  // "rules" where the file names none
  YamlNode rule;     // as in a pack
  TailoredBy by;
};

struct Tailoring {
  std::string file;  // as given
  std::string hash;  // sha256 of its bytes
  std::shared_ptr<const std::string> bytes;
  std::vector<RuleChange> changes;
  std::vector<AddedRule> added;
};

// `called` is what its problems and changes name it; the path where that is "".
Tailoring read_tailoring(const std::string& path, Problems&, const std::string& called = "");

// Changes the rules of a pack that was read and is not compiled yet, and adds those meant for it.
void tailor(const Tailoring&, const std::vector<Rule>& shared, PackReader&, RulePack&);

// A fault for each change of a rule that none of the packs has, and each addition to none of them.
void refuse_unknown_rules(const Tailoring&, const std::vector<RulePack>&, Problems&);

}  // namespace verilot
