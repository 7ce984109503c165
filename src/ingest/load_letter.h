// ingest: the words of letters, rules/letters/<language>.yaml.
#pragma once

#include <string>
#include <vector>

#include "model/letter.h"
#include "model/problem.h"

namespace verilot {

// The languages there are files for, in alphabetical order.
std::vector<std::string> letter_languages(const std::string& rules_folder);

LetterWords load_letter(const std::string& rules_folder, const std::string& language, Problems&);

}  // namespace verilot
