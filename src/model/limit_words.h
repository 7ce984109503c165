// Words that make a limit of a number: "NMT 0.5", "not less than 95 %", "10 max.".
//
//   limit_prefix("Not more than 10 CFU", words.limits)   // role "at_most", length 14
//
// Words are those of rules/tables/certificate-words.yaml, section `limits`, in lower case; case of
// the text does not count. The longest word wins.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

using LimitWords = std::map<std::string, std::vector<std::string>>;

struct LimitWord {
  std::string_view role;   // "at_most", "below", "at_least", ...; "" when there is no word
  std::size_t length = 0;  // of the word and the spaces and colon that follow or precede it
};

// The word the text begins with.
LimitWord limit_prefix(std::string_view text, const LimitWords&);

// The word the text ends with, behind a number or a unit.
LimitWord limit_suffix(std::string_view text, const LimitWords&);

}  // namespace verilot
