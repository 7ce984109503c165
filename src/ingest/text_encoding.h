// ingest: a text file in whatever encoding it was written, as UTF-8.
//
//   std::optional<std::string> text = decoded_text(document.bytes, document.name, problems);
//
// Told by what the bytes show: a byte order mark, the NULs of UTF-16, sequences that only UTF-8
// has, the code an XML declaration names; a text that is none of these and reads as Western
// European is Windows-1252, and a note says so.
//
// Errors: nothing and one problem for EBCDIC, UTF-32, other alphabets, bytes that are no text, an
//         empty file and one above kMaxFileBytes. Single broken bytes become U+FFFD with a problem.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/problem.h"

namespace verilot {

std::optional<std::string> decoded_text(std::string_view bytes, const std::string& file, Problems&);

// The first few hundred characters without byte order mark and white space: enough to tell a
// format.
std::string start_of_text(std::string_view bytes);

}  // namespace verilot
