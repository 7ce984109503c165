// packs: the marks of a review, written into the files of a pack.
//
//   Review review = review_pack(pack, root, {.rules = {"us-fda.610.12"}});
//
// Every clause without a fitting seal is sealed. A citation without a mark gets one; a mark that no
// longer fits is replaced only for the rules and leaves named.
//
// Errors: a file that cannot be written, or a clause in flow style, is a problem.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "packs/pack.h"

namespace verilot {

struct ReviewRequest {
  std::vector<std::string> rules;  // whose changed clauses were compared
  bool all = false;                // every rule and leaf was
};

struct Review {
  std::size_t sealed = 0;           // clauses
  std::size_t marked = 0;           // citations
  std::vector<std::string> unread;  // "rule: clause", changed and not named
  Problems problems;
};

// `root` holds rules/ and jurisdictions/.
Review review_pack(const RulePack&, const std::string& root, const ReviewRequest&);

}  // namespace verilot
