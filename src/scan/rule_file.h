// scan: a list of bare rules, [{id, cel, ...}] in JSON or YAML; further keys are not looked at.
#pragma once

#include <string>
#include <vector>

#include "cel/program.h"
#include "model/problem.h"

namespace verilot {

struct BareRule {
  std::string id;
  cel::Program program;
};

struct LoadedRules {
  std::vector<BareRule> rules;  // none where there is a problem
  Problems problems;            // all of them, each with file, line, rule and a caret
};

LoadedRules load_bare_rules(const std::string& path);

}  // namespace verilot
