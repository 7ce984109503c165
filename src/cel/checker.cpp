#include "cel/checker.h"

#include <algorithm>

#include "cel/hints.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;

constexpr std::size_t kListedNames = 12;

Type denoted(Kind kind) {
  if (kind == Kind::opaque) return optional_type(Type::dyn());
  if (kind == Kind::list) return Type::list(Type::dyn());
  if (kind == Kind::map) return Type::map(Type::dyn(), Type::dyn());
  return Type::of(kind);
}

template <typename Table>
std::vector<std::string> keys_of(const Table& table) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : table) keys.push_back(key);
  return keys;
}

// "; it has a, b, c" where there are few enough to read.
std::string listing(std::string_view lead, const std::vector<std::string>& names) {
  if (names.empty() || names.size() > kListedNames) return "";
  std::string out(lead);
  for (const std::string& name : names) out += (&name == &names.front() ? " " : ", ") + name;
  return out;
}

std::string hint(std::string_view written, const std::vector<std::string>& known,
                 std::string_view lead) {
  std::string near = did_you_mean(written, known);
  return near.empty() ? listing(lead, known) : near;
}

}  // namespace

void Checker::run(Expr& root) {
  check(root);
  if (typed_ && inference_.has_parameters()) resolve_types(root);
}

void Checker::check(Expr& node) {
  Type type = type_of(node);
  node.type = typed_ ? std::move(type) : Type::dyn();
  if (!typed_) return;
  note_hidden(node);
  check_whole_uses(node);
}

Type Checker::type_of(Expr& node) {
  switch (node.kind) {
    case Expr::Kind::error:
      return Type::of(Kind::error);
    case Expr::Kind::literal: {
      if (node.value.kind() == Value::Kind::type) return node.type;
      constexpr Kind kKinds[] = {Kind::error,   Kind::error,   Kind::null,
                                 Kind::boolean, Kind::integer, Kind::unsigned_integer,
                                 Kind::real,    Kind::text,    Kind::bytes};
      return Type::of(kKinds[static_cast<std::size_t>(node.value.kind())]);
    }
    case Expr::Kind::local:
    case Expr::Kind::variable:
      return check_variable(node);
    case Expr::Kind::select:
      return check_select(node);
    case Expr::Kind::has:
      return check_has(node);
    case Expr::Kind::call:
      return check_call(node);
    case Expr::Kind::logical_and:
    case Expr::Kind::logical_or:
      return check_logical(node);
    case Expr::Kind::conditional:
      return check_conditional(node);
    case Expr::Kind::list:
      return check_list(node);
    case Expr::Kind::map:
      return check_map(node);
    case Expr::Kind::loop:
      return check_loop(node);
    case Expr::Kind::bind:
      return check_bind(node);
  }
  return Type::dyn();
}

void Checker::resolve_types(Expr& node) {
  if (node.type.mentions(Kind::parameter)) node.type = inference_.resolved(node.type);
  for (const ExprPtr& child : node.args) resolve_types(*child);
}

void Checker::report(Span place, std::string message) {
  if (typed_) issues_.add(place, std::move(message));
}

void Checker::uses_absence(const Expr& node, std::string message) {
  absence_uses_.add(node.span, std::move(message));
}

// --- names ---

const Checker::Local* Checker::find_local(std::string_view name) const {
  const auto found = std::find_if(scope_.rbegin(), scope_.rend(),
                                  [&](const Local& local) { return local.name == name; });
  return found == scope_.rend() ? nullptr : &*found;
}

// a.b in container x.y: x.y.a.b, x.a.b, a.b. A leading dot means the name as it is.
std::vector<std::string> Checker::candidates(const std::string& name) const {
  if (name.starts_with(".")) return {name.substr(1)};
  std::vector<std::string> names;
  for (std::string prefix = environment_.container; !prefix.empty();) {
    names.push_back(prefix + "." + name);
    const std::size_t dot = prefix.rfind('.');
    prefix = dot == std::string::npos ? "" : prefix.substr(0, dot);
  }
  names.push_back(name);
  return names;
}

// "a.b.c" of a chain of selections that begins with a name; nothing where that is a loop variable.
std::optional<std::string> Checker::dotted_name(const Expr& node) const {
  if (node.kind == Expr::Kind::variable) {
    if (find_local(node.name) != nullptr) return std::nullopt;
    return node.name;
  }
  if (node.kind != Expr::Kind::select) return std::nullopt;
  std::optional<std::string> name = dotted_name(*node.args[0]);
  if (name) *name += "." + node.name;
  return name;
}

std::optional<Type> Checker::try_absolute(Expr& node, const std::string& name) {
  const auto make = [&](Expr::Kind kind) {
    node.kind = kind;
    node.name = name;
    node.at = node.span;
    node.args.clear();
  };
  const auto variable = environment_.variables.find(name);
  if (variable != environment_.variables.end()) {
    make(Expr::Kind::variable);
    if (!variable->second.values.empty()) choices_[&node] = &variable->second.values;
    return inference_.own(variable->second.type);
  }
  for (const TypeDenotation& denotation : type_denotations()) {
    if (denotation.name != name) continue;
    make(Expr::Kind::literal);
    node.value = Value::type(name);
    node.type = {Kind::type, {}, {denoted(denotation.kind)}};
    return node.type;
  }
  return std::nullopt;
}

std::optional<Type> Checker::try_name(Expr& node, const std::string& name) {
  for (const std::string& candidate : candidates(name)) {
    if (std::optional<Type> type = try_absolute(node, candidate)) return type;
  }
  return std::nullopt;
}

// Whether a variable or type is named as selections from the node's root can be. What is asked of
// one selection holds for those in it, so that a long chain is followed to its root once.
bool Checker::may_be_qualified(const Expr& node) {
  const Expr* root = &node;
  if (plain_ != &node) {
    while (root->kind == Expr::Kind::select) root = root->args[0].get();
  }
  if (root->kind == Expr::Kind::variable && find_local(root->name) == nullptr) {
    for (const std::string& candidate : candidates(root->name + ".")) {
      const auto variable = environment_.variables.lower_bound(candidate);
      if (variable != environment_.variables.end() && variable->first.starts_with(candidate)) {
        return true;
      }
      for (const TypeDenotation& denotation : type_denotations()) {
        if (denotation.name.starts_with(candidate)) return true;
      }
    }
  }
  plain_ = node.args[0].get();
  return false;
}

std::optional<Type> Checker::try_qualified(Expr& node) {
  const std::optional<std::string> name = dotted_name(node);
  return name ? try_name(node, *name) : std::nullopt;
}

// Whether some field has the word as one of its values.
bool Checker::is_choice(const std::string& word) const {
  return std::ranges::any_of(environment_.objects, [&](const auto& object) {
    return std::ranges::any_of(object.second, [&](const auto& field) {
      return std::ranges::find(field.second.values, word) != field.second.values.end();
    });
  });
}

Type Checker::check_variable(Expr& node) {
  if (const Local* local = find_local(node.name)) {
    node.kind = Expr::Kind::local;
    node.slot = local->slot;
    if (local->choices != nullptr) choices_[&node] = local->choices;
    if (local->hides_evidence) hidden_.insert(&node);
    return local->type;
  }
  if (std::optional<Type> type = try_name(node, node.name)) return *type;
  const std::string name = candidates(node.name).back();
  node.name = name;
  if (is_silent()) return Type::of(Kind::error);
  std::vector<std::string> known = keys_of(environment_.variables);
  for (const Local& local : scope_) known.push_back(local.name);
  std::string near = operator_hint(name);
  if (near.empty() && is_choice(name)) near = ": a text stands in quotes, \"" + name + "\"";
  if (near.empty()) near = hint(name, known, "; there are:");
  report(node.span, "there is no variable \"" + name + "\"" + near);
  return Type::of(Kind::error);
}

Type Checker::check_select(Expr& node) {
  if (may_be_qualified(node)) {
    if (std::optional<Type> type = try_qualified(node)) return *type;
  }
  check(*node.args[0]);
  const Type operand = head(node.args[0]->type);
  const Type* inner = optional_inner(operand);
  if (inner == nullptr) return field_type(node, operand, node.name, node.at);
  return optional_type(field_type(node, *inner, node.name, node.at));
}

Type Checker::check_optional_select(Expr& node) {
  const Type operand = head(node.args[0]->type);
  const Type* inner = optional_inner(operand);
  const Type& container = inner != nullptr ? *inner : operand;
  return optional_type(field_type(node, container, node.name, node.at));
}

Type Checker::field_type(const Expr& node, const Type& container, const std::string& name,
                         Span place) {
  const Type operand = head(container);
  switch (operand.kind) {
    case Kind::dyn:
    case Kind::parameter:
    case Kind::error:
      return Type::dyn();
    case Kind::map:
      return operand.parameters[1];
    case Kind::object:
      break;
    default:
      if (is_silent()) return Type::of(Kind::error);
      report(place, "a " + to_string(shown(operand)) + " has no fields, so no \"" + name + "\"" +
                        method_hint(operand, name));
      return Type::of(Kind::error);
  }
  const auto object = environment_.objects.find(operand.name);
  if (object == environment_.objects.end()) return Type::dyn();
  const auto field = object->second.find(name);
  if (field == object->second.end()) {
    if (is_silent()) return Type::of(Kind::error);
    report(place, operand.name + " has no field \"" + name + "\"" +
                      hint(name, keys_of(object->second), "; it has"));
    return Type::of(Kind::error);
  }
  if (!field->second.values.empty()) choices_[&node] = &field->second.values;
  return field->second.type;
}

// For xs.size and xs.field: how that is asked of a list.
std::string Checker::method_hint(const Type& operand, const std::string& name) const {
  if (!environment_.functions->overloads(name, true).empty()) return ": write " + name + "()";
  if (operand.kind != Kind::list) return "";
  const Type element = head(operand.parameters[0]);
  const auto object = environment_.objects.find(element.name);
  if (element.kind != Kind::object || object == environment_.objects.end() ||
      !object->second.contains(name)) {
    return "";
  }
  return "; each " + element.name + " has: write exists(x, x." + name + " ...) or all(x, x." +
         name + " ...)";
}

Type Checker::check_has(Expr& node) {
  check(*node.args[0]);
  Type operand = head(node.args[0]->type);
  if (const Type* inner = optional_inner(operand)) operand = Type(*inner);
  if (typed_) field_type(node, operand, node.name, node.at);
  return Type::of(Kind::boolean);
}

}  // namespace verilot::cel
