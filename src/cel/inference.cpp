#include "cel/inference.h"

#include <algorithm>

namespace verilot::cel {
namespace {

using Kind = Type::Kind;

bool is_any(const Type& type) { return type.kind == Kind::dyn || type.kind == Kind::error; }
bool is_free(const Type& type) { return type.kind == Kind::dyn || type.kind == Kind::parameter; }

// Whether `a` is equal to `b` or has dyn where `b` has a type.
bool as_general(const Type& a, const Type& b) {
  if (is_free(a)) return true;
  if (is_free(b) || a.kind != b.kind || a.name != b.name ||
      a.parameters.size() != b.parameters.size()) {
    return false;
  }
  if (a.parameters.identity() == b.parameters.identity()) return true;
  for (std::size_t i = 0; i < a.parameters.size(); ++i) {
    if (!as_general(a.parameters[i], b.parameters[i])) return false;
  }
  return true;
}

const Type& more_general(const Type& a, const Type& b) { return as_general(a, b) ? a : b; }

// What an object looks like to a function that takes a map.
Type as_map(const Type& type) {
  return type.kind == Kind::object ? Type::map(Type::of(Kind::text), Type::dyn()) : type;
}

// What can be said without looking at parameters: most overloads fail here.
bool cannot_fit(const Type& argument, const Type& wanted) {
  return argument.kind != wanted.kind && !is_any(argument) && !is_any(wanted) &&
         argument.kind != Kind::parameter && wanted.kind != Kind::parameter &&
         argument.kind != Kind::object && wanted.kind != Kind::object;
}

}  // namespace

Type Inference::fresh() {
  bindings_.emplace_back();
  Type parameter = Type::of(Kind::parameter);
  parameter.number = static_cast<std::uint32_t>(bindings_.size() - 1);
  return parameter;
}

Type Inference::own(const Type& declared) {
  Renamed renamed;
  return instantiated(declared, renamed);
}

const Type* Inference::bound(const Type& parameter) const {
  const std::optional<Type>& binding = bindings_[parameter.number];
  return binding ? &*binding : nullptr;
}

void Inference::set(const Type& parameter, Type type) {
  const std::size_t number = parameter.number;
  trail_.emplace_back(number, std::exchange(bindings_[number], std::move(type)));
  forget_resolved();
}

void Inference::forget_resolved() {
  if (!resolved_.empty()) resolved_ = {};
  if (!resolved_parameters_.empty()) resolved_parameters_ = {};
}

void Inference::undo(std::size_t mark) {
  if (trail_.size() > mark) forget_resolved();
  for (; trail_.size() > mark; trail_.pop_back()) {
    bindings_[trail_.back().first] = std::move(trail_.back().second);
  }
}

bool Inference::mentions(const Type& type, const Type& parameter) const {
  if (!type.mentions(Kind::parameter)) return false;
  if (type.kind == Kind::parameter) {
    if (type.number == parameter.number) return true;
    const Type* binding = bound(type);
    return binding != nullptr && mentions(*binding, parameter);
  }
  return std::ranges::any_of(type.parameters,
                             [&](const Type& inner) { return mentions(inner, parameter); });
}

// Binds `parameter` to `type`, or to the more general of that and what it is bound to.
bool Inference::bind(const Type& type, const Type& parameter, bool& was_bound) {
  if (type == parameter) return was_bound = true;
  const Type* binding = bound(parameter);
  was_bound = binding != nullptr;
  if (!was_bound) {
    if (mentions(type, parameter)) return false;
    set(parameter, type);
    return true;
  }
  const Type before = *binding;
  if (type == before) return true;
  if (!fits(type, before)) return false;
  const Type& general = more_general(type, before);
  if (general != before && !mentions(general, parameter)) set(parameter, general);
  return true;
}

bool Inference::fits(const Type& a, const Type& b) {
  if (b.kind == Kind::parameter) {
    bool was_bound = false;
    if (bind(a, b, was_bound)) return true;
    if (was_bound) return false;
  }
  if (a.kind == Kind::parameter) {
    bool was_bound = false;
    return bind(b, a, was_bound);
  }
  if (is_any(a) || is_any(b)) return true;
  if (a.kind == Kind::type && b.kind == Kind::type) return true;
  if (a.kind == Kind::object && b.kind == Kind::map) return fits(as_map(a), b);
  if (b.kind == Kind::object && a.kind == Kind::map) return fits(a, as_map(b));
  if (a.kind != b.kind || a.name != b.name || a.parameters.size() != b.parameters.size()) {
    return false;
  }
  if (a.parameters.identity() == b.parameters.identity()) return true;
  for (std::size_t i = 0; i < a.parameters.size(); ++i) {
    if (!fits(a.parameters[i], b.parameters[i])) return false;
  }
  return true;
}

bool Inference::assignable(const Type& from, const Type& to) {
  const std::size_t mark = trail_.size();
  if (fits(from, to)) return true;
  undo(mark);
  return false;
}

std::optional<Type> Inference::joined(const Type& a, const Type& b) {
  if (a.kind == Kind::null) return b;
  if (b.kind == Kind::null) return a;
  if (!assignable(a, b)) return std::nullopt;
  return more_general(a, b);
}

Type Inference::pruned(Type type) const {
  while (type.kind == Kind::parameter) {
    const Type* binding = bound(type);
    if (binding == nullptr) return type;
    type = Type(*binding);
  }
  return type;
}

TypeParameters Inference::resolved(const TypeParameters& parameters) const {
  if ((parameters.kinds() & Type::bit(Kind::parameter)) == 0) return parameters;
  const auto known = resolved_.find(parameters.identity());
  if (known != resolved_.end()) return known->second.second;
  TypeParameters out;
  if (parameters.size() == 1) {
    out = TypeParameters(resolved(parameters[0]));
  } else {
    std::vector<Type> types;
    for (const Type& inner : parameters) types.push_back(resolved(inner));
    out = TypeParameters(std::move(types));
  }
  resolved_.emplace(parameters.identity(), Known{parameters, out});
  return out;
}

Type Inference::resolved(const Type& type) const {
  if (!type.mentions(Kind::parameter)) return type;
  if (type.kind == Kind::parameter) {
    const auto known = resolved_parameters_.find(type.number);
    if (known != resolved_parameters_.end()) return known->second;
    const Type* binding = bound(type);
    if (binding == nullptr) return Type::dyn();
    return resolved_parameters_.emplace(type.number, resolved(*binding)).first->second;
  }
  return {type.kind, type.name, resolved(type.parameters)};
}

// Every call has type parameters of its own.
Type Inference::instantiated(const Type& type, Renamed& renamed) {
  if (!type.mentions(Kind::parameter)) return type;
  if (type.kind == Kind::parameter) {
    const auto found = renamed.find(type.name);
    if (found != renamed.end()) return found->second;
    return renamed.emplace(type.name, fresh()).first->second;
  }
  std::vector<Type> inner;
  for (const Type& parameter : type.parameters) inner.push_back(instantiated(parameter, renamed));
  return {type.kind, type.name, std::move(inner)};
}

bool Inference::fits_all(const Function& overload, Arguments arguments, Renamed& renamed) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (cannot_fit(*arguments[i], overload.parameters[i])) return false;
  }
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type& argument = *arguments[i];
    const Type& declared = overload.parameters[i];
    const bool may_be_null = argument.kind != Kind::null || declared.kind == Kind::parameter ||
                             declared.kind == Kind::dyn || declared.kind == Kind::null;
    if (!may_be_null) return false;
    if (declared.mentions(Kind::parameter)) {
      if (!fits(argument, instantiated(declared, renamed))) return false;
    } else if (!fits(argument, declared)) {
      return false;
    }
  }
  for (auto& [name, parameter] : renamed) parameter = pruned(std::move(parameter));
  return true;
}

Type Inference::call_result(std::span<const Function> overloads, Arguments arguments) {
  const bool all_open =
      std::ranges::all_of(arguments, [](const Type* argument) { return is_any(*argument); });
  std::optional<Type> result;
  for (const Function& overload : overloads) {
    // No further one can change the result, and there is nothing in the arguments to bind.
    if (all_open && result && result->kind == Kind::dyn) break;
    if (overload.parameters.size() != arguments.size()) continue;
    const std::size_t mark = trail_.size();
    Renamed renamed;
    if (!fits_all(overload, arguments, renamed)) {
      undo(mark);
      continue;
    }
    Type one = pruned(instantiated(overload.result, renamed));
    if (!result) {
      result = std::move(one);
    } else if (*result != one) {
      result = Type::dyn();
    }
  }
  return result.value_or(Type::of(Kind::error));
}

}  // namespace verilot::cel
