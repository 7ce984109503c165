// cli: which requests of a pack the letters cannot translate.
#pragma once

#include <iosfwd>
#include <string>

#include "packs/pack.h"

namespace verilot {

// One line a language with how many requests have no translation in rules/letters/; with `list`
// each of them below it. Nothing where all have one.
void print_untranslated(const RulePack&, const std::string& rules_folder, bool list, std::ostream&);

}  // namespace verilot
