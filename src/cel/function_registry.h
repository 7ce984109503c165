// cel: the functions an expression may call: name, types and code in one line each; checker and
// evaluator read the same line.
//
//   FunctionRegistry registry = standard_functions();
//   registry.add({.name = "quantity", .parameters = {Type::of(Type::Kind::text)},
//                 .result = Type::opaque("quantity"), .call = parse_quantity});
//
// Arguments are never unknown or an error when `call` runs: strict calls propagate those before;
// nor have they unknown elements or an unread rest, unless the function is `shallow`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/type.h"
#include "cel/value.h"

namespace verilot::cel {

// What a call costs, as loop steps, beyond the size of its arguments; see charged() in cel/cost.h.
enum class Charge : std::uint8_t { none, both_lists, all_values, each_with_each, pattern };

struct Function {
  std::string name;             // "size", "math.greatest"
  bool receiver_style = false;  // a.f(b): parameters[0] is the type of a
  std::vector<Type> parameters;
  Type result;
  std::function<Value(std::span<const Value>)> call;
  // Instead of `call`: a function of a field, not of its value. The argument must be a selection;
  // the function sees the container it reads from and the key, also where the value is unknown.
  std::function<Value(const Map& container, const std::string& key)> member;
  // Looks at a container from outside only ("size"), so unknown elements do not matter.
  bool shallow = false;
  Charge charge = Charge::none;
};

class FunctionRegistry {
 public:
  void add(Function);
  // Every overload of the name in that call style, in the order they were added.
  std::span<const Function> overloads(std::string_view name, bool receiver_style) const;
  // The same, to keep: programs hold it, so that they outlive the registry. nullptr for none.
  std::shared_ptr<const std::vector<Function>> shared_overloads(std::string_view name,
                                                                bool receiver_style) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::pair<std::string, bool>, std::shared_ptr<std::vector<Function>>> functions_;
};

// The standard definition's functions and the extensions strings, math, lists, sets, optional
// types and encoders.
FunctionRegistry standard_functions();

}  // namespace verilot::cel
