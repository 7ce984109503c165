// Values and types in the encoding of the CEL conformance tests: {"t": "int", "v": "42"}.
//
// Errors: a form that is none throws std::runtime_error saying what would be right.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cel/type.h"
#include "cel/value.h"

namespace verilot::conformance {

cel::Value decode_value(const nlohmann::json&);

// Numbers are strings, so that no reader rounds them; maps are lists of pairs. An optional value is
// {"t": "optional_type", "v": [the value, if there is one]}.
nlohmann::json encode_value(const cel::Value&);

// "map(string, list(T))". A single capital letter, or one of `parameters`, is a type parameter.
cel::Type decode_type(const std::string& text, const std::vector<std::string>& parameters = {});

}  // namespace verilot::conformance
