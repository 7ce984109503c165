// How large values get: by selection, by joining two of them, by the functions that make them.
#pragma once

#include <limits>
#include <string_view>

#include "cel/cost.h"

namespace verilot::cel {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// 0 where either is, also of an unbounded number.
inline double times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

bool is_unbounded(const Extent&);
// A value that is one or the other.
Extent joined(const Extent& a, const Extent& b);
// An element of a list, an entry or key of a map, what an optional holds.
Extent element_of(const Extent&);

// Extents that depend on what is declared of objects.
class Extents {
 public:
  explicit Extents(const Sizes& sizes) : sizes_(sizes) {}

  Extent field(const Extent& object, std::string_view name) const;
  // What a loop goes over: elements, entries and keys.
  Extent range(const Extent&) const;
  // As count_values(): all values in it.
  double values(const Extent&) const;
  // The same without looking into objects, as collect_unknown() does.
  double visible_values(const Extent&) const;
  // Of the text that format() writes of it.
  double written(const Extent&) const;
  // Of what a call of the function gives.
  Extent result(const Function&, const Expr& call, const std::vector<Extent>& arguments) const;

 private:
  Extent made(const std::string& function, const Expr& call,
              const std::vector<Extent>& arguments) const;
  Extent of_type(const Type&) const;
  Extent flattened(const Extent&) const;

  const Sizes& sizes_;
  mutable std::map<std::string, double> values_of_objects_;  // unbounded while it is computed
};

}  // namespace verilot::cel
