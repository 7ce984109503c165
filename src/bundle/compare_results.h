// bundle: the result that a bundle holds of a dossier beside the one that was derived.
#pragma once

#include "bundle/verify_bundle.h"

namespace verilot {

// Where the texts differ; each outcome and verdict, or the text itself where these are the same.
std::vector<OutcomeDifference> differences_of(const std::string& item, const std::string& stored,
                                              const std::string& derived);

// How many outcomes a stored result has; 0 where it is none.
std::size_t outcomes_in(const std::string& stored);

}  // namespace verilot
