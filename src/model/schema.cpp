#include "model/schema.h"

#include <algorithm>

namespace verilot {

const ObjectType* Schema::type(std::string_view name) const {
  const auto it = types.find(name);
  return it == types.end() ? nullptr : &it->second;
}

const Field* Schema::field(std::string_view type_name, std::string_view name) const {
  const ObjectType* object = type(type_name);
  if (object == nullptr) return nullptr;
  const auto it = std::find_if(object->fields.begin(), object->fields.end(),
                               [&](const Field& f) { return f.name == name; });
  return it == object->fields.end() ? nullptr : &*it;
}

const Enumeration* Schema::enumeration(std::string_view name) const {
  const auto it = enumerations.find(name);
  return it == enumerations.end() ? nullptr : &it->second;
}

}  // namespace verilot
