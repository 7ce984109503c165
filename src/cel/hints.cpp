#include "cel/hints.h"

#include <algorithm>

#include "cel/checker.h"
#include "cel/optional.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;

struct Foreign {
  std::string_view word;
  std::string_view hint;
};

constexpr Foreign kOperators[] = {
    {"and", "&&"},       {"AND", "&&"},         {"or", "||"},          {"OR", "||"},
    {"not", "!"},        {"NOT", "!"},          {"is", "=="},          {"eq", "=="},
    {"ne", "!="},        {"mod", "%"},          {"div", "/"},          {"xor", "!="},
    {"if", "c ? a : b"}, {"then", "c ? a : b"}, {"else", "c ? a : b"}, {"None", "null"},
    {"nil", "null"},     {"undefined", "null"}, {"True", "true"},      {"TRUE", "true"},
    {"False", "false"},  {"FALSE", "false"},    {"NULL", "null"},      {"Null", "null"}};

constexpr Foreign kFunctions[] = {{"length", "size(x)"},
                                  {"len", "size(x)"},
                                  {"count", "size(x)"},
                                  {"lenght", "size(x)"},
                                  {"any", "xs.exists(x, ...)"},
                                  {"some", "xs.exists(x, ...)"},
                                  {"every", "xs.all(x, ...)"},
                                  {"forall", "xs.all(x, ...)"},
                                  {"includes", "x in xs, or text.contains(part)"},
                                  {"select", "xs.map(x, ...)"},
                                  {"where", "xs.filter(x, ...)"},
                                  {"lower", "lowerAscii()"},
                                  {"toLowerCase", "lowerAscii()"},
                                  {"upper", "upperAscii()"},
                                  {"toUpperCase", "upperAscii()"},
                                  {"strip", "trim()"},
                                  {"isEmpty", "size(x) == 0"},
                                  {"empty", "size(x) == 0"},
                                  {"exists", "xs.exists(x, ...)"},
                                  {"defined", "x != null"},
                                  {"isNull", "x == null"},
                                  {"coalesce", "x != null ? x : y"},
                                  {"str", "string(x)"},
                                  {"float", "double(x)"},
                                  {"max", "math.greatest(a, b)"},
                                  {"min", "math.least(a, b)"},
                                  {"abs", "math.abs(x)"},
                                  {"round", "math.round(x)"},
                                  {"not", "!x"},
                                  {"now", "as_of: rules have no clock"},
                                  {"today", "as_of: rules have no clock"}};

template <std::size_t N>
std::string written_instead(const Foreign (&table)[N], std::string_view word) {
  const auto found = std::ranges::find(table, word, &Foreign::word);
  return found == std::end(table) ? "" : ": write " + std::string(found->hint);
}

bool is_number(const Type& type) {
  return type.kind == Kind::integer || type.kind == Kind::unsigned_integer ||
         type.kind == Kind::real;
}

// The function that makes `wanted` of a text: date("..."), timestamp("...").
std::string maker_of(const Type& wanted, const FunctionRegistry& functions) {
  for (const std::string& name : functions.names()) {
    for (const Function& function : functions.overloads(name, false)) {
      const bool from_text =
          function.parameters.size() == 1 && function.parameters[0].kind == Kind::text;
      if (from_text && function.result == wanted) return name;
    }
  }
  return "";
}

bool same_shape(const Type& parameter, const Type& argument) {
  return parameter.kind == argument.kind && parameter.name == argument.name;
}

}  // namespace

std::string operator_hint(std::string_view word) { return written_instead(kOperators, word); }
std::string function_hint(std::string_view name) { return written_instead(kFunctions, name); }

std::string conversion_hint(const Type& a, const Type& b, const FunctionRegistry& functions) {
  if ((optional_inner(a) != nullptr) != (optional_inner(b) != nullptr)) {
    return "; an optional value is read with .value() or .orValue(default)";
  }
  if (is_number(a) && is_number(b) && a != b) {
    return "; convert one with double(), int() or uint(), or write the literal as 5, 5u or 5.0";
  }
  if ((a.kind == Kind::text) == (b.kind == Kind::text)) return "";
  const Type& other = a.kind == Kind::text ? b : a;
  if (is_number(other) || other.kind == Kind::boolean) {
    return "; " + to_string(other) +
           " becomes text with string(), text a number with int() or "
           "double()";
  }
  const std::string maker = maker_of(other, functions);
  return maker.empty() ? "" : "; text becomes a " + to_string(other) + " with " + maker + "('...')";
}

std::string overloads_tried(std::span<const Function> overloads, std::span<const Type> arguments) {
  const auto near = [&arguments](const Function& overload) {
    if (overload.parameters.size() != arguments.size()) return false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (same_shape(overload.parameters[i], arguments[i])) return true;
    }
    return false;
  };
  const bool any_near = std::ranges::any_of(overloads, near);
  std::string tried;
  for (const Function& overload : overloads) {
    if (any_near && !near(overload)) continue;
    tried += (tried.empty() ? "" : ", ") +
             signature(overload.parameters, overload.receiver_style ? overload.name : "");
  }
  return tried;
}

}  // namespace verilot::cel
