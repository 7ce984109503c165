// What stands beside the conditions of a pack, held against what there is: the paths of messages,
// the names of lists and parameters, constants that functions are given.
#pragma once

#include <string>
#include <vector>

#include "cel/program.h"
#include "packs/pack.h"

namespace verilot {

// What a text or a condition may name; `rule` is nullptr for the tree.
struct Named {
  const cel::Environment& environment;
  const RulePack& pack;
  const Rule* rule = nullptr;
};

// Of "No licence for {article.name}." each path that leads nowhere.
std::vector<cel::Issue> faults_of_text(const std::string& text, const Named&);

// Of a condition: listed() of no list, date() and quantity() of what is none, parameters.x without
// x.
std::vector<cel::Issue> faults_of_names(const cel::Program&, const Named&);

}  // namespace verilot
