// Optional values: a value, or none. They are made by optional.of(x), a.?b, a[?k], xs.first().
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cel/type.h"
#include "cel/value.h"

namespace verilot::cel {

class OptionalValue final : public Opaque {
 public:
  static constexpr std::string_view kTypeName = "optional_type";

  explicit OptionalValue(std::optional<Value> value) : value_(std::move(value)) {}
  const std::optional<Value>& value() const { return value_; }

  std::string_view type_name() const override { return kTypeName; }
  Value equals(const Opaque& other) const override;
  Value less(const Opaque& other) const override;
  Value less_or_equal(const Opaque& other) const override;
  std::string to_string() const override;

 private:
  std::optional<Value> value_;
};

// nullptr where `value` is no optional.
const OptionalValue* as_optional(const Value& value);

// Unknowns and errors are not wrapped: they stay what they are.
Value optional_of(std::optional<Value> value);
Value optional_none();

// 0, "", false, null, an empty list: what a field of that type is before anything is written.
bool is_zero(const Value& value);

Type optional_type(Type inner);

// T of optional_type(T); nullptr for other types.
const Type* optional_inner(const Type& type);

}  // namespace verilot::cel
