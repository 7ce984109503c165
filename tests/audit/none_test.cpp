// A dossier may state of anything that there is none: rules answer that, and never break over it.
#include <doctest/doctest.h>

#include <random>

#include "audit/examples.h"

namespace verilot {
namespace {

void collect_scalars(YamlNode& node, std::vector<YamlNode*>& scalars) {
  if (node.is_scalar()) scalars.push_back(&node);
  for (YamlNode& item : node.items) collect_scalars(item, scalars);
}

// The rules that end in an error where one fact of the dossier, chosen at random, is none.
std::string broken_rules(const RulePack& pack, YamlNode dossier, std::mt19937& random) {
  std::vector<YamlNode*> scalars;
  collect_scalars(dossier, scalars);
  if (scalars.empty()) return "";
  YamlNode& none = *scalars[random() % scalars.size()];
  none.kind = YamlNode::Kind::null;
  none.text = "null";
  const ExaminedDossier examined = examine_dossier(
      read_case(dossier, the_rulebook().schema, the_rulebook().tables), the_rulebook());
  std::string broken;
  for (const Finding& finding :
       evaluate(pack, examined.evidence, {pack.law_as_found, "D"}).findings)
    if (finding.outcome == Outcome::error)
      broken += none.where.pointer + ": " + finding.rule + ": " + finding.message + "\n";
  return broken;
}

TEST_CASE("none: no rule of any pack breaks where a fact is stated to be none") {
  std::mt19937 random(20261122);
  for (const RulePack& pack : all_packs()) {
    for (const CaseDossier& example : examples_of(pack)) {
      CAPTURE(pack.id);
      CAPTURE(example.name);
      CHECK(broken_rules(pack, example.dossier, random) == "");
    }
  }
}

}  // namespace
}  // namespace verilot
