// Who speaks in a sentence, and in which language: the words of rules/claims/*.yaml for it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

#include "model/problem.h"
#include "model/tables.h"

namespace verilot {

class ClaimVoice {
 public:
  ClaimVoice(const ClaimTable&, Problems&);

  // A value of the enumeration speaker: "says Dr. Smith" is a practitioner's; "" where the
  // sentence, in plain form, names nobody.
  std::string speaker(std::string_view sentence) const;
  // The language most of whose small words stand in the text; "" where none does.
  std::string language(std::string_view text) const;

 private:
  using Patterns = std::vector<std::pair<std::string, std::unique_ptr<RE2>>>;
  Patterns speakers_, languages_;
};

}  // namespace verilot
