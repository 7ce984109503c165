// store: the schema, step by step. A step that was released never changes; a new one follows it.
#pragma once

#include <span>
#include <string_view>

namespace verilot {

// The statements of step n stand at index n - 1, separated by ';'.
std::span<const std::string_view> migrations();

}  // namespace verilot
