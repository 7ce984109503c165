// Collects what is wrong in one text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/ast.h"
#include "cel/program.h"

namespace verilot::cel {

class Issues {
 public:
  explicit Issues(std::string_view text) : text_(text) {}

  // A second issue at the same place is dropped: it follows from the first.
  void add(Span place, std::string message);
  bool empty() const { return issues_.empty(); }
  // Whether no further issue would be kept.
  bool full() const;
  // In order of place, with line and column.
  std::vector<Issue> take();

 private:
  std::string_view text_;
  std::vector<Issue> issues_;
};

// " (did you mean "expiry"?)" for the nearest of `known`; empty where none is near.
std::string did_you_mean(std::string_view written, const std::vector<std::string>& known);

}  // namespace verilot::cel
