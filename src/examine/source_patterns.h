// examine: the compiled patterns of rules/tables/source-words.yaml.
#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/tables.h"

namespace verilot {

class SourcePatterns {
 public:
  explicit SourcePatterns(const SourceWords&);
  // Whether a pattern of the role fits the words, lower-case with straight apostrophes.
  bool fit(std::string_view role, const std::string& words) const;
  // The words without what the patterns of the role fit.
  std::string without(std::string_view role, std::string words) const;

 private:
  using Patterns = std::vector<std::unique_ptr<re2::RE2>>;
  const Patterns& of(std::string_view role) const;

  std::map<std::string, Patterns, std::less<>> roles_;
};

}  // namespace verilot
