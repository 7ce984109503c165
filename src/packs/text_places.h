// Where a place of an expression is in its file: the lines of a folded YAML scalar are one line of
// text, but their places are those of the file.
//
//   const MarkedPart marked = mark(expression, issue);   // rules/a.yaml:14:9, its line with carets
#pragma once

#include <string>

#include "cel/program.h"
#include "packs/pack.h"

namespace verilot {

struct MarkedPart {
  SourceLocation where;
  std::string excerpt;  // the line of the file that it begins on, and carets below
};
MarkedPart mark(const Expression&, cel::Issue);

}  // namespace verilot
