// Words that look like a claim and are none, and claims that a stronger one says already.
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

class ClaimExceptions {
 public:
  ClaimExceptions(const ClaimTable&, Problems&);

  // "We guarantee your privacy": whether words that are not meant reach into sentence[begin, end).
  bool not_meant(const std::string& kind, std::string_view sentence, std::size_t begin,
                 std::size_t end) const;
  // "Completely safe" is not "safe" as well.
  bool is_weaker(const std::string& kind, const std::string& than) const;

 private:
  std::map<std::string, std::unique_ptr<RE2>> not_meant_;
  std::map<std::string, std::vector<std::string>> weaker_;
};

}  // namespace verilot
