#include "cel/optional.h"

#include <memory>
#include <utility>

namespace verilot::cel {

Value OptionalValue::equals(const Opaque& other) const {
  const auto* that = dynamic_cast<const OptionalValue*>(&other);
  if (that == nullptr || value_.has_value() != that->value_.has_value()) {
    return Value::boolean(false);
  }
  return value_ ? cel::equals(*value_, *that->value_) : Value::boolean(true);
}

Value OptionalValue::less(const Opaque&) const {
  return Value::error("no such overload: optional values have no order");
}

Value OptionalValue::less_or_equal(const Opaque& other) const { return less(other); }

std::string OptionalValue::to_string() const {
  return value_ ? "optional.of(" + to_display(*value_) + ")" : "optional.none()";
}

const OptionalValue* as_optional(const Value& value) {
  if (value.kind() != Value::Kind::opaque) return nullptr;
  return dynamic_cast<const OptionalValue*>(&value.as_opaque());
}

Value optional_of(std::optional<Value> value) {
  if (value && (value->is_unknown() || value->is_error())) return *value;
  return Value::opaque(std::make_shared<const OptionalValue>(std::move(value)));
}

Value optional_none() { return optional_of(std::nullopt); }

bool is_zero(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return true;
    case Value::Kind::boolean:
      return !value.as_boolean();
    case Value::Kind::integer:
      return value.as_integer() == 0;
    case Value::Kind::unsigned_integer:
      return value.as_unsigned() == 0;
    case Value::Kind::real:
      return value.as_real() == 0;
    case Value::Kind::text:
      return value.as_text().empty();
    case Value::Kind::bytes:
      return value.as_bytes().empty();
    case Value::Kind::list:
      return value.as_list().size() == 0;
    case Value::Kind::map:
      return value.as_map().size() == 0;
    case Value::Kind::timestamp:
      return value.as_timestamp() == Timestamp{};
    case Value::Kind::duration:
      return value.as_duration() == Duration{};
    default:
      return false;
  }
}

Type optional_type(Type inner) {
  return {Type::Kind::opaque, std::string(OptionalValue::kTypeName),
          TypeParameters(std::move(inner))};
}

const Type* optional_inner(const Type& type) {
  const bool is_optional = type.kind == Type::Kind::opaque &&
                           type.name == OptionalValue::kTypeName && type.parameters.size() == 1;
  return is_optional ? &type.parameters[0] : nullptr;
}

}  // namespace verilot::cel
