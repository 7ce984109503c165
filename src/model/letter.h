// The words of letters: rules/letters/<language>.yaml.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace verilot {

// A request of a rule and its translation, both with {paths} where facts stand.
struct TranslatedRequest {
  std::string original, translated;
};

struct LetterWords {
  std::string language;
  std::map<std::string, std::string, std::less<>> frame;      // "opening" -> "We are checking ..."
  std::map<std::string, std::string, std::less<>> documents;  // names by kind; empty: as they are
  // Words that stand in a request for a fact nobody stated: "each lot" -> "cada lote".
  std::map<std::string, std::string, std::less<>> each;
  std::vector<TranslatedRequest> requests;
  bool translates = false;  // false: requests are in this language already
};

}  // namespace verilot
