#include "cel/type.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace verilot::cel {
namespace {

constexpr std::size_t kMaxWritten = 10'000;

std::string_view base_name(const Type& type) {
  switch (type.kind) {
    case Type::Kind::dyn:
      return "dyn";
    case Type::Kind::null:
      return "null_type";
    case Type::Kind::boolean:
      return "bool";
    case Type::Kind::integer:
      return "int";
    case Type::Kind::unsigned_integer:
      return "uint";
    case Type::Kind::real:
      return "double";
    case Type::Kind::text:
      return "string";
    case Type::Kind::bytes:
      return "bytes";
    case Type::Kind::timestamp:
      return "timestamp";
    case Type::Kind::duration:
      return "duration";
    case Type::Kind::type:
      return "type";
    case Type::Kind::list:
      return "list";
    case Type::Kind::map:
      return "map";
    case Type::Kind::error:
      return "error";
    default:
      return type.name;
  }
}

void append(std::string& out, const Type& type) {
  if (out.size() > kMaxWritten) return;
  out += base_name(type);
  if (type.parameters.empty()) return;
  out += "(";
  for (const Type& parameter : type.parameters) {
    if (&parameter != type.parameters.begin()) out += ", ";
    append(out, parameter);
  }
  out += ")";
}

}  // namespace

struct TypeParameters::Node {
  explicit Node(Type only) : one(std::move(only)), types(&one), size(1) { sum_up(); }
  explicit Node(std::vector<Type> all)
      : many(std::move(all)), types(many.data()), size(many.size()) {
    sum_up();
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  void sum_up() {
    for (std::size_t i = 0; i < size; ++i) {
      kinds |= Type::bit(types[i].kind) | types[i].parameters.kinds();
    }
  }

  Type one;  // most have one: it takes no memory of its own
  std::vector<Type> many;
  const Type* types;
  std::size_t size;
  std::uint32_t kinds = 0;
};

TypeParameters::TypeParameters(Type only) : node_(std::make_shared<const Node>(std::move(only))) {}

TypeParameters::TypeParameters(std::initializer_list<Type> types)
    : TypeParameters(std::vector<Type>(types)) {}

TypeParameters::TypeParameters(std::vector<Type> types) {
  if (types.size() == 1) {
    node_ = std::make_shared<const Node>(std::move(types.front()));
  } else if (!types.empty()) {
    node_ = std::make_shared<const Node>(std::move(types));
  }
}

std::size_t TypeParameters::size() const { return node_ ? node_->size : 0; }
const Type& TypeParameters::operator[](std::size_t index) const { return node_->types[index]; }
const Type* TypeParameters::begin() const { return node_ ? node_->types : nullptr; }
const Type* TypeParameters::end() const { return begin() + size(); }
std::uint32_t TypeParameters::kinds() const { return node_ ? node_->kinds : 0; }

bool operator==(const TypeParameters& a, const TypeParameters& b) {
  return a.node_ == b.node_ || std::equal(a.begin(), a.end(), b.begin(), b.end());
}

std::string to_string(const Type& type) {
  std::string out;
  append(out, type);
  return out;
}

}  // namespace verilot::cel
