// What the targets of the rule language share: the environment of the shared rules.
#pragma once

#include "cel/program.h"
#include "fuzz/fuzz.h"

namespace verilot {

inline const RulePack& shared_rules() {
  static const LoadedPacks loaded =
      load_packs(VERILOT_SOURCE_DIR, {}, rulebook().schema, rulebook().tables);
  return loaded.packs.front();
}

inline const cel::Environment& rule_environment() {
  static const cel::Environment environment = [] {
    cel::Environment made = pack_environment(rulebook().schema);
    made.functions = shared_rules().functions.get();
    return made;
  }();
  return environment;
}

// Either a program or issues, each with a place within the text.
inline void require_answer(std::string_view text, const cel::Compiled& compiled) {
  if (compiled.program.has_value() != compiled.issues.empty()) std::abort();
  for (const cel::Issue& issue : compiled.issues) {
    if (issue.offset > text.size() || issue.line < 1 || issue.column < 1) std::abort();
    if (issue.message.empty() || cel::with_caret(text, issue).empty()) std::abort();
  }
}

}  // namespace verilot
