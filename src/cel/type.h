// cel: the static types that the checker works with.
//
//   Type lots = Type::list(Type::object("lot"));
//
// An object type is named; its fields come from the ObjectTypes of the environment, so that a
// schema may be recursive. Every field of evidence may be null. Types nest as deeply as
// expressions do, so a type shares its parameters with its copies.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace verilot::cel {

struct Type;

// The parameters of one type; they never change.
class TypeParameters {
 public:
  TypeParameters() = default;
  explicit TypeParameters(Type only);
  TypeParameters(std::initializer_list<Type> types);
  TypeParameters(std::vector<Type> types);

  bool empty() const { return node_ == nullptr; }
  std::size_t size() const;
  const Type& operator[](std::size_t index) const;
  const Type* begin() const;
  const Type* end() const;

  // A bit for each kind that is anywhere in them.
  std::uint32_t kinds() const;
  // The same for copies, and for nothing else while one of them lives.
  const void* identity() const { return node_.get(); }

  friend bool operator==(const TypeParameters&, const TypeParameters&);

 private:
  struct Node;
  std::shared_ptr<const Node> node_;
};

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
  std::string name;           // of object, opaque, parameter ("A" in list(A))
  TypeParameters parameters;  // of list (element), map (key, value), type

  static Type dyn() { return {}; }
  static Type of(Kind kind) { return {kind, {}, {}}; }
  static Type list(Type element) { return {Kind::list, {}, TypeParameters(std::move(element))}; }
  static Type map(Type key, Type value) {
    return {Kind::map, {}, {std::move(key), std::move(value)}};
  }
  static Type object(std::string name) { return {Kind::object, std::move(name), {}}; }
  static Type opaque(std::string name) { return {Kind::opaque, std::move(name), {}}; }

  static constexpr std::uint32_t bit(Kind kind) { return 1U << static_cast<unsigned>(kind); }
  bool mentions(Kind wanted) const { return ((bit(kind) | parameters.kinds()) & bit(wanted)) != 0; }

  friend bool operator==(const Type&, const Type&) = default;
};

// "list(lot)", "map(string, dyn)", as in the messages of the checker; cut at about 10,000 bytes.
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
