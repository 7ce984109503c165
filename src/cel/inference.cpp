#include "cel/inference.h"

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

}  // namespace

Type Inference::fresh() { return {Kind::parameter, std::to_string(next_++), {}}; }

bool Inference::mentions(const Type& type, const std::string& parameter) const {
  if (type.kind == Kind::parameter) {
    if (type.name == parameter) return true;
    const auto found = bindings_.find(type.name);
    return found != bindings_.end() && mentions(found->second, parameter);
  }
  for (const Type& inner : type.parameters) {
    if (mentions(inner, parameter)) return true;
  }
  return false;
}

// Binds `parameter` to `type`, or to the more general of that and what it is bound to.
bool Inference::bind(const Type& type, const Type& parameter, bool& was_bound) {
  if (type == parameter) return was_bound = true;
  const auto found = bindings_.find(parameter.name);
  was_bound = found != bindings_.end();
  if (!was_bound) {
    if (mentions(type, parameter.name)) return false;
    bindings_.emplace(parameter.name, type);
    return true;
  }
  const Type bound = found->second;
  if (type == bound) return true;
  if (!fits(type, bound)) return false;
  const Type general = more_general(type, bound);
  if (!mentions(general, parameter.name)) bindings_[parameter.name] = general;
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
  for (std::size_t i = 0; i < a.parameters.size(); ++i) {
    if (!fits(a.parameters[i], b.parameters[i])) return false;
  }
  return true;
}

bool Inference::assignable(const Type& from, const Type& to) {
  const Bindings before = bindings_;
  if (fits(from, to)) return true;
  bindings_ = before;
  return false;
}

std::optional<Type> Inference::joined(const Type& a, const Type& b) {
  if (a.kind == Kind::null) return b;
  if (b.kind == Kind::null) return a;
  if (!assignable(a, b)) return std::nullopt;
  return more_general(a, b);
}

Type Inference::substituted(const Type& type, bool free_to_dyn) const {
  if (type.kind == Kind::parameter) {
    const auto found = bindings_.find(type.name);
    if (found != bindings_.end()) return substituted(found->second, free_to_dyn);
    return free_to_dyn ? Type::dyn() : type;
  }
  Type out = type;
  for (Type& inner : out.parameters) inner = substituted(inner, free_to_dyn);
  return out;
}

Type Inference::resolved(const Type& type) const { return substituted(type, true); }

// Every call has type parameters of its own.
Type Inference::instantiated(const Type& type, Bindings& renamed) {
  if (type.kind == Kind::parameter) {
    const auto found = renamed.find(type.name);
    if (found != renamed.end()) return found->second;
    return renamed.emplace(type.name, fresh()).first->second;
  }
  Type out = type;
  for (Type& inner : out.parameters) inner = instantiated(inner, renamed);
  return out;
}

Type Inference::call_result(const std::vector<Function>& overloads,
                            const std::vector<Type>& arguments) {
  std::optional<Type> result;
  for (const Function& overload : overloads) {
    if (overload.parameters.size() != arguments.size()) continue;
    const Bindings before = bindings_;
    Bindings renamed;
    bool all_fit = true;
    for (std::size_t i = 0; i < arguments.size() && all_fit; ++i) {
      const Type wanted = instantiated(overload.parameters[i], renamed);
      all_fit = arguments[i].kind != Kind::null || wanted.kind == Kind::parameter ||
                wanted.kind == Kind::dyn || wanted.kind == Kind::null;
      all_fit = all_fit && fits(arguments[i], wanted);
    }
    if (!all_fit) {
      bindings_ = before;
      continue;
    }
    const Type one = substituted(instantiated(overload.result, renamed), false);
    if (!result) {
      result = one;
    } else if (*result != one) {
      result = Type::dyn();
    }
  }
  return result.value_or(Type::of(Kind::error));
}

}  // namespace verilot::cel
