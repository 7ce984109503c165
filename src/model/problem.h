// Something wrong in a file that a person wrote: a rule pack, a dossier, a document.
//
// Problems are collected and returned, never thrown: the author wants all of them at once, and
// whatever could be read is still judged.
#pragma once

#include <string>
#include <vector>

namespace verilot {

// A box on a page, in PDF points from the top left corner.
struct Box {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

// Where something stands. Parts that the format does not have stay empty.
struct SourceLocation {
  std::string file;     // as the user named it, or relative to the dossier's folder
  int line = 0;         // from 1; 0 where the format has no lines (PDF)
  int column = 0;       // from 1, in bytes; 0 where unknown
  int page = 0;         // from 1; 0 where the format has no pages
  Box box;              // all zero where there is none
  std::string pointer;  // JSON Pointer, XPath or cell (B7) of the value
  // Who corrected what was read there, and what that was; "" where the document speaks for itself.
  std::string correction = {};

  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

// A whole file as a place.
SourceLocation in_file(std::string file);

enum class ProblemLevel {
  note,     // worth knowing; the run stays complete
  warning,  // a part was not understood, nothing else suffers; the run stays complete
  error,    // something could not be read or judged: the run is incomplete (exit 3)
};

struct Problem {
  ProblemLevel level = ProblemLevel::error;
  SourceLocation where;
  std::string message;  // what is wrong and what would be right, with no full stop

  friend bool operator==(const Problem&, const Problem&) = default;
};
using Problems = std::vector<Problem>;

// "dossier.yaml:14:7", "coa.pdf p.2 box 54,210-558,402".
std::string to_string(const SourceLocation&);

// "metals.yaml:14:7: error: unknown key 'limt', did you mean 'limit'? (at /rules/2/limt)"
std::string to_string(const Problem&);

// True when a problem makes the run incomplete.
bool any_error(const Problems&);

// The candidate nearest to `word`, or "" when none is near enough to be what was meant.
std::string nearest(const std::string& word, const std::vector<std::string>& candidates);

// ", did you mean 'limit'?" or "".
std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace verilot
