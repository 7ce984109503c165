#include "cel/macros.h"

#include <algorithm>
#include <string_view>

namespace verilot::cel {
namespace {

// A loop macro: xs.name(v, [v2,] [condition,] [result]).
struct LoopMacro {
  std::string_view name;
  std::size_t variables;
  std::size_t arguments;  // with the variables, without the range
  Loop loop;
  bool filtered = false;
};

constexpr LoopMacro kLoopMacros[] = {
    {"all", 1, 2, Loop::all},
    {"exists", 1, 2, Loop::exists},
    {"exists_one", 1, 2, Loop::exists_one},
    {"existsOne", 1, 2, Loop::exists_one},
    {"filter", 1, 2, Loop::filter},
    {"map", 1, 2, Loop::map},
    {"map", 1, 3, Loop::map, true},
    {"sortBy", 1, 2, Loop::sort_by},
    {"optMap", 1, 2, Loop::optional_map},
    {"optFlatMap", 1, 2, Loop::optional_flat_map},
    {"all", 2, 3, Loop::all},
    {"exists", 2, 3, Loop::exists},
    {"exists_one", 2, 3, Loop::exists_one},
    {"existsOne", 2, 3, Loop::exists_one},
    {"transformList", 2, 3, Loop::map},
    {"transformList", 2, 4, Loop::map, true},
    {"transformMap", 2, 3, Loop::transform_map},
    {"transformMap", 2, 4, Loop::transform_map, true},
    {"transformMapEntry", 2, 3, Loop::transform_entries},
    {"transformMapEntry", 2, 4, Loop::transform_entries, true},
};

bool is_plain_name(const Expr& node) {
  return node.kind == Expr::Kind::variable && node.name.front() != '.';
}

bool is_namespace(const Expr& call, std::string_view name) {
  return call.receiver_style && !call.args.empty() && call.args[0]->kind == Expr::Kind::variable &&
         call.args[0]->name == name;
}

// Moves the leading arguments that name variables out of args, from position `first`.
bool take_variables(Expr& call, std::size_t first, std::size_t count, Issues& issues) {
  for (std::size_t i = 0; i < count; ++i) {
    const Expr& argument = *call.args[first + i];
    if (argument.kind == Expr::Kind::error) return false;
    if (!is_plain_name(argument)) {
      issues.add(argument.span, call.name +
                                    "() names its variable here: write a plain name, as in " +
                                    call.name + "(x, ...)");
      return false;
    }
    if (std::ranges::find(call.variables, argument.name) != call.variables.end()) {
      issues.add(argument.span, "the two variables of " + call.name + "() need different names");
      return false;
    }
    call.variables.push_back(argument.name);
  }
  const auto begin = call.args.begin() + static_cast<std::ptrdiff_t>(first);
  call.args.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  return true;
}

void expand_has(Expr& call, Issues& issues) {
  Expr& argument = *call.args[0];
  if (argument.kind == Expr::Kind::error) return;
  if (argument.kind != Expr::Kind::select) {
    issues.add(argument.span, "has() takes a selection, as in has(a.b)");
    call.kind = Expr::Kind::error;
    return;
  }
  call.kind = Expr::Kind::has;
  call.at = argument.at;
  call.name = argument.name;
  call.value = argument.value;
  ExprPtr operand = std::move(argument.args[0]);
  call.args.clear();
  call.args.push_back(std::move(operand));
}

void expand_bind(Expr& call, Issues& issues) {
  call.name = "cel.bind";
  if (!take_variables(call, 1, 1, issues)) {
    call.kind = Expr::Kind::error;
    return;
  }
  call.args.erase(call.args.begin());
  call.kind = Expr::Kind::bind;
  call.receiver_style = false;
}

// math.greatest(a, b, c) is math.greatest([a, b, c]).
void gather_arguments(Expr& call) {
  auto list = std::make_unique<Expr>();
  list->kind = Expr::Kind::list;
  list->height = call.height;
  list->span = call.span;
  list->at = call.at;
  for (std::size_t i = 1; i < call.args.size(); ++i) list->args.push_back(std::move(call.args[i]));
  call.args.resize(1);
  call.args.push_back(std::move(list));
  ++call.height;
}

const LoopMacro* find_loop(const Expr& call) {
  for (const LoopMacro& macro : kLoopMacros) {
    if (macro.name == call.name && macro.arguments + 1 == call.args.size()) return &macro;
  }
  return nullptr;
}

void expand_loop(Expr& call, const LoopMacro& macro, Issues& issues) {
  if (!take_variables(call, 1, macro.variables, issues)) {
    call.kind = Expr::Kind::error;
    return;
  }
  call.kind = Expr::Kind::loop;
  call.loop = macro.loop;
  call.filtered = macro.filtered;
  call.receiver_style = false;
}

bool is_loop_name(std::string_view name) {
  return std::ranges::find(kLoopMacros, name, &LoopMacro::name) != std::end(kLoopMacros);
}

}  // namespace

void expand_macro(Expr& call, Issues& issues) {
  if (!call.receiver_style) {
    if (call.name == "has" && call.args.size() == 1) expand_has(call, issues);
    return;
  }
  if (is_namespace(call, "cel") && call.name == "bind" && call.args.size() == 4) {
    return expand_bind(call, issues);
  }
  if (is_namespace(call, "math") && (call.name == "greatest" || call.name == "least") &&
      call.args.size() > 2) {
    return gather_arguments(call);
  }
  if (const LoopMacro* macro = find_loop(call)) {
    expand_loop(call, *macro, issues);
  } else if (is_loop_name(call.name)) {
    issues.add(call.at, call.name + "() takes a variable and an expression, as in xs." + call.name +
                            "(x, ...)");
    call.kind = Expr::Kind::error;
  }
}

std::vector<std::string> loop_macro_names() {
  std::vector<std::string> names;
  for (const LoopMacro& macro : kLoopMacros)
    if (std::ranges::count(names, macro.name) == 0) names.emplace_back(macro.name);
  return names;
}

}  // namespace verilot::cel
