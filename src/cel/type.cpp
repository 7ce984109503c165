#include "cel/type.h"

namespace verilot::cel {
namespace {

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

}  // namespace

std::string to_string(const Type& type) {
  std::string out(base_name(type));
  if (type.parameters.empty()) return out;
  out += "(";
  for (const Type& parameter : type.parameters) {
    if (&parameter != &type.parameters.front()) out += ", ";
    out += to_string(parameter);
  }
  return out + ")";
}

}  // namespace verilot::cel
