// audit: what a dossier's facts say of a kind of claim (rules/tables/claim-kinds.yaml).
#pragma once

#include <map>
#include <string>

#include "audit/claim_check.h"

namespace verilot {

class ProductSides {
 public:
  // Compiles the conditions of the table; what is no condition is a problem.
  ProductSides(const Rulebook&, Problems&);

  // By kind, for each of the kinds that facts can tell.
  std::map<std::string, ProductSide> of(const Evidence&, const Date& as_of) const;

 private:
  RulePack shared_;  // for its values and functions
  std::map<std::string, cel::Program> conditions_;
};

}  // namespace verilot
