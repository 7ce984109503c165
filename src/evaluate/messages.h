// evaluate: the words of findings, with facts filled in.
#pragma once

#include <string>

#include "evaluate/evidence_view.h"
#include "model/finding.h"
#include "packs/pack.h"

namespace verilot {

// `{lot.number}` becomes the fact's value, "(not stated)" where nobody knows.
std::string filled(const std::string& text, const RuleActivation&);

// What a finding says when its rule has no words for the outcome.
std::string default_message(const std::string& title, Outcome);

}  // namespace verilot
