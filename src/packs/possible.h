// packs: whether conditions can hold together, whatever the evidence is.
//
//   Possible possible(constants);
//   possible.together({{&when.root(), when.text(), true}, {&require.root(), require.text(),
//   false}})
//
// Looks at comparisons of one path with constants, at what is read of a stated none (none as well),
// and at and, or, not and ?:. Everything else may be true or false as it likes, the same in every
// place where it is written alike.
//
// Errors: none; a false answer is proven, a true one may be for want of proof (over 50,000 steps).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/ast.h"

namespace verilot {

// A part of an expression, the text of the whole expression, and the truth it is wanted to have.
struct WantedTruth {
  const cel::Expr* part = nullptr;
  std::string_view text;
  bool truth = true;
};

class Possible {
 public:
  using Constants = std::map<std::string, cel::Value, std::less<>>;
  // The variables and parameters ("parameters.limit") whose value the pack gives.
  explicit Possible(Constants constants) : constants_(std::move(constants)) {}

  bool together(const std::vector<WantedTruth>&) const;

  // Facts with which they hold: what each path is compared with, and the value it may have; none is
  // one that nothing is compared with. Nothing where they cannot hold together, or for want of
  // proof.
  struct Fact {
    std::string path;  // without blanks
    std::vector<cel::Value> named;
    std::optional<cel::Value> value;
  };
  std::optional<std::vector<Fact>> example(const std::vector<WantedTruth>&) const;

  bool ever(const WantedTruth& wanted) const { return together({wanted}); }

 private:
  Constants constants_;
};

}  // namespace verilot
