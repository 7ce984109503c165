// Whether an answer is what a test of the conformance format expects.
#pragma once

#include <nlohmann/json.hpp>

namespace verilot::conformance {

// Types the same, NaN equal to NaN, -0.0 different from 0.0, maps without order.
bool same_value(const nlohmann::json& a, const nlohmann::json& b);

bool is_right(const nlohmann::json& test, const nlohmann::json& answer);

}  // namespace verilot::conformance
