// Variables of which parts are unknown, told by patterns such as "r.b", "l[1]" or "r.*". What no
// pattern names is plain CEL: an absent key is an error.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/program.h"

namespace verilot::conformance {

using Patterns = std::vector<std::string>;

class PatternActivation final : public cel::Activation {
 public:
  std::map<std::string, cel::Value, std::less<>> variables;
  Patterns unknown;

  // The value refers to `unknown`: it must not outlive the activation.
  std::optional<cel::Value> find(std::string_view name) const override;
};

}  // namespace verilot::conformance
