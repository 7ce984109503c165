// yaml: the canonical form of a text. 2 spaces, 100 columns, known keys in their order; maps and
// lists in brackets stay so where they fit on one line, lists of plain values over several; long
// texts are folded. Comments stay with what they stand beside.
//
//   std::optional<std::string> text = format_yaml(bytes, "rules/lots.yaml", layout, problems);
//
// The form of a canonical text is that text.
//
// Errors: nothing, and a problem with its place, for a text that is not YAML, and where the result
//         would not load to the same values or would lose a comment.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/problem.h"

namespace verilot {

// The keys of a map in their order, each with the layout of its value; others come behind them.
struct YamlLayout {
  bool block = false;  // never in brackets
  std::vector<std::pair<std::string, YamlLayout>> keys = {};
  std::vector<YamlLayout> items = {};  // one for all elements of a list, or none
};

std::optional<std::string> format_yaml(const std::string& text, const std::string& file,
                                       const YamlLayout&, Problems&);

}  // namespace verilot
