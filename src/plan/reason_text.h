// Missing sets and reasons as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/value.h"
#include "plan/explain.h"

namespace verilot::plan {

// Whether nothing in the text needs an escape.
bool is_plain(std::string_view text);
// The text as it stands between the quotes.
void append_escaped(std::string& out, std::string_view text);
// Appends "text" with quotes and escapes.
void append_json(std::string& out, std::string_view text);

// ,{"path":"a","asked":"a.b"} or, of the first, without the comma.
void append_missing_item(std::string& out, std::string_view path, std::string_view asked,
                         bool first);
// [{"path":"a","asked":"a.b"},...]
void append_missing(std::string& out, const cel::MissingSet& missing);

// ,"rows":[0,3], nothing where there are none.
void append_rows(std::string& out, const std::uint32_t* begin, const std::uint32_t* end);
// [{"text":"a < 3","value":"false","rows":[1]},...]
void append_reasons(std::string& out, const std::vector<Reason>& reasons);

}  // namespace verilot::plan
