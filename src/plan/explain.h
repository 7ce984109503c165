// Why a verdict is what it is: the parts of the rule that decided, made afterwards by walking the
// expression again over the same record.
#pragma once

#include <string>
#include <vector>

#include "cel/program.h"

namespace verilot::plan {

// No verdict has more reasons.
inline constexpr std::size_t kMostReasons = 100;

struct Reason {
  std::string text;                 // the part of the rule, as written
  std::string value;                // what it was, as a person would write it
  std::vector<std::uint32_t> rows;  // of a loop: the elements that decided, from 0
};

// The deciding parts in the order of the text: of && that is false its false operands, of a loop
// the rows that made it so; below them the facts that were read.
std::vector<Reason> reasons(const cel::Program& program, const cel::Activation& activation);

}  // namespace verilot::plan
