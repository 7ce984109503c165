// packs: what a pack says, part by part as texts, so that two packs can be compared.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "packs/pack.h"

namespace verilot {

using Fields = std::map<std::string, std::string>;  // "severity" to "high"; without empty ones

// Everything but the cases.
Fields described(const Rule&);

// By kind and id, {"rule", "us-fda.610.12"}: rules, leaves, questions, values, lists and clauses.
std::map<std::pair<std::string, std::string>, Fields> described(const RulePack&);

}  // namespace verilot
