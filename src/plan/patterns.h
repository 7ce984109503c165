// Constant patterns over the same text, looked for in one pass: matches() and contains() alike.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plan/literal_filter.h"
#include "plan/node.h"

namespace verilot::plan {

class PatternSet {
 public:
  // The nodes, and where each has its mask among those of their table.
  PatternSet(std::vector<NodeId> members, std::vector<std::uint32_t> masks);
  ~PatternSet();

  // In the order of the members. False where it is no pattern for a set, which then is of no use.
  bool add(const std::string& pattern);
  bool compile();
  // False where the text certainly matches none of them.
  bool may_match(std::string_view text) const { return filter_->may_match(text); }

  const std::vector<NodeId>& members() const { return members_; }
  const std::vector<std::uint32_t>& masks() const { return masks_; }
  // The members that the text matches, by their position. False where the set gave up; then each
  // pattern is to be looked for alone.
  bool match(std::string_view text, std::vector<int>& hits) const;

 private:
  struct Set;
  std::vector<NodeId> members_;
  std::vector<std::uint32_t> masks_;
  std::vector<std::string> patterns_;
  std::unique_ptr<Set> set_;
  std::unique_ptr<LiteralFilter> filter_;
};

// A pattern that finds this text.
std::string literal_pattern(std::string_view text);

}  // namespace verilot::plan
