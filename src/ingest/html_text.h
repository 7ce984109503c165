// ingest: the words of a web page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace verilot {

// The words of the page, with
//   \f      where a block ends,
//   \f\v    before an item of a list or the first cell of a row,
//   \v      before the other cells,
//   \r      for a <br>,
//   \v\n    for a line end of the source within a block, which is a space to the reader.
// The words in place of pictures and the page's description for searches are blocks of their own.
// So are hidden words: answers that unfold and tabs are written as such, and a hidden word neither
// turns nor completes the words around it. Scripts, styles and comments are dropped, the common
// character references resolved. Line numbers stay those of the source.
struct HtmlText {
  std::string words;
  std::vector<std::uint32_t> origin;  // of each byte, in the page; of an attribute: its tag
};
HtmlText html_words(std::string_view html);

std::string html_text(std::string_view html);

}  // namespace verilot
