// ingest: the words of a web page.
#pragma once

#include <string>
#include <string_view>

namespace verilot {

// Text between the tags, with a form feed where a block ends within a line; scripts, styles and
// comments dropped, the common character references resolved. Every byte that is dropped before a
// word is replaced so that line numbers stay those of the source.
std::string html_text(std::string_view html);

}  // namespace verilot
