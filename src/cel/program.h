// cel: text to checked program to value. Knows nothing of law or evidence.
//
//   Compiled c = compile("lot.expiry > as_of", environment);
//   if (!c.program) print(c.issues);
//   Value v = c.program->evaluate(activation);
//
// Errors: compile() reports every issue of the text, each with its place; evaluate() never
//         throws: a fault is an error value, an absent fact an unknown value.
// Limits: text 64 KB, nesting 250, 16,000 nodes, loops nested 4 deep; one evaluation at most
// 1,000,000 loop
//         steps, 16 bytes of text a step, after which its value is an error.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/function_registry.h"
#include "cel/type.h"
#include "cel/value.h"

namespace verilot::cel {

struct Expr;  // cel/ast.h

// Something wrong in an expression. The place is within its text.
struct Issue {
  std::size_t offset = 0;  // in bytes, from 0
  std::size_t length = 1;  // of the text to underline, in bytes
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in code points
  std::string message;     // what is wrong and what would be right
};

// The line of `text` the issue is in, and below it carets under the faulty part.
std::string with_caret(std::string_view text, const Issue&);

struct Environment {
  std::map<std::string, FieldType, std::less<>> variables;
  // What some variables always hold: a pattern among them is compiled with the expression.
  std::map<std::string, Value, std::less<>> constants;
  ObjectTypes objects;
  const FunctionRegistry* functions =
      nullptr;            // never null for compile(); see standard_functions()
  std::string container;  // names are resolved in it first
};

// The values of variables, by name.
class Activation {
 public:
  virtual ~Activation() = default;
  virtual std::optional<Value> find(std::string_view name) const = 0;
};

// What the value of a part of an expression took.
struct Price {
  std::size_t nodes = 0;          // evaluated
  std::size_t bytes = 0;          // of the limit of one evaluation
  std::size_t surplus_bytes = 0;  // what was evaluated for the observer alone has its own limit
  bool surplus = false;           // all of it was for the observer alone: `bytes` is of its limit
};

struct KnownValue {
  Value value = Value::null();
  Price price;
};

// Sees an evaluation as it happens, for explanations. Every call names the node of the syntax
// tree; inside a loop the same node is seen once per element.
class Observer {
 public:
  virtual ~Observer() = default;
  // What the node is known to come to, so that it is not evaluated; nullptr where it is not known,
  // and keep() is told. A price that is surplus is no price for what is not.
  virtual const KnownValue* recall(const Expr& /*node*/, bool /*surplus*/) { return nullptr; }
  virtual void keep(const Expr& /*node*/, const Value&, const Price&) {}
  virtual void enter_element(const Expr& /*loop*/, const List& /*range*/, std::size_t /*index*/) {}
  virtual void leave_element(const Expr& /*loop*/) {}
  virtual void evaluated(const Expr& node, const Value& value) = 0;
  // A key of a container that the activation supplied was read: `container` is that very object.
  virtual void read(const Map& /*container*/, const Value& /*key*/, const Value& /*value*/) {}
  // A list that the activation supplied was iterated, indexed, measured or searched with `in`.
  virtual void read(const List& /*container*/) {}
};

class Program {
 public:
  // With an observer, both sides of && and || and every element of a loop are evaluated, so that
  // an explanation is whole; the value is the same either way.
  Value evaluate(const Activation&, Observer* = nullptr) const;
  const Expr& root() const;
  const std::string& text() const;
  const Type& result_type() const;
  // Places where the expression turns absence into a statement: has(), `in` and size() of an
  // object of evidence, == of whole objects, loops over an object's keys. Empty in most rules.
  const std::vector<Issue>& absence_uses() const;

 private:
  friend struct Compiler;
  struct State;
  std::shared_ptr<const State> state_;
};

struct Compiled {
  std::optional<Program> program;  // absent when there is an issue
  std::vector<Issue> issues;       // in order of place
};

struct CompileOptions {
  bool check = true;  // without it, types are found out at run time
  bool macros = true;
};

Compiled compile(std::string_view text, const Environment&, const CompileOptions& = {});

}  // namespace verilot::cel
