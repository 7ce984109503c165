// packs: the seam between rules and evidence for documented() and registered().
//
// A container that knows how its facts are supported implements FactSupport beside cel::Map; packs
// do not know evidence, evaluate does.
#pragma once

#include <string>

#include "cel/function_registry.h"
#include "model/evidence.h"

namespace verilot {

class FactSupport {
 public:
  virtual ~FactSupport() = default;
  // True when the fact has at least one assertion of that basis, false when it is stated to be
  // none, else unknown.
  virtual cel::Value supported(const std::string& key, Basis basis) const = 0;
};

void add_support_functions(cel::FunctionRegistry&);

}  // namespace verilot
