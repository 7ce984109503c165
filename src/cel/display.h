// Values as text, for messages, for string() and for format().
#pragma once

#include <string>
#include <string_view>

#include "cel/value.h"

namespace verilot::cel {

// With quotes and escapes, as a literal of the language.
std::string quoted(std::string_view text);

// The text of `value`, cut at about `limit` bytes. `literal` writes text with its quotes.
std::string written(const Value& value, bool literal, std::size_t limit);

}  // namespace verilot::cel
