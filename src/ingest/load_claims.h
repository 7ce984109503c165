// ingest: the phrases and cues of rules/claims/*.yaml, one file a language.
//
//   ClaimTable claims;
//   load_claims("rules/claims", claims, problems);
//
// Every language is used on every text: clinics mix them. `{name}` in a pattern stands for the
// entry of `words` in the same file.
//
// Errors: each fault is a problem with its place; what could be read is in the table.
#pragma once

#include <string>

#include "model/problem.h"
#include "model/tables.h"

namespace verilot {

void load_claims(const std::string& folder, ClaimTable&, Problems&);

}  // namespace verilot
