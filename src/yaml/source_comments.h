// yaml: which entry each comment of a text belongs to.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "yaml/yaml_source.h"

namespace verilot {

struct ScalarSpan {
  std::size_t begin = 0, end = 0;  // in bytes
  bool block = false;              // | or >: a comment may stand on its first line
};

// Gives the entries the comments and blank lines of `text`; `scalars` in the order of the text.
void attach_comments(const std::string& text, const std::vector<ScalarSpan>& scalars, YamlSource&);

}  // namespace verilot
