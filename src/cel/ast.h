// The syntax tree of an expression, as the parser builds it and the checker completes it.
//
// Macros have nodes of their own, so a tree reads like its text: `xs.exists(x, p)` is one loop node
// named "exists" that spans the whole call. && and || take any number of operands.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/function_registry.h"
#include "cel/type.h"
#include "cel/value.h"

namespace re2 {
class RE2;
}

namespace verilot::cel {

inline constexpr std::size_t kMaxTextLength = 64 * 1024;
inline constexpr std::size_t kMaxNesting = 250;
inline constexpr std::size_t kMaxNodes = 16'000;
inline constexpr std::size_t kMaxLoopNesting = 4;
// Steps of one evaluation. A step is a round of a loop; as many bytes of text cost one too.
inline constexpr std::size_t kMaxCost = 1'000'000;
inline constexpr std::size_t kBytesOfStep = 16;

struct Span {
  std::size_t offset = 0;  // in bytes
  std::size_t length = 0;
};

enum class Operator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  logical_not,
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  in,
  index,
  optional_select,  // args[0].?name, the key in `value`
  optional_index,   // args[0][?args[1]]
  optional_entry,   // [?args[0]] of a list, {k: ?args[0]} of a map: nothing where it is none
};

enum class Loop : std::uint8_t {
  none,
  all,
  exists,
  exists_one,
  filter,
  map,
  transform_map,
  transform_entries,
  sort_by,
  optional_map,       // of one value or none: x.optMap(v, e)
  optional_flat_map,  // x.optFlatMap(v, e)
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Expr {
  enum class Kind : std::uint8_t {
    error,        // a part that did not parse
    literal,      // value
    variable,     // name: of the activation, after the checker without container and dot
    local,        // name: of a loop or cel.bind, in `slot`
    select,       // args[0].name, the key in `value`
    has,          // has(args[0].name), the key in `value`
    call,         // name(args), or an operator
    logical_and,  // args, two or more
    logical_or,
    conditional,  // args[0] ? args[1] : args[2]
    list,         // args
    map,          // args: key, value, key, value
    loop,         // args: range, [condition,] [result]
    bind,         // cel.bind(variables[0], args[0], args[1])
  };

  Kind kind = Kind::error;
  Operator op = Operator::none;
  Loop loop = Loop::none;
  bool receiver_style = false;  // of a call: args[0] stands before the dot
  bool filtered = false;        // of a loop: args are range, condition, result
  std::uint32_t id = 0;         // unique in the tree; children before their parent
  std::uint32_t height = 1;
  std::size_t slot =
      0;             // of local, loop and bind: the first slot; a second variable is in the next
  Span span;         // all of it
  Span at;           // its name or operator
  std::string name;  // as written; of a loop the macro's
  std::vector<std::string> variables;  // of a loop (one or two) or bind (one)
  std::vector<ExprPtr> args;
  Value value = Value::null();
  Type type;                                               // filled by the checker
  std::shared_ptr<const std::vector<Function>> overloads;  // of a call, filled by the checker
  std::shared_ptr<const re2::RE2> regex;  // of matches() with a constant pattern, compiled once
};

// The part of `text` that the node was written as.
inline std::string_view text_of(std::string_view text, const Expr& node) {
  return text.substr(node.span.offset, node.span.length);
}

}  // namespace verilot::cel
