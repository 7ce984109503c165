// Type parameters: what is assignable to what, and what that makes of the parameters.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cel/function_registry.h"
#include "cel/type.h"

namespace verilot::cel {

class Inference {
 public:
  // A type parameter that no other has.
  Type fresh();

  // Whether a value of type `from` can stand where `to` is wanted; binds type parameters if so.
  bool assignable(const Type& from, const Type& to);

  // Whether the two can meet in one list or in the branches of ?:, and the type of both together.
  std::optional<Type> joined(const Type& a, const Type& b);

  // With parameters replaced by what they are bound to; unbound ones become dyn.
  Type resolved(const Type&) const;

  // The result of calling one of `overloads`, error where none fits. dyn where several with
  // different results do.
  Type call_result(const std::vector<Function>& overloads, const std::vector<Type>& arguments);

 private:
  using Bindings = std::map<std::string, Type, std::less<>>;

  bool fits(const Type& a, const Type& b);
  bool bind(const Type& type, const Type& parameter, bool& was_bound);
  bool mentions(const Type& type, const std::string& parameter) const;
  Type substituted(const Type& type, bool free_to_dyn) const;
  Type instantiated(const Type& type, Bindings& renamed);

  Bindings bindings_;
  std::size_t next_ = 0;
};

}  // namespace verilot::cel
