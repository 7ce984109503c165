// The values that a generated dossier may hold, by field: those of the cases and bases of the
// packs, those of the enumerations, and those that the rules compare with and what is next to them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "trials/fact_tree.h"
#include "trials/ready_cases.h"

namespace verilot {

// The names that a rule or a question reads, of variables and of fields; a fact that has another
// name changes nothing of it.
using Names = std::set<std::string, std::less<>>;
Names names_in(const Expression&);
Names names_in(const Rule&);
Names names_in(const PathwayTree&);

class FactPool {
 public:
  FactPool(const std::vector<const ReadyCases*>&, const Rulebook&);

  // Values of the field of that type, of any kind that it may have; "" is an element of a list.
  const std::vector<FactPtr>& of(const std::string& type, const Field&) const;
  const std::vector<FactPtr>& elements_of(const std::string& type, const Field&) const;

 private:
  using Key = std::pair<std::string, std::string>;
  void harvest(const Fact&, const std::string& type);
  void add_constants(const RulePack&, const UnitTable&);
  void add_constant(const cel::Value&, const UnitTable&);
  void complete(const Schema&);
  void complete(const std::string& type, const Field&, const Schema&);

  const Schema& schema_;
  std::map<Key, std::vector<FactPtr>> values_, elements_;
  std::vector<FactPtr> integers_, dates_, quantities_, texts_;
};

}  // namespace verilot
