#include <re2/re2.h>

#include <algorithm>

#include "examine/claim_recogniser.h"
#include "examine/examine.h"
#include "examine/source_patterns.h"
#include "examine/topic_finder.h"

namespace verilot {

std::shared_ptr<const ClaimRecogniser> Recognisers::claims(const std::string& product_kind,
                                                           const ClaimTable& table,
                                                           Problems& problems) {
  const std::lock_guard lock(mutex_);
  const auto first = made_.begin();
  const auto [place, fresh] = made_.try_emplace(product_kind);
  Made& made = place->second;
  if (fresh && first == made_.end()) {
    made.recogniser = std::make_shared<const ClaimRecogniser>(table, product_kind, made.problems);
  } else if (fresh) {
    made.problems = first->second.problems;
    Problems own;
    made.recogniser =
        std::make_shared<const ClaimRecogniser>(*first->second.recogniser, product_kind, own);
    for (const Problem& problem : own)
      if (std::ranges::count(made.problems, problem) == 0) made.problems.push_back(problem);
  }
  problems.insert(problems.end(), made.problems.begin(), made.problems.end());
  return made.recogniser;
}

std::shared_ptr<const SourcePatterns> Recognisers::source(const SourceWords& words) {
  const std::lock_guard lock(mutex_);
  if (!source_) source_ = std::make_shared<const SourcePatterns>(words);
  return source_;
}

std::shared_ptr<const TopicFinder> Recognisers::topics(const std::vector<Topic>& topics) {
  const std::lock_guard lock(mutex_);
  if (!topics_) topics_ = std::make_shared<const TopicFinder>(topics);
  return topics_;
}

const re2::RE2& Recognisers::pattern(const std::string& text) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const re2::RE2>& made = patterns_[text];
  if (!made) made = std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
  return *made;
}

}  // namespace verilot
