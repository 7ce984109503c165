// examine: the compiled patterns of rules/tables/topics.yaml.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <vector>

#include "model/tables.h"

namespace verilot {

class TopicFinder {
 public:
  explicit TopicFinder(const std::vector<Topic>&);
  // The ids of the topics that the text has, in the order of the table.
  std::vector<std::string> topics_of(const std::string& text) const;

 private:
  using Patterns = std::vector<std::unique_ptr<re2::RE2>>;
  struct Known {
    std::string id;
    Patterns words, unless;
  };
  static Patterns compiled(const std::vector<std::string>&);

  std::vector<Known> known_;
};

}  // namespace verilot
