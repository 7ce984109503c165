// naming: whether words name something, and whether a quotation shows a value.
//
//   names_nothing(schema, "European laboratory")      ->  true
//   shows(schema, "Yours sincerely", "Homo sapiens")  ->  false
//   shows(schema, "human cells", "Homo sapiens")      ->  true
//
// Reads:  its arguments and nothing else.
#pragma once

#include <string_view>

#include "model/schema.h"

namespace verilot {

// True for words of praise and kind alone: none of them is a name.
bool names_nothing(const Schema&, std::string_view text);

// A quotation shows a text when it holds it, is a part of it, or has another name for it. Of a
// description, which nobody copies, it holds a word.
bool shows(const Schema&, std::string_view quote, std::string_view value);

}  // namespace verilot
