// Why a line is no record. Slow and plain: only broken lines come here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace verilot::plan {

struct LineFault {
  std::size_t column = 1;  // in bytes, from 1
  std::string cause;       // what is wrong and what would be right
};

// Nothing where the line is a JSON object within the limits of record.h.
std::optional<LineFault> find_fault(std::string_view line);

}  // namespace verilot::plan
