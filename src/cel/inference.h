// Type parameters: what is assignable to what, and what that makes of the parameters.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cel/function_registry.h"
#include "cel/type.h"

namespace verilot::cel {

class Inference {
 public:
  // A type parameter that no other has.
  Type fresh();

  // A declared type with parameters of its own for one use.
  Type own(const Type& declared);

  // Whether a value of type `from` can stand where `to` is wanted; binds type parameters if so.
  bool assignable(const Type& from, const Type& to);

  // Whether the two can meet in one list or in the branches of ?:, and the type of both together.
  std::optional<Type> joined(const Type& a, const Type& b);

  // With parameters replaced by what they are bound to; unbound ones become dyn.
  Type resolved(const Type&) const;

  // What a parameter is bound to; other types as they are, with parameters in them.
  Type pruned(Type type) const;

  // The result of calling one of `overloads`, error where none fits. dyn where several with
  // different results do.
  using Arguments = std::span<const Type* const>;
  Type call_result(std::span<const Function> overloads, Arguments arguments);

  // Whether any type parameter was made; without one, types are resolved as they are.
  bool has_parameters() const { return !bindings_.empty(); }

 private:
  using Renamed = std::map<std::string, Type, std::less<>>;

  const Type* bound(const Type& parameter) const;
  void set(const Type& parameter, Type type);
  void undo(std::size_t mark);
  void forget_resolved();

  bool fits(const Type& a, const Type& b);
  bool fits_all(const Function& overload, Arguments arguments, Renamed& renamed);
  bool bind(const Type& type, const Type& parameter, bool& was_bound);
  bool mentions(const Type& type, const Type& parameter) const;
  TypeParameters resolved(const TypeParameters&) const;
  Type instantiated(const Type& type, Renamed& renamed);

  std::vector<std::optional<Type>> bindings_;                       // by number of the parameter
  std::vector<std::pair<std::size_t, std::optional<Type>>> trail_;  // what bindings were before
  // What parameter lists are with the bindings of now; the key is a copy, so that it stays alive.
  using Known = std::pair<TypeParameters, TypeParameters>;
  mutable std::unordered_map<const void*, Known> resolved_;
  mutable std::unordered_map<std::uint32_t, Type> resolved_parameters_;
};

}  // namespace verilot::cel
