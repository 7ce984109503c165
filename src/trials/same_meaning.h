// Whether a change of an expression provably changes nothing, so that no case can show it.
//
// Errors: none; a true answer is proven, a false one may be for want of proof.
#pragma once

#include "model/schema.h"
#include "packs/pack.h"
#include "packs/possible.h"

namespace verilot {

// `changed` differs from `original` at the byte `offset` only. Where `applies` is not null, they
// matter only while it is true.
bool same_meaning(const Possible&, const cel::Program& original, const cel::Program& changed,
                  std::size_t offset, const cel::Program* applies);

// Whether no evidence can hold `member` where the expression looks for it in the list `name`:
// the enumeration of every field that is looked for does not have it.
bool never_looked_for(const cel::Program&, const Schema&, const std::string& name,
                      const cel::Value& member);

}  // namespace verilot
