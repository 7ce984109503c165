// cel: the static types that the checker works with.
//
//   Type lots = Type::list(Type::object("lot"));
//
// An object type is named; its fields come from the ObjectTypes of the environment, so that a
// schema may be recursive. Every field of evidence may be null.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace verilot::cel {

struct Type {
  enum class Kind {
    dyn,
    null,
    boolean,
    integer,
    unsigned_integer,
    real,
    text,
    bytes,
    timestamp,
    duration,
    type,
    list,
    map,
    object,
    opaque,
    error,
    parameter,
  };

  Kind kind = Kind::dyn;
  std::string name;              // of object, opaque, parameter ("A" in list(A))
  std::vector<Type> parameters;  // of list (element), map (key, value), type

  static Type dyn() { return {}; }
  static Type of(Kind kind) { return {kind, {}, {}}; }
  static Type list(Type element) { return {Kind::list, {}, {std::move(element)}}; }
  static Type map(Type key, Type value) {
    return {Kind::map, {}, {std::move(key), std::move(value)}};
  }
  static Type object(std::string name) { return {Kind::object, std::move(name), {}}; }
  static Type opaque(std::string name) { return {Kind::opaque, std::move(name), {}}; }

  friend bool operator==(const Type&, const Type&) = default;
};

// "list(lot)", "map(string, dyn)", as in the messages of the checker.
std::string to_string(const Type&);

// The fields of each object type, by type name and field name.
struct FieldType {
  Type type;
  // The values of an enumeration; a comparison with a text literal outside them is an issue
  // with "did you mean". Empty for every other type.
  std::vector<std::string> values;
};
using ObjectTypes =
    std::map<std::string, std::map<std::string, FieldType, std::less<>>, std::less<>>;

}  // namespace verilot::cel
