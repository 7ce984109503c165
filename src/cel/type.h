// cel: the static types that the checker works with.
//
//   Type lots = Type::list(Type::object("lot"));
//
// An object type is named; its fields come from the ObjectTypes of the environment, so that a
// schema may be recursive. Every field of evidence may be null. Types nest as deeply as
// expressions do, so a type shares its parameters with its copies.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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
  std::uint32_t number = 0;   // of a parameter that Inference made, which has no name
  std::string name;           // of object, opaque, parameter ("A" in list(A))
  TypeParameters parameters;  // of list (element), map (key, value), type

  Type() = default;
  Type(Kind its_kind, std::string its_name, TypeParameters its_parameters)
      : kind(its_kind), name(std::move(its_name)), parameters(std::move(its_parameters)) {}

  static Type dyn() { return {}; }
  static Type of(Kind kind) { return {kind, {}, {}}; }
  static Type list(Type element) { return {Kind::list, {}, TypeParameters(std::move(element))}; }
  static Type map(Type key, Type value) {
    return {Kind::map, {}, {std::move(key), std::move(value)}};
  }
  static Type object(std::string name) { return {Kind::object, std::move(name), {}}; }
  static Type opaque(std::string name) { return {Kind::opaque, std::move(name), {}}; }

  static constexpr std::uint32_t bit(Kind kind) { return 1U << static_cast<unsigned>(kind); }
  bool mentions(Kind wanted) const;

  friend bool operator==(const Type&, const Type&) = default;
};

struct TypeParameters::Node {
  explicit Node(Type only) : one(std::move(only)) { sum_up(&one); }
  explicit Node(std::vector<Type> all)
      : many(std::make_unique<Type[]>(all.size())), size(static_cast<std::uint32_t>(all.size())) {
    std::move(all.begin(), all.end(), many.get());
    sum_up(many.get());
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  void sum_up(const Type* types);

  Type one;  // most have one: it takes no memory of its own
  std::unique_ptr<Type[]> many;
  std::uint32_t size = 1;
  std::uint32_t kinds = 0;
};

inline std::size_t TypeParameters::size() const { return node_ ? node_->size : 0; }
inline const Type* TypeParameters::begin() const {
  if (!node_) return nullptr;
  return node_->many ? node_->many.get() : &node_->one;
}
inline const Type* TypeParameters::end() const { return begin() + size(); }
inline const Type& TypeParameters::operator[](std::size_t index) const { return begin()[index]; }
inline std::uint32_t TypeParameters::kinds() const { return node_ ? node_->kinds : 0; }
inline bool Type::mentions(Kind wanted) const {
  return ((bit(kind) | parameters.kinds()) & bit(wanted)) != 0;
}

// "list(lot)", "map(string, dyn)", as in the messages of the checker; cut at about 200 bytes.
std::string to_string(const Type&);

// The types that an expression names: `type(x) == int`.
struct TypeDenotation {
  std::string_view name;
  Type::Kind kind;  // opaque for the one that has no kind of its own, optional_type
};
std::span<const TypeDenotation> type_denotations();

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
