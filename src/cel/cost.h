// What a checked expression can cost at most, in the steps that the evaluator counts while it runs:
// one for each element of a loop and each value of a list that a function is given or makes, and
// one for sixteen bytes of text of a function and sixteen elements that `in` compares.
//
//   Sizes sizes;                                      // lots: at most 200, a number 100 bytes
//   CostEstimate most = estimate_cost(program, sizes);
//   if (most.steps > kMaxCost) print(to_string(most));  // "12,000,000 steps (lots 200 x ...)"
//
// Errors: none; what nothing is declared of is unbounded, and so are the steps that depend on it.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/function_registry.h"
#include "cel/program.h"

namespace verilot::cel {

// How large a value can be.
struct Extent {
  double size = 0;                        // bytes of a text, elements of a list or map
  std::shared_ptr<const Extent> element;  // of a list, of a map with its keys, of an optional
  std::set<std::string> objects = {};     // the types of an object; their fields are in Sizes

  static Extent text(double bytes) { return {bytes, nullptr}; }
  static Extent list(double elements, Extent element);
  static Extent object(std::string type) { return {0, nullptr, {std::move(type)}}; }
};

// Of a constant: what it is.
Extent extent_of(const Value&);

// How large evidence can be, by variable and by object type and field.
struct Sizes {
  using Fields = std::map<std::string, Extent, std::less<>>;
  Fields variables;
  std::map<std::string, Fields, std::less<>> objects;
  double text = 0;  // of a text that some function makes
};

struct CostEstimate {
  struct Factor {
    std::string of;  // "lots"
    double times = 0;
  };
  double steps = 0;
  std::vector<Factor> factors;  // of the largest part, from the outside
  const Expr* part = nullptr;   // that part; of the program's tree
};

CostEstimate estimate_cost(const Program&, const Sizes&);

// "12,000,000 steps (lots 1,000 x certificates 200 x tests 60)"
std::string to_string(const CostEstimate&);
std::string grouped(double number);  // "12,000,000"

// What the evaluator charges for a call beyond the size of its arguments.
std::size_t charged(Charge, std::span<const Value> arguments);

}  // namespace verilot::cel
