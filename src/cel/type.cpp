#include "cel/type.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cel/optional.h"

namespace verilot::cel {
namespace {

constexpr std::size_t kMaxWritten = 200;

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

void TypeParameters::Node::sum_up(const Type* types) {
  for (std::size_t i = 0; i < size; ++i) {
    kinds |= Type::bit(types[i].kind) | types[i].parameters.kinds();
  }
}

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

bool operator==(const TypeParameters& a, const TypeParameters& b) {
  return a.node_ == b.node_ || std::equal(a.begin(), a.end(), b.begin(), b.end());
}

std::span<const TypeDenotation> type_denotations() {
  using Kind = Type::Kind;
  static constexpr TypeDenotation kDenotations[] = {
      {"bool", Kind::boolean},
      {"int", Kind::integer},
      {"uint", Kind::unsigned_integer},
      {"double", Kind::real},
      {"string", Kind::text},
      {"bytes", Kind::bytes},
      {"list", Kind::list},
      {"map", Kind::map},
      {"null_type", Kind::null},
      {"type", Kind::type},
      {"google.protobuf.Timestamp", Kind::timestamp},
      {"google.protobuf.Duration", Kind::duration},
      {OptionalValue::kTypeName, Kind::opaque},
  };
  return kDenotations;
}

std::string to_string(const Type& type) {
  std::string out;
  append(out, type);
  return out;
}

}  // namespace verilot::cel
