#include "examine/topic_finder.h"

#include <algorithm>

namespace verilot {

TopicFinder::TopicFinder(const std::vector<Topic>& topics) {
  for (const Topic& topic : topics)
    known_.push_back({topic.id, compiled(topic.words), compiled(topic.unless)});
}

TopicFinder::Patterns TopicFinder::compiled(const std::vector<std::string>& patterns) {
  Patterns all;
  for (const std::string& pattern : patterns)
    all.push_back(std::make_unique<RE2>(pattern, RE2::Quiet));
  return all;
}

std::vector<std::string> TopicFinder::topics_of(const std::string& text) const {
  const auto any_fits = [&](const Patterns& patterns) {
    return std::ranges::any_of(patterns,
                               [&](const auto& one) { return RE2::PartialMatch(text, *one); });
  };
  std::vector<std::string> found;
  for (const Known& topic : known_)
    if (any_fits(topic.words) && !any_fits(topic.unless)) found.push_back(topic.id);
  return found;
}

}  // namespace verilot
