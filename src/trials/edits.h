// Small changes of an expression, each a slip that an author may make: `<` for `<=`, `&&` for `||`,
// a negation lost, a limit one step off, a member of a list left out.
//
//   for (const Edit& edit : edits_of(*rule.require.program)) try_out(edited(text, edit));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/program.h"

namespace verilot {

struct Edit {
  cel::Span at;         // what of the text is replaced
  std::string instead;  // and by what
  cel::Span shown;      // the part that tells a reader what it is about; holds `at`
};

// In the order of the text.
std::vector<Edit> edits_of(const cel::Program&);

std::string edited(const std::string& text, const Edit&);

// The part shown, before and after, on one line and cut to `width`.
struct ShownEdit {
  std::string original, mutated;
};
ShownEdit shown(const std::string& text, const Edit&, std::size_t width = 72);

// One unit of the last printed place up or down: "0.5 EU/mL" -> "0.6 EU/mL". Nothing below zero.
std::optional<std::string> stepped_amount(const std::string& printed, int step);
// One day, month or year, whichever is printed last.
std::optional<std::string> stepped_date(const std::string& iso, int step);

}  // namespace verilot
