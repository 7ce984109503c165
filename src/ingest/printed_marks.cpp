#include "ingest/printed_marks.h"

#include "ingest/text_fold.h"

namespace verilot {

std::string without_mark(std::string_view text) {
  for (const std::string_view mark : {"✓", "✔", "☑", "☒", "●", "■", "✗", "✘", "✖"}) {
    if (!text.starts_with(mark)) continue;
    const std::string rest = squeezed(text.substr(mark.size()));
    if (!rest.empty()) return rest;
  }
  return std::string(text);
}

}  // namespace verilot
