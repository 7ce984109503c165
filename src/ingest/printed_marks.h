// ingest: signs beside words that draw attention and say nothing by themselves.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

// "✓ Conforms" is "Conforms"; a sign alone stays.
std::string without_mark(std::string_view);

}  // namespace verilot
