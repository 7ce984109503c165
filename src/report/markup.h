// report: foreign text made fit for HTML, XML and tables.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

// The text as UTF-8: bytes that are none, control characters but tab and line breaks, what XML 1.0
// excludes, and characters that turn the direction of what follows become U+FFFD.
std::string clean_text(std::string_view text);

// clean_text() with & < > " ' as references: safe between tags and in quoted attributes of HTML
// and XML. Tabs and line breaks become spaces.
std::string escaped(std::string_view text);

// One cell of CSV, RFC 4180. A spreadsheet takes a cell that begins like a formula for one, so such
// a cell begins with an apostrophe.
std::string csv_cell(std::string_view text);

std::string base64(std::string_view bytes);

// "a path/b.pdf" as a URI reference (RFC 3986): an absolute path begins with file://.
std::string uri_of(std::string_view path);

}  // namespace verilot
